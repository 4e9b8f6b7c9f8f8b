"""Give out: accounts as JSON, Markdown, HTML."""
