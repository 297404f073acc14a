"""Deeds for programs: what may be seen, as pages of JSON."""

from zhifa.deeds.rest.routes import router

__all__ = ["router"]
