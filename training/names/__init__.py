"""The name tagger; see README.md."""
