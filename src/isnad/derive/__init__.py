"""Conclusions: figures, conflicts, timeline, independence, brief."""
