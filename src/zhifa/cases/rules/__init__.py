"""The pure part of cases."""
