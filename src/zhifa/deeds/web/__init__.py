"""The pages of deeds."""
