"""Keeping: one small protocol, SQLite for a desk, PostgreSQL for a team. What is kept stands in `tables`."""
