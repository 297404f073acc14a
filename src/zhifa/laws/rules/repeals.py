"""What a statute says it repeals: 《…》同时废止, with the day, read from its own closing article."""

from __future__ import annotations

import re
from datetime import date

_CLAUSE = re.compile(r"自\s*(\d{4})年(\d{1,2})月(\d{1,2})日起施行(?P<rest>.*?)同时废止", re.DOTALL)
_TITLE = re.compile(r"《([^《》]+)》")


def repeals_in(text: str) -> dict[str, date]:
    """The titles that an article repeals, each with the day. An article that names no day (自公布之日) names
    none here either, for the day of a later version's publication would be wrong."""
    found: dict[str, date] = {}
    for clause in _CLAUSE.finditer(text):
        day = date(int(clause[1]), int(clause[2]), int(clause[3]))
        for title in _TITLE.findall(clause["rest"]):
            found[title] = day
    return found
