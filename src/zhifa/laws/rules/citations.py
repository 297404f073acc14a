"""Citations as people write them: 《宪法》第二十四条第二款, 民法典1254, 刑法第120条之一至第120条之三."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from zhifa.laws.rules.numbers import NUMERAL, NotANumber, ProvisionNumber, chinese_of, number_of

LONGEST_RANGE = 60


class Trouble(StrEnum):
    """Why a line is no citation."""

    EMPTY = "empty"
    NO_TITLE = "no_title"
    UNBALANCED = "unbalanced"
    NUMBER = "number"
    RANGE = "range"
    REST = "rest"


class Unreadable(ValueError):
    """A line that is no citation, with the part that could not be read."""

    def __init__(self, trouble: Trouble, part: str) -> None:
        super().__init__(f"{trouble}: {part}")
        self.trouble = trouble
        self.part = part


@dataclass(frozen=True)
class CitedPlace:
    """One article, and the paragraph and item in it when the words go that far (0: the whole)."""

    article: ProvisionNumber
    paragraph: int = 0
    item: int = 0

    @property
    def label(self) -> str:
        """第二十四条第二款第（三）项, as an official text would write it."""
        words = self.article.label
        if self.paragraph:
            words += f"第{chinese_of(self.paragraph)}款"
        if self.item:
            words += f"第（{chinese_of(self.item)}）项"
        return words


@dataclass(frozen=True)
class WrittenCitation:
    """A title as written, without its brackets, and the places cited in it; none: the whole instrument."""

    title: str
    places: tuple[CitedPlace, ...] = ()
    document_number: str = ""


_PLACE = re.compile(
    rf"第?({NUMERAL})条(?:之({NUMERAL}))?(?:第?({NUMERAL})款)?(?:第?[（(]?({NUMERAL})[）)]?项)?"
)
# Without brackets the title ends where the number of an article begins.
_PLAIN = re.compile(rf"^(.+?)(第{NUMERAL}条.*|[0-9０-９]+(?:条.*|-[0-9]+)?)?$", re.DOTALL)
_DOCUMENT_NUMBER = re.compile(r"^[（(]([^（）()]*号)[）)]")
_BARE = re.compile(r"^([0-9０-９]+)(?:-([0-9]+))?$")


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
    if not found or _PLACE.match(text):
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
    rest = rest.strip("，,。；; ")
    if not rest:
        return ()
    if bare := _BARE.match(rest):
        branch = number_of(bare[2]) if bare[2] else 0
        return (CitedPlace(ProvisionNumber(_number(bare[1]), branch)),)
    places: list[CitedPlace] = []
    position, joined_by = 0, ""
    while position < len(rest):
        found = _PLACE.match(rest, position)
        if not found:
            raise Unreadable(Trouble.REST, rest[position:])
        place = _place(found)
        if joined_by in ("至", "到", "—", "-", "~"):
            places.extend(between(places[-1], place, rest))
        places.append(place)
        position = found.end()
        if position < len(rest):
            joined_by = rest[position]
            if joined_by not in "、，,和及与至到—-~" or position + 1 == len(rest):
                raise Unreadable(Trouble.REST, rest[position:])
            position += 1
    return tuple(dict.fromkeys(places))


def _place(found: re.Match[str]) -> CitedPlace:
    article, branch, paragraph, item = (_number(part) if part else 0 for part in found.groups())
    return CitedPlace(ProvisionNumber(article, branch), paragraph, item)


def _number(words: str) -> int:
    try:
        return number_of(words)
    except NotANumber as error:
        raise Unreadable(Trouble.NUMBER, words) from error


def between(first: CitedPlace, last: CitedPlace, words: str) -> list[CitedPlace]:
    """The articles strictly between two ends; refuses (`Unreadable`) ends that make no range."""
    low, high = first.article, last.article
    if low.number == high.number and low.branch < high.branch:
        return [CitedPlace(ProvisionNumber(low.number, n)) for n in range(low.branch + 1, high.branch)]
    if low.number >= high.number or low.branch or high.branch or high.number - low.number > LONGEST_RANGE:
        raise Unreadable(Trouble.RANGE, words)
    return [CitedPlace(ProvisionNumber(n)) for n in range(low.number + 1, high.number)]
