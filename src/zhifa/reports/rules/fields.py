"""The fields of an outline, `{{ … }}`, as a person writes them in Word.

    {{ 节目参与人次 }}                          a figure by its name or code, over the report's days, with its unit
    {{ 节目参与人次 | 万 }}                      in ten thousands: 33.06万人次; `数字` prints the number without its unit
    {{ 节目参与人次 | 2017年 }}                  over a year, `2017-01-01至2017-06-30` over days, `至今` from the beginning
    {{ 表：节目参与人次 }}                       its composition as a table, alone in a paragraph
    {{ 增长：活动参加人次，上年同期，本期 }}         growth in per cent, under one definition
    {{ 区名 }} {{ 起 }} {{ 止 }} {{ 年度 }}       the district, the report's first and last day, its last year

Days may also be said from the report's own: 本期, 上年同期, 本年, 上年. Full-width and half-width signs are both
understood, and spaces do not matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from zhifa.kernel.errors import Fault
from zhifa.reports.terms import STYLES, WORDS, FieldKind, Style


@dataclass(frozen=True)
class Span:
    """Days that a field names for itself: a first and a last day, or a word that leans on the report's days."""

    since: date | None = None
    until: date | None = None
    word: str = ""

    def within(self, since: date, until: date) -> tuple[date | None, date]:
        """The days meant in a report over `since`–`until`; a None first day is from the beginning, and the last day
        is never later than the report's."""
        if self.word in BEGINNING:
            return None, until
        if self.word == "本期":
            return since, until
        if self.word == "上年同期":
            return _year_before(since), _year_before(until)
        if self.word == "本年":
            return date(until.year, 1, 1), until
        if self.word == "上年":
            return date(until.year - 1, 1, 1), date(until.year - 1, 12, 31)
        return self.since, min(self.until or until, until)


@dataclass(frozen=True)
class Field:
    """One field: what it prints, of which figure or word, over which days (None: the report's), how."""

    kind: FieldKind
    name: str
    source: str
    span: Span | None = None
    before: Span | None = None
    style: Style = Style.FULL

    @property
    def later(self) -> Span:
        """The days of the field; the report's own unless it names others."""
        return self.span or Span(word="本期")


Part = str | Field | Fault

FIELD: Final = re.compile(r"(?:\{\{|｛｛)(.*?)(?:\}\}|｝｝)", re.DOTALL)
_PIPE: Final = re.compile(r"[|｜]")
_COMMA: Final = re.compile(r"[,，、]")
_YEAR: Final = re.compile(r"(\d{4})\s*年度?$")
_DAY: Final = r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?"
_DAYS: Final = re.compile(rf"{_DAY}\s*(?:至|到|~|～|—|－|\.\.)\s*{_DAY}$")
BEGINNING: Final = ("至今", "累计")
_LEANING: Final = (*BEGINNING, "本期", "上年同期", "本年", "上年")


def parts_of(text: str) -> list[Part]:
    """A text as plain stretches, fields, and faults where a field cannot be read."""
    parts: list[Part] = []
    end = 0
    for match in FIELD.finditer(text):
        if match.start() > end:
            parts.append(text[end : match.start()])
        parts.append(field_of(match.group(1)))
        end = match.end()
    if end < len(text):
        parts.append(text[end:])
    return parts


def fields_in(text: str) -> list[Field]:
    """The fields of a text that can be read."""
    return [part for part in parts_of(text) if isinstance(part, Field)]


def field_of(inner: str) -> Field | Fault:
    """The field between two pairs of braces, or what is wrong with it."""
    source = " ".join(inner.split())
    if not source:
        return Fault(_("有一个空的字段"), mend=_("在花括号里写上数字的名称，或删去它"))
    if source in WORDS:
        return Field(FieldKind.WORD, WORDS[source].value, source)
    head, *options = (part.strip() for part in _PIPE.split(source))
    label, found, rest = _labelled(head)
    if found and label == "增长":
        return _growth(source, rest)
    kind = FieldKind.TABLE if found and label == "表" else FieldKind.FIGURE
    name = rest if kind is FieldKind.TABLE else head
    style, span = Style.FULL, None
    for option in options:
        if option in STYLES:
            style = STYLES[option]
        elif (read := span_of(option)) is not None:
            span = read
        else:
            return Fault(
                _("字段“%(field)s”里的“%(option)s”看不懂") % {"field": source, "option": option},
                mend=_("可写：万、数字、2017年、2017-01-01至2017-06-30、本年、上年同期、至今"),
            )
    return Field(kind, name, source, span=span, style=style)


def span_of(words: str) -> Span | None:
    """Days written in words, or None when they are none."""
    if words in _LEANING:
        return Span(word=words)
    if match := _YEAR.match(words):
        year = int(match.group(1))
        return Span(date(year, 1, 1), date(year, 12, 31)) if 1900 <= year <= 2200 else None
    if match := _DAYS.match(words):
        numbers = [int(part) for part in match.groups()]
        try:
            since, until = date(*numbers[:3]), date(*numbers[3:])
        except ValueError:
            return None
        return Span(since, until) if since <= until else None
    return None


def _labelled(head: str) -> tuple[str, bool, str]:
    match = re.match(r"(表|增长)\s*[:：]\s*(.+)$", head)
    return (match.group(1), True, match.group(2).strip()) if match else ("", False, head)


def _growth(source: str, rest: str) -> Field | Fault:
    pieces = [piece.strip() for piece in _COMMA.split(rest)]
    spans = [span_of(piece) for piece in pieces[1:]]
    if len(pieces) != 3 or None in spans:
        return Fault(
            _("字段“%(field)s”看不懂") % {"field": source},
            mend=_("增长要写数字的名称和前后两个时段，如：增长：活动参加人次，上年同期，本期"),
        )
    return Field(FieldKind.GROWTH, pieces[0], source, span=spans[1], before=spans[0], style=Style.FULL)


def _year_before(day: date) -> date:
    """The same day a year earlier; 29 February becomes the 28th."""
    return (
        day.replace(year=day.year - 1, day=28)
        if (day.month, day.day) == (2, 29)
        else day.replace(year=day.year - 1)
    )
