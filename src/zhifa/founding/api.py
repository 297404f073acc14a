"""The door of founding."""

from zhifa.founding.services import found_district

__all__ = ["found_district"]
