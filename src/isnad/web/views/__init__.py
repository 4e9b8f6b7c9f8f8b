"""What the pages of one story, article or name show: parts of an account as structs and markup, made only when they are shown."""
