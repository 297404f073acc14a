"""The door of requests for data."""

from zhifa.requests.selectors import minutes_asked

__all__ = ["minutes_asked"]
