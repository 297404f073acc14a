"""The words of figures: kinds of window, measures, states, and the names of published fields with a meaning."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.utils.translation import gettext_lazy as _

DEFINITION_SUBJECT: Final = "figure"  # kind of ledger subject; the key is the definition's code
UNITS_SUBJECT: Final = "figure-units"  # at the gate: that a figure is told unit by unit; the key is the same
SEARCH_KIND: Final = "figure"  # what the search engine calls a definition
DEFINE_LOCK: Final = 0x5A48_4612  # PostgreSQL advisory locks: "ZHF" and a number of our own
REFRESH_LOCK: Final = 0x5A48_4611

# Fields that a source may publish under these names, and what the engine then does with them.
RECORD_FIELD: Final = "record"  # the record that a row belongs to, where a row is less than a record
SECOND_PARTY: Final = "second_party"  # whether the other side confirmed the record
# Each figure whose records can have such a confirmation has its share of them beside it, under its own code and this.
SHARE_BESIDE: Final = f".{SECOND_PARTY}"
LATE_AFTER_DAYS: Final = 30  # a record entered later than this after its day is 补录


class WindowKind(StrEnum):
    """Over which days a definition looks."""

    SPAN = "span"
    AS_AT = "as-at"
    PER_YEAR = "per-year"


class State(StrEnum):
    """What can be said of a value."""

    MEASURED = "measured"
    NO_RECORDS = "no-records"
    UNMEASURED = "unmeasured"
    REFUSED = "refused"


class Measure(StrEnum):
    """What a roll-up keeps of the rows of one day: how many, their sum and largest, or which keys."""

    ROWS = "rows"
    NUMBER = "number"
    KEYS = "keys"


WINDOW_WORDS: Final = {
    WindowKind.SPAN: _("起止时段内"),
    WindowKind.AS_AT: _("截至时点"),
    WindowKind.PER_YEAR: _("逐年"),
}
STATE_WORDS: Final = {
    State.MEASURED: _("已测量"),
    State.NO_RECORDS: _("无记录"),
    State.UNMEASURED: _("未测量"),
    State.REFUSED: _("不予计算"),
}
HELD_BACK_WORDS: Final = {
    "unconfirmed": _("未确认"),
    "unclosed": _("未封账"),
    "late": _("补录，待确认"),
    "provisional": _("仍在到数"),
    "duplicate": _("疑似重复"),
}
IN_WORDS: Final = (
    "title",
    "statement",
    "denominator",
    "deduplication",
)  # the parts of a definition that are sentences
PART_WORDS: Final = {
    "title": _("名称"),
    "statement": _("定义"),
    "unit": _("单位"),
    "window": _("时段"),
    "denominator": _("分母或范围"),
    "deduplication": _("去重规则"),
    "version": _("口径版本"),
    "evidence": _("佐证"),
    "value": _("数值"),
}
UNNAMED_PART: Final = _("未注明")
