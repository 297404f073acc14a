"""Document numbers as they are written: 某区普法〔2018〕3号."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

_YEAR: Final = re.compile(r"[\[［〔【（(﹝]\s*(\d{4})\s*[\]］〕】）)﹞]")
_NUMBER: Final = re.compile(r"[一-鿿A-Za-z]+〔\d{4}〕\d+号")


def written(number: str) -> str:
    """A number in the one form that is kept: the year in 〔〕, no blanks (GB/T 9704-2012, 7.2.5)."""
    return _YEAR.sub(lambda found: f"〔{found.group(1)}〕", "".join(number.split()))


def year_of(number: str, issued_on: date) -> int:
    """The year in which a number is counted: the one that it names, else that of the day of issue."""
    found = _YEAR.search(number)
    return int(found.group(1)) if found else issued_on.year


def number_in(words: str) -> str:
    """The number that stands in words such as 关于…的通知（某区普法〔2018〕1号); empty where none does."""
    found = _NUMBER.search(written(words))
    return found.group() if found else ""
