"""The faces of the portal."""
