"""Rules of the portal: pure."""
