"""The API of exams."""

from zhifa.exams.rest.routes import router

__all__ = ["router"]
