"""Typed quantities: a number never travels without its unit, and units never mix.

A unit says whether an assessment may ever score it. Likes, open votes, forwards, minutes online,
log-ins and points have no scorable unit (国办函〔2026〕12号, clauses kept as dated rows to be confirmed).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhifa.kernel.errors import Refusal


class UnitsDoNotMix(Refusal):
    """Two numbers of different units were about to be added or compared."""

    code = "units-do-not-mix"
    status = 422


@dataclass(frozen=True)
class Unit:
    """A unit of measure: its code, the word printed behind the number, decimals kept, scorable or not.

    `whole` says that only whole numbers make sense; `additive` that values over disjoint records
    may be summed (人次 may; distinct 人 and % may not).
    """

    code: str
    label: str | Promise
    decimals: int = 0
    scorable: bool = True
    additive: bool = True


TIMES: Final = Unit("person-times", _("人次"))
PEOPLE: Final = Unit("people", _("人"), additive=False)
RESIDENTS: Final = Unit("residents", _("人（人口）"))
EVENTS: Final = Unit("events", _("场"))
ISSUES: Final = Unit("issues", _("期"))
OCCASIONS: Final = Unit("occasions", _("次"))
COPIES: Final = Unit("copies", _("份"))
PIECES: Final = Unit("pieces", _("件"))
ITEMS: Final = Unit("items", _("项"))
PLACES: Final = Unit("places", _("个"))
HOUSEHOLDS: Final = Unit("households", _("户"))
FIRMS: Final = Unit("firms", _("家"))
PAIRS: Final = Unit("pairs", _("对"))
YEARS: Final = Unit("years", _("年"))
DAYS: Final = Unit("days", _("天"))
YUAN: Final = Unit("yuan", _("元"), decimals=2)
YUAN_PER_HEAD: Final = Unit("yuan-per-head", _("元/人"), decimals=4, additive=False)
USES: Final = Unit("uses", _("次使用"), scorable=False)
FILES: Final = Unit("files", _("份文件"), scorable=False)
USES_PER_FILE: Final = Unit("uses-per-file", _("次/份"), decimals=2, scorable=False, additive=False)
PERCENT: Final = Unit("percent", _("%"), decimals=2, additive=False)
VIEWS: Final = Unit("views", _("次播放"), scorable=False)
LIKES: Final = Unit("likes", _("个赞"), scorable=False)
FORWARDS: Final = Unit("forwards", _("次转发"), scorable=False)
VOTES: Final = Unit("open-votes", _("张网络投票"), scorable=False)
MINUTES: Final = Unit("minutes-online", _("分钟"), scorable=False)
MINUTES_ASKED: Final = Unit("minutes-asked", _("分钟（填表）"), decimals=2, scorable=False)

UNITS: Final = {
    unit.code: unit
    for unit in (
        TIMES, PEOPLE, RESIDENTS, EVENTS, ISSUES, OCCASIONS, COPIES, PIECES, ITEMS, PLACES,
        HOUSEHOLDS, FIRMS, PAIRS, YEARS, DAYS, YUAN, YUAN_PER_HEAD, PERCENT, VIEWS, LIKES,
        FORWARDS, VOTES, MINUTES, MINUTES_ASKED, USES, FILES, USES_PER_FILE,
    )
}  # fmt: skip


def unit(code: str) -> Unit:
    """The unit of that code; KeyError names the code."""
    return UNITS[code]


@dataclass(frozen=True)
class Quantity:
    """A value with its unit; `value` is an exact Decimal, never a float."""

    value: Decimal
    unit: Unit

    @classmethod
    def of(cls, value: int | str | Decimal, unit: Unit) -> Quantity:
        """A quantity from a whole number, a decimal string or a Decimal."""
        return cls(Decimal(value), unit)

    def __add__(self, other: Quantity) -> Quantity:
        self._must_share_unit(other)
        if not self.unit.additive:
            raise UnitsDoNotMix(
                _("%(unit)s 不能直接相加") % {"unit": self.unit.label},
                why=str(_("去重人数、比率等不是可加的量，相加会重复计算或失去分母。")),
            )
        return Quantity(self.value + other.value, self.unit)

    def __lt__(self, other: Quantity) -> bool:
        self._must_share_unit(other)
        return self.value < other.value

    def _must_share_unit(self, other: Quantity) -> None:
        if self.unit.code != other.unit.code:
            raise UnitsDoNotMix(
                _("%(one)s 与 %(other)s 单位不同，不能相加或比较")
                % {"one": self.unit.label, "other": other.unit.label},
                next_step=str(_("请分别列出，或先说明换算口径。")),
            )

    def rounded(self) -> Decimal:
        """The value at its unit's decimals, half away from zero as Chinese statistics print it."""
        return self.value.quantize(Decimal(1).scaleb(-self.unit.decimals), rounding=ROUND_HALF_UP)

    def __str__(self) -> str:
        number = f"{self.rounded():,}"
        if "." in number:
            number = number.rstrip("0").rstrip(".")
        separator = "" if self.unit is PERCENT else " "
        return f"{number}{separator}{self.unit.label}"


def total(quantities: Iterable[Quantity], unit: Unit) -> Quantity:
    """The sum of quantities of one additive unit; zero of that unit when there are none."""
    result = Quantity(Decimal(0), unit)
    for quantity in quantities:
        result = result + quantity
    return result
