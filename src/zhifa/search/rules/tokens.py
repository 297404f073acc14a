"""Tokens: dictionary words (rjieba) for meaning, single characters for certainty.

A segmenter cuts “丈夫和离婚姻财产” at 离·婚姻 and would miss 离婚 there; a phrase of single characters finds
every place where the characters of a query stand side by side, so that nothing that contains the query is
missed.
"""

from __future__ import annotations

import re
import unicodedata

from zhifa.kernel.chinese import split, split_for_search
from zhifa.search.terms import FUNCTION_WORDS, LONGEST_QUERY

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_CHARACTER = re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+")
_WORD = re.compile(r"\w")


def folded(text: str) -> str:
    """Full-width forms become plain ones, capitals small."""
    return unicodedata.normalize("NFKC", text).lower()


def characters(text: str) -> list[str]:
    """Every Chinese character by itself; letters and digits in a row as one token; no punctuation."""
    return _CHARACTER.findall(folded(text))


def words(text: str) -> list[str]:
    """Dictionary words with the shorter words inside them, as they are indexed."""
    return [word for word in split_for_search(folded(text)) if _WORD.search(word)]


def query_words(text: str) -> list[str]:
    """The words of a query, each once; function words only when nothing else is there."""
    found = list(dict.fromkeys(w for w in split(folded(text[:LONGEST_QUERY])) if _WORD.search(w)))
    meaning = [word for word in found if word not in FUNCTION_WORDS]
    return meaning or found
