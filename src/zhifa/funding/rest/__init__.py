"""The API of funding."""

from zhifa.funding.rest.routes import router

__all__ = ["router"]
