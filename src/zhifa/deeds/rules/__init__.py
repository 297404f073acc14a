"""The rules of deeds: pure, told everything."""
