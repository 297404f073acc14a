"""Pure rules: tokens, marks, highlights."""
