"""The rules of people: names."""
