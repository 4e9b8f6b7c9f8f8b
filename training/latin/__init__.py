"""The usual Latin form of parts of Arabic names; see README.md."""
