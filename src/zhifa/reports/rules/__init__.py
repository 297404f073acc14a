"""The rules of reports: outlines as blocks, the grammar of fields, typed numbers, comparison."""
