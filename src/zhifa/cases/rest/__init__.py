"""The API of cases."""

from zhifa.cases.rest.routes import router

__all__ = ["router"]
