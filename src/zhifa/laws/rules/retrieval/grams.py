"""Texts as numbers: every character and every two neighbouring characters, as places in one fixed space.

Chinese law is short and exact, so that pairs of characters find what a dictionary of words would cut apart; characters
alone keep a question whose pairs the statute does not have. The space is fixed (no vocabulary to keep): a character
stands at its code point, a pair at a hash above. 65,536 + 1,048,576 places; among the 0.8 million pairs of the national law two
share a place now and then, which costs nothing that can be measured.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache

import numpy as np
from numpy.typing import NDArray

SINGLE = 1 << 16
PAIRS = 1 << 20
SPACE = SINGLE + PAIRS
_FIRST, _SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)

Ints = NDArray[np.int64]


@cache
def _spoken() -> NDArray[np.bool_]:
    """Which code points below 65,536 are letters or digits; the rest parts the text."""
    return np.array([chr(code).isalnum() for code in range(SINGLE)])


def grams_of(text: str) -> Ints:
    """The places of a text's characters and pairs, in no order, doubles kept."""
    places, _owners = grams_of_all([text])
    return places


def pairs_at(text: str) -> Ints:
    """For each character but the last the place of the pair that begins there; -1 where something else parts the two."""
    codes = _codes(text)
    spoken = _spoken()[codes]
    return np.where(spoken[:-1] & spoken[1:], _pairs(codes), -1)


def grams_of_all(texts: Iterable[str]) -> tuple[Ints, Ints]:
    """Places of all texts in one array, and for each the number of its text. No pair reaches over a text's end."""
    joined = [unicodedata.normalize("NFKC", text).lower() for text in texts]
    codes = _codes("\n".join(joined))
    lengths = np.array([len(text) + 1 for text in joined], dtype=np.int64)
    owners = np.repeat(np.arange(len(joined), dtype=np.int64), lengths)[: len(codes)]
    spoken = _spoken()[codes]
    beside = spoken[:-1] & spoken[1:]
    return (
        np.concatenate([codes[spoken], _pairs(codes)[beside]]),
        np.concatenate([owners[spoken], owners[:-1][beside]]),
    )


def _codes(text: str) -> Ints:
    """Code points; those beyond the first 65,536 part a text like punctuation."""
    codes = np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.int64)
    return np.where(codes < SINGLE, codes, 0)


def _pairs(codes: Ints) -> Ints:
    mixed = codes[:-1].astype(np.uint64) * _FIRST ^ codes[1:].astype(np.uint64) * _SECOND
    return SINGLE + (mixed >> np.uint64(44)).astype(np.int64)
