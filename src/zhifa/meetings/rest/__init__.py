"""The API of meetings."""

from zhifa.meetings.rest.routes import router

__all__ = ["router"]
