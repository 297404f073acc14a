"""The rules of sittings: pure, told the time."""
