"""Find: queries over what a workspace holds, by words, fields and meaning."""
