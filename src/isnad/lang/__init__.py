"""Words: language packs."""
