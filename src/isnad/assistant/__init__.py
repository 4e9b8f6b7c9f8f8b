"""Read-only tools of a workspace for assistants, over the Model Context Protocol."""
