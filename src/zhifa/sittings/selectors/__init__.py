"""Questions asked of sittings, always as someone."""
