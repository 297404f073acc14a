"""What goes wrong inside search; readers never see these, the database answers instead."""

from __future__ import annotations


class IndexUnusable(Exception):
    """The index is missing, belongs to another database, or cannot be read."""
