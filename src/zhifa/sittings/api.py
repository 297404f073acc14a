"""The door of sittings."""

from zhifa.sittings.selectors.missed import Missed, missed_by

__all__ = ["Missed", "missed_by"]
