"""The face of search: the one page behind the one box."""
