"""The reading room: a workspace in the browser, Arabic first, served from this machine only."""
