"""The pages of sittings."""
