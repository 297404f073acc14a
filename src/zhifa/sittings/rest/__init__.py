"""The API of sittings."""

from zhifa.sittings.rest.routes import router

__all__ = ["router"]
