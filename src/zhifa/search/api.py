"""The door of search."""

from zhifa.search.rules.highlights import Piece, pieces_of
from zhifa.search.rules.tokens import query_words as words_of
from zhifa.search.selectors import Hit, HitGroup, KindCount, SearchAnswer, grouped, search
from zhifa.search.services import catch_up, rebuild, touch

__all__ = [
    "Hit",
    "HitGroup",
    "KindCount",
    "Piece",
    "SearchAnswer",
    "catch_up",
    "grouped",
    "pieces_of",
    "rebuild",
    "search",
    "touch",
    "words_of",
]
