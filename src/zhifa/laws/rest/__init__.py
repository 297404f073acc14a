"""Law for programs: instruments and provisions, as of a day."""

from zhifa.laws.rest.routes import router

__all__ = ["router"]
