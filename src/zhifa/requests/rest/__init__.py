"""The API of requests for data."""

from zhifa.requests.rest.routes import router

__all__ = ["router"]
