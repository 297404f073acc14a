"""Places inside an instrument as words name them: 第三条第一款第（二）项, 第120条之一至第120条之三, 1254. The one parser of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from zhifa.kernel.chinese import number_written
from zhifa.laws.rules.numbers import NUMERAL, NotANumber, ProvisionNumber, number_of

LONGEST_RANGE = 60
_SO_ON = r"(?:、|和|及|至|到|—|–|-|~|～)"  # inside one unit: 第三十四、三十五条, 第10-12条
_LIST = rf"{NUMERAL}(?:{_SO_ON}第?{NUMERAL})*"
_IN_BRACKETS = rf"[（(]{NUMERAL}[）)]"
_ITEMS = rf"第?{_IN_BRACKETS}(?:{_SO_ON}?第?{_IN_BRACKETS})*项|第{_LIST}项"
_PARAGRAPHS = rf"第{_LIST}款"
# An article (or several in one) with what goes on inside it; and a bare 第二款 or 第（三）项 of the article named before it.
ARTICLE = rf"第{_LIST}条(?:之{NUMERAL})?(?:{_PARAGRAPHS})?(?:{_ITEMS})?"
_WITHIN = rf"(?:{_PARAGRAPHS}(?:{_ITEMS})?|{_ITEMS})"
_JOINT = r"(?:、|，|,|和|及|以及|与|或者|或|至|到|—|–|-|~|～)"
PLACES = rf"{ARTICLE}(?:{_JOINT}(?:{ARTICLE}|{_WITHIN})|[、至到—–~～-]{NUMERAL}条)*"
_STEP = re.compile(
    rf"(?P<joint>{_JOINT})?(?:第?(?P<article>{_LIST})条(?:之(?P<branch>{NUMERAL}))?)?(?:第?(?P<paragraph>{_LIST})款)?"
    rf"(?:第?(?P<item>{_LIST}|{_IN_BRACKETS}(?:{_SO_ON}?第?{_IN_BRACKETS})*)项)?"
)
_ONE = re.compile(rf"({_SO_ON})?[第（(]*({NUMERAL})[）)]?")
# 民法典1254条, 刑法291条之二: Arabic figures without 第, as people type; read only right after a name.
TYPED = rf"[0-9０-９]{{1,4}}条(?:之{NUMERAL})?(?:{_PARAGRAPHS})?(?:{_ITEMS})?"
_BARE = re.compile(r"^([0-9０-９]+)(?:-([0-9０-９]+))?$")
_RANGE = ("至", "到", "—", "–", "-", "~", "～")


class Trouble(StrEnum):
    """Why words are no citation."""

    EMPTY = "empty"
    NO_TITLE = "no_title"
    UNBALANCED = "unbalanced"
    NUMBER = "number"
    RANGE = "range"
    REST = "rest"


class Unreadable(ValueError):
    """Words that are no citation, with the part that could not be read."""

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
        return self.article.label + self.within

    @property
    def within(self) -> str:
        """第二款第（三）项: what the words name inside the article; empty for the whole."""
        words = f"第{number_written(self.paragraph)}款" if self.paragraph else ""
        return words + (f"第（{number_written(self.item)}）项" if self.item else "")


@dataclass(frozen=True)
class ReadPlaces:
    """The places of a run of words, each once; and what could not be read to the end, with the reason."""

    places: tuple[CitedPlace, ...] = ()
    broken: str = ""
    fault: Unreadable | None = None


def read_places(words: str) -> ReadPlaces:
    """The places that a run of words names, up to where it can be read.

    Chinese or Arabic numerals, `1254` and `120-3`, several joined by 、, 和 and the like, a bare 款 or 项 of what was named before it,
    and 第五条至第七条, which names each article between (with 之一 only inside one article).
    """
    if bare := _BARE.match(words):
        words = f"第{bare[1]}条" + (f"之{bare[2]}" if bare[2] else "")
    places: list[CitedPlace] = []
    position = 0
    while position < len(words):
        step = _STEP.match(words, position)
        try:
            if step is None or not any(step[name] for name in ("article", "paragraph", "item")):
                raise Unreadable(Trouble.REST, words[position:])
            if bool(step["joint"]) is not bool(places):
                raise Unreadable(Trouble.REST, words[position:])
            found = _placed(step, places[-1] if places else None)
            if step["joint"] in _RANGE:
                places.extend(between(places[-1], found[0], words))
        except Unreadable as error:
            broken = words[position:].lstrip("、，,")
            return ReadPlaces(tuple(dict.fromkeys(places)), broken, error)
        places.extend(found)
        position = step.end()
    return ReadPlaces(tuple(dict.fromkeys(places)))


def _placed(step: re.Match[str], before: CitedPlace | None) -> list[CitedPlace]:
    """The places of one step; a bare 款 or 项 belongs to the article, or the paragraph, named before it."""
    articles, paragraphs, items = (_numbers(step[name] or "") for name in ("article", "paragraph", "item"))
    if articles:
        branch = _number(step["branch"]) if step["branch"] else 0
        *whole, last = articles
        found = [CitedPlace(ProvisionNumber(number)) for number in whole]
        base = CitedPlace(ProvisionNumber(last, branch))
    elif before is not None:
        found, base = [], replace(before, paragraph=0 if paragraphs else before.paragraph, item=0)
    else:
        raise Unreadable(Trouble.REST, step[0])
    *whole, last = paragraphs or [base.paragraph]
    found += [replace(base, paragraph=number) for number in whole]
    return found + [replace(base, paragraph=last, item=number) for number in items or [0]]


def _numbers(words: str) -> list[int]:
    """三十四、三十五 or （一）至（三） as numbers, those between two ends with them."""
    numbers: list[int] = []
    for joint, word in _ONE.findall(words):
        number = _number(word)
        if joint in _RANGE:
            if not numbers[-1] < number <= numbers[-1] + LONGEST_RANGE:
                raise Unreadable(Trouble.RANGE, words)
            numbers.extend(range(numbers[-1] + 1, number))
        numbers.append(number)
    return numbers


def _number(words: str) -> int:
    try:
        return number_of(words)
    except NotANumber as error:
        raise Unreadable(Trouble.NUMBER, words) from error


def between(first: CitedPlace, last: CitedPlace, words: str) -> list[CitedPlace]:
    """The articles, or the paragraphs or items of one article, strictly between two ends; refuses (`Unreadable`) ends that make no
    range."""
    low, high = first.article, last.article
    if low == high:
        return _within(first, last, words)
    if low.number == high.number and low.branch < high.branch:
        return [CitedPlace(ProvisionNumber(low.number, n)) for n in range(low.branch + 1, high.branch)]
    if low.number >= high.number or low.branch or high.branch or high.number - low.number > LONGEST_RANGE:
        raise Unreadable(Trouble.RANGE, words)
    return [CitedPlace(ProvisionNumber(n)) for n in range(low.number + 1, high.number)]


def _within(first: CitedPlace, last: CitedPlace, words: str) -> list[CitedPlace]:
    if first.item and last.item and first.paragraph == last.paragraph:
        found = [replace(first, item=n) for n in range(first.item + 1, last.item)]
        low, high = first.item, last.item
    else:
        found = [replace(first, paragraph=n, item=0) for n in range(first.paragraph + 1, last.paragraph)]
        low, high = first.paragraph, last.paragraph
    if not 0 < low < high or high - low > LONGEST_RANGE:
        raise Unreadable(Trouble.RANGE, words)
    return found
