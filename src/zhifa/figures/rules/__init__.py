"""The rules of figures: the algebra, its evaluation, completeness, comparison. Pure."""
