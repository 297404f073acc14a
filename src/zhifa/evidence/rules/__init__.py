"""Pure rules: what the bytes are, whether a mark stands in a text, how alike two hashes are."""
