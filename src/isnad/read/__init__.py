"""Articles in: one module a format."""
