"""The API: the content of the pages as JSON. Begin with `operations.py`, the table of all addresses; `docs/reference/api.md`."""
