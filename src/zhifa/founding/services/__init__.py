"""The acts of founding."""

from zhifa.founding.services.loading import found_district

__all__ = ["found_district"]
