"""What stands on an item, and whether it may become so. Amounts are exact decimals in 元."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from zhifa.funding.terms import Control, Stage

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Sum:
    """The postings of one stage added up; `by_contract` tells spending under a commitment from direct spending."""

    stage: str
    by_contract: bool
    amount: Decimal


@dataclass(frozen=True)
class Standing:
    """Where an item stands: `original` and `revised` make the budget; `direct` is spent without a commitment."""

    original: Decimal = NOTHING
    revised: Decimal = NOTHING
    released: Decimal = NOTHING
    committed: Decimal = NOTHING
    under_contract: Decimal = NOTHING
    direct: Decimal = NOTHING

    @property
    def budget(self) -> Decimal:
        """The budget with its revisions."""
        return self.original + self.revised

    @property
    def spent(self) -> Decimal:
        """All that was spent."""
        return self.under_contract + self.direct

    @property
    def bound(self) -> Decimal:
        """What is promised or gone: commitments, and spending without one."""
        return self.committed + self.direct

    @property
    def left(self) -> Decimal:
        """What may still be promised; below zero where an item may go beyond its budget."""
        return self.budget - self.bound

    @property
    def is_over(self) -> bool:
        """Whether more is bound than was budgeted."""
        return self.left < 0

    @property
    def rate(self) -> Decimal | None:
        """Spent per cent of the budget, two decimals; None where there is no budget to be spent."""
        return (100 * self.spent / self.budget).quantize(Decimal("0.01")) if self.budget > 0 else None

    def __add__(self, other: Standing) -> Standing:
        return Standing(
            self.original + other.original, self.revised + other.revised, self.released + other.released,
            self.committed + other.committed, self.under_contract + other.under_contract, self.direct + other.direct,
        )  # fmt: skip


def standing_of(sums: Iterable[Sum]) -> Standing:
    """Where an item stands by its postings.

    Example: budget 600,000 and a revision of +100,000, released 350,000, a contract of 200,000 of which 150,000 is paid, and 40,000
    spent without one: budget 700,000, bound 240,000, spent 190,000, left 460,000, executed 27.14 %.
    """
    found = Standing()
    for one in sums:
        found = after(found, one.stage, one.amount, by_contract=one.by_contract)
    return found


def after(standing: Standing, stage: str, amount: Decimal, *, by_contract: bool = False) -> Standing:
    """Where the item stands once the amount is posted."""
    name = {
        Stage.BUDGET: "original", Stage.REVISION: "revised", Stage.RELEASE: "released", Stage.COMMITMENT: "committed",
        Stage.SPENDING: "under_contract" if by_contract else "direct",
    }[Stage(stage)]  # fmt: skip
    return replace(standing, **{name: getattr(standing, name) + amount})


@dataclass(frozen=True)
class Lack:
    """What is not there: which bound is broken, how much was there, how much would be needed."""

    what: str
    there: Decimal
    needed: Decimal


def lack_of(standing: Standing, control: str, *, has_reason: bool) -> Lack | None:
    """The first bound that the standing breaks, or None: nothing below zero, released within the budget, spent within what is
    released, bound within the budget unless the item's control lets it go beyond (with a reason, or always)."""
    if standing.budget < 0:
        return Lack("budget", NOTHING, standing.budget)
    if min(standing.released, standing.committed, standing.under_contract, standing.direct) < 0:
        return Lack("negative", NOTHING, NOTHING)
    if standing.released > standing.budget:
        return Lack("released", standing.budget, standing.released)
    is_let = control == Control.IGNORE or (control == Control.WARN and has_reason)
    if standing.is_over and not is_let:
        return Lack("reason" if control == Control.WARN else "bound", standing.budget, standing.bound)
    if standing.spent > standing.released:
        return Lack("spent", standing.released, standing.spent)
    return None


def counts_on(day: date, year: int) -> date:
    """The day on which a posting counts: its own, or the nearest day of the budget year. A budget that was approved on 28
    December 2017 for 2018 counts on 1 January 2018; a bill of 2018 that was paid on 8 January 2019 on 31 December 2018."""
    return min(max(day, date(year, 1, 1)), date(year, 12, 31))
