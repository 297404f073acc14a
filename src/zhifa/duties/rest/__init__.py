"""The API of duties."""

from zhifa.duties.rest.routes import router

__all__ = ["router"]
