"""Figures for programs: the router that the API mounts under `figures`."""

from zhifa.figures.rest.routes import router

__all__ = ["router"]
