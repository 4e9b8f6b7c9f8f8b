"""The pages, one module a group: each handler takes a `Visit` and gives a response."""
