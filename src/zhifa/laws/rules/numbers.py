"""Article numbers: 第二十条之一 and back. Statutes count in Chinese, addresses and sorting in digits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from zhifa.kernel.chinese import number_read, number_written

CHINESE = "零〇一二三四五六七八九十百千两"
NUMERAL = rf"(?:[{CHINESE}]+|[0-9０-９]+)"
_ARTICLE = re.compile(rf"^第({NUMERAL})条(?:之({NUMERAL}))?$")
_ITEM = re.compile(rf"^条目({NUMERAL})$")
_KEY = re.compile(r"^(item-|annex-)?([1-9][0-9]*)(?:-([1-9][0-9]*))?$")
WHOLE = "whole"
PREAMBLE = "preamble"
ANNEX = "annex"


class NotANumber(ValueError):
    """The words are no number of an article."""


@dataclass(frozen=True, order=True)
class ProvisionNumber:
    """Which provision of an instrument: article 120, article 120 之三, clause 4 of an amendment, the preamble, an annex
    (`word`), or the whole of a text that has no articles (`number` 0)."""

    number: int
    branch: int = 0
    is_item: bool = False
    word: str = ""

    @property
    def key(self) -> str:
        """The stable part of an address: `1254`, `120-3`, `item-4`, `preamble`, `annex-1`, `whole`."""
        if self.word == ANNEX:
            return f"{ANNEX}-{self.number}"
        if self.number == 0:
            return self.word or WHOLE
        tail = f"-{self.branch}" if self.branch else ""
        return f"{'item-' if self.is_item else ''}{self.number}{tail}"

    @property
    def label(self) -> str:
        """As the law prints it: 第一百二十条之三. A clause of an amendment, printed 四、, is cited as 第四条; a
        text without articles is 全文."""
        if self.word == ANNEX:
            return f"附件{number_written(self.number)}"
        if self.number == 0:
            return "序言" if self.word == PREAMBLE else "全文"
        if self.is_item:
            return f"第{number_written(self.number)}条"
        tail = f"之{number_written(self.branch)}" if self.branch else ""
        return f"第{number_written(self.number)}条{tail}"


@lru_cache(maxsize=4_096)
def number_of(words: str) -> int:
    """一千二百五十四, 1254 or １２５４ as 1254; refuses anything else, zero included."""
    text = words.strip()
    if re.fullmatch(r"[0-9０-９]+", text):
        value = int(text)
    elif text and all(sign in CHINESE for sign in text):
        try:
            value = int(number_read(text))
        except ValueError as error:
            raise NotANumber(words) from error
    else:
        raise NotANumber(words)
    if value < 1:
        raise NotANumber(words)
    return value


def provision_number(label: str) -> ProvisionNumber:
    """The number behind a printed label: 第二十条之一, 条目四 (a clause of an amendment), 全文."""
    if label == "全文":
        return ProvisionNumber(0)
    if found := _ARTICLE.match(label):
        return ProvisionNumber(number_of(found[1]), number_of(found[2]) if found[2] else 0)
    if found := _ITEM.match(label):
        return ProvisionNumber(number_of(found[1]), is_item=True)
    raise NotANumber(label)


def number_from_key(key: str) -> ProvisionNumber:
    """The number behind a key of an address."""
    if key == WHOLE:
        return ProvisionNumber(0)
    if key == PREAMBLE:
        return ProvisionNumber(0, word=PREAMBLE)
    if found := _KEY.match(key):
        if found[1] == "annex-":
            return ProvisionNumber(int(found[2]), word=ANNEX)
        return ProvisionNumber(int(found[2]), int(found[3] or 0), is_item=bool(found[1]))
    raise NotANumber(key)
