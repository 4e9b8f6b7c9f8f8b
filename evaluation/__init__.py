"""Scores of the whole system on annotated stories; see README.md."""
