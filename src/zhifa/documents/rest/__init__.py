"""The API of the register."""

from zhifa.documents.rest.routes import router

__all__ = ["router"]
