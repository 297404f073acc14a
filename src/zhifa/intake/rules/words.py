"""Headings and words reduced to what they say: widths, blanks and marks do not count."""

from __future__ import annotations

import re
import unicodedata

BRACKETS = re.compile(r"[(\[【〔{][^)\]】〕}]*[)\]】〕}]")
MARKS = re.compile(r"[\s\u3000*＊·・:：,，.。、/\\|_\-—–~“”\"'‘’!！?？;；#]+")
LEVEL = re.compile(r"[一-鿿]{2,}")


def normal(text: str) -> str:
    """Without blanks and marks, in one width and one case; what stands in brackets stays."""
    return MARKS.sub("", unicodedata.normalize("NFKC", text)).lower()


def bare(text: str) -> str:
    """The same without what stands in brackets (units, remarks)."""
    return MARKS.sub("", BRACKETS.sub("", unicodedata.normalize("NFKC", text))).lower()


def bracketed(text: str) -> tuple[str, ...]:
    """What stands in brackets, each without its brackets."""
    return tuple(part[1:-1].strip() for part in BRACKETS.findall(unicodedata.normalize("NFKC", text)))
