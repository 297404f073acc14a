"""The acts of sittings."""
