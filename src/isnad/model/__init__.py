"""Nouns: frozen structs without input, output or rules. Import from the single modules."""
