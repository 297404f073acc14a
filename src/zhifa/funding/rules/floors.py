"""The same money per head under each named, dated population. There is no average: each quotient stands for itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from zhifa.funding.errors import PopulationUnnamed
from zhifa.kernel.quantities import YUAN, YUAN_PER_HEAD, Quantity, UnitsDoNotMix


@dataclass(frozen=True)
class Named:
    """A population with the basis by which it counts, the date at which, and the source that says so."""

    basis: str
    as_of: date | None
    source: str
    people: int
    published_on: date | None = None


@dataclass(frozen=True)
class Floor:
    """Money per head under one population; `required` is the standard times the people."""

    population: Named
    per_head: Quantity
    required: Quantity | None
    is_met: bool | None


def floor_of(money: Quantity, population: Named, standard: Decimal | None) -> Floor:
    """The money per head under one population, to four decimals, and whether it reaches the standard (元/人; None: no standard).
    It is weighed unrounded. Refused: a population without basis, date or source, or of nobody; an amount in another unit.

    Example: 700,000 元 under 729,600 people at the end of 2017 is 0.9594 and under 647,932 it is 1.0804; with a standard of 1 it is not
    met under the first, which asks for 729,600 元, and met under the second.
    """
    if money.unit.code != YUAN.code:
        raise UnitsDoNotMix(_("人均经费只能由元和人口算出"), next_step=_("请选择以元计的金额。"))
    missing = [
        (field, words)
        for field, value, words in (
            ("basis", population.basis, _("口径")),
            ("as_of", population.as_of, _("统计时点")),
            ("source", population.source.strip(), _("来源")),
        )
        if not value
    ]
    if missing or population.people <= 0:
        field, words = missing[0] if missing else ("value", _("人数"))
        raise PopulationUnnamed(
            _("人口数没有写明%(part)s") % {"part": words},
            why=_("同一笔钱除以不同的人口数，人均不同；没有口径、时点和来源的人口数不能用来算人均。"),
            next_step=_("请在“区域与人口”里补上后再算。"),
            field=field,
        )
    exact = money.value / population.people
    per_head = Quantity(exact.quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP), YUAN_PER_HEAD)
    if standard is None:
        return Floor(population, per_head, None, None)
    required = (standard * population.people).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return Floor(population, per_head, Quantity(required, YUAN), money.value >= standard * population.people)


def floors_of(money: Quantity, populations: Iterable[Named], standard: Decimal | None) -> list[Floor]:
    """The same money under every population."""
    return [floor_of(money, one, standard) for one in populations]


def lowest(floors: Sequence[Floor]) -> Floor | None:
    """The least of them, on which the standard stands or falls; None where no population is known."""
    return min(floors, key=lambda one: one.per_head.value, default=None)


def shown_as(floors: Sequence[Floor]) -> tuple[Quantity, Quantity] | None:
    """The least and the greatest."""
    values = sorted((one.per_head for one in floors), key=lambda one: one.value)
    return (values[0], values[-1]) if values else None
