"""The reading room: the workspace in a browser, rendered here, Arabic first. Begin with `routes.py`; `docs/explanation/reading-room.md`."""
