"""The rules of duties: pure."""
