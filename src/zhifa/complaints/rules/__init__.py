"""Rules of complaints: pure."""
