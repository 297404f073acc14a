"""The API of assessment."""

from zhifa.assessment.rest.routes import router

__all__ = ["router"]
