"""The rules of plans: pure."""
