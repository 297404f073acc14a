"""The API of learning."""

from zhifa.learning.rest.routes import router

__all__ = ["router"]
