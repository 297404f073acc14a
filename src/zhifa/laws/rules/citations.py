"""Citations as people write them: 《宪法》第二十四条第二款, 民法典1254, 刑法第120条之一至第120条之三."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhifa.laws.rules.numbers import NUMERAL
from zhifa.laws.rules.places import ARTICLE, CitedPlace, Trouble, Unreadable, read_places


@dataclass(frozen=True)
class WrittenCitation:
    """A title as written, without its brackets, and the places cited in it; none: the whole instrument."""

    title: str
    places: tuple[CitedPlace, ...] = ()
    document_number: str = ""


# Without brackets the title ends where the number of an article begins.
_PLAIN = re.compile(rf"^(.+?)(第{NUMERAL}条.*|[0-9０-９]+(?:条.*|-[0-9]+)?)?$", re.DOTALL)
_DOCUMENT_NUMBER = re.compile(r"^[（(]([^（）()]*号)[）)]")
_BEGINS_WITH_A_PLACE = re.compile(rf"{ARTICLE}|{NUMERAL}条")


def split_citations(text: str) -> list[str]:
    """The citations of a cell or a text box: one a line, or parted by ；. Empty ones are dropped."""
    return [part.strip() for part in re.split(r"[\r\n；;]+", text) if part.strip()]


def read_citation(line: str) -> WrittenCitation:
    """One line as a title and places; refuses (`Unreadable`) what it cannot read to the end.

    Takes Chinese or Arabic numerals, with or without 《》, several places joined by 、 or 和, and 第五条至第七条,
    which names each article between (with 之一 only inside one article).
    """
    text = re.sub(r"\s+", "", line)
    if not text:
        raise Unreadable(Trouble.EMPTY, line)
    title, rest = _title_and_rest(text)
    if not title:
        raise Unreadable(Trouble.NO_TITLE, line)
    number = _DOCUMENT_NUMBER.match(rest)
    if number:
        rest = rest[number.end() :]
    return WrittenCitation(title, _places(rest), number[1] if number else "")


def _title_and_rest(text: str) -> tuple[str, str]:
    if text.startswith("《"):
        end = _closing(text)
        return text[1:end], text[end + 1 :]
    if "》" in text and "《" not in text:
        raise Unreadable(Trouble.UNBALANCED, text)
    found = _PLAIN.match(text)
    if not found or _BEGINS_WITH_A_PLACE.match(text):
        raise Unreadable(Trouble.NO_TITLE, text)
    return found[1], found[2] or ""


def _closing(text: str) -> int:
    """Where the first bracket closes; a title may hold another title."""
    depth = 0
    for position, sign in enumerate(text):
        depth += (sign == "《") - (sign == "》")
        if depth == 0:
            return position
    raise Unreadable(Trouble.UNBALANCED, text)


def _places(rest: str) -> tuple[CitedPlace, ...]:
    read = read_places(rest.strip("，,。；; "))
    if read.fault is not None:
        raise read.fault
    return read.places
