"""The door of search."""

from zhifa.search.selectors import Hit, HitGroup, KindCount, SearchAnswer, grouped, search
from zhifa.search.services import catch_up, rebuild, touch

__all__ = [
    "Hit",
    "HitGroup",
    "KindCount",
    "SearchAnswer",
    "catch_up",
    "grouped",
    "rebuild",
    "search",
    "touch",
]
