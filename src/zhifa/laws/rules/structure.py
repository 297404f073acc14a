"""Inside an article: its paragraphs (款), the items (项) of each, and tables.

Worked: the lines 有下列情形的，免除： / （一）甲； / （二）乙。 / 前款不适用于丙。 are two paragraphs, the first
with two items; 第一款第（二）项 is （二）乙。
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from zhifa.laws.rules.numbers import NUMERAL, NotANumber, number_of

_ITEM = re.compile(rf"^[（(]({NUMERAL})[）)]")
_INLINE = re.compile(rf"(?:^|(?<=[：:；;。，,]))[（(]{NUMERAL}[）)]")


@dataclass
class Item:
    """One item with its number and its lines (items below it, 1．, stay lines)."""

    number: int
    lines: list[str]

    @property
    def text(self) -> str:
        """Its words."""
        return "\n".join(self.lines)


@dataclass
class Paragraph:
    """One paragraph: its words, all its lines as they stand, its items, the rows of a table that stands under it."""

    number: int
    text: str = ""
    lines: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    table: list[list[str]] = field(default_factory=list)


def paragraphs_of(text: str) -> list[Paragraph]:
    """The paragraphs of a provision's words in order."""
    found: list[Paragraph] = []
    for line in text.split("\n"):
        words = line.strip()
        if not words:
            continue
        if words.startswith("|") and words.endswith("|"):
            _last(found).table.append([cell.strip() for cell in words.strip("|").split("|")])
        elif (item := _item_number(words)) and found:
            _last(found).items.append(Item(item, [words]))
        elif re.match(r"^(?:[0-9０-９]+[．.、]|[（(][0-9]+[）)])", words) and found and found[-1].items:
            found[-1].items[-1].lines.append(words)
        else:
            found.append(Paragraph(len(found) + 1, words))
        found[-1].lines.append(words)
    return found


def _last(found: list[Paragraph]) -> Paragraph:
    if not found:
        found.append(Paragraph(1))
    return found[-1]


def _item_number(words: str) -> int:
    one = _ITEM.match(words)
    if not one or one[1].isdigit():
        return 0
    try:
        return number_of(one[1])
    except NotANumber:
        return 0


@dataclass(frozen=True)
class Shortage:
    """What a provision lacks of a place that is cited in it: how many paragraphs it has, or items where those are lacking."""

    count: int
    is_of_items: bool = False


def shortage_in(text: str, paragraph: int, item: int) -> Shortage | None:
    """What a provision's words lack of that paragraph, and of that item in it (0: none asked); None where they have it. An item
    asked without a paragraph may stand in any."""
    paragraphs: Sequence[Paragraph] = paragraphs_of(text)
    if paragraph > len(paragraphs):
        return Shortage(len(paragraphs))
    asked = [one for one in paragraphs if paragraph in (0, one.number)]
    numbers = [_item_numbers(one) for one in asked]
    if not item or any(item in found for found in numbers):
        return None
    return Shortage(max(map(len, numbers), default=0), is_of_items=True)


def _item_numbers(paragraph: Paragraph) -> set[int]:
    """The numbers of a paragraph's items, those printed in one line with its words too: 条件：（一）甲；（二）乙。"""
    inside = {_item_number(found) for found in _INLINE.findall(paragraph.text)}
    return {item.number for item in paragraph.items} | (inside - {0})
