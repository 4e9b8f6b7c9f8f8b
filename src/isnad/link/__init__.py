"""Across documents: reuse, names, claims, stories."""
