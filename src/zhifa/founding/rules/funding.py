"""The money of the scenario: drafts for its door, and what its figures must say, counted apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

from zhifa.founding.rules.bodies import unit_drafts
from zhifa.funding.api import ItemDraft, Kind, PostingDraft, Source

MARK = "（示例）"


@dataclass(frozen=True)
class Contract:
    """A contract and what is paid under it."""

    agreed: PostingDraft
    paid: PostingDraft


@dataclass(frozen=True)
class ItemPlan:
    """An item with all that is posted on it, in the order of posting."""

    draft: ItemDraft
    revisions: tuple[PostingDraft, ...]
    release: PostingDraft
    contracts: tuple[Contract, ...]
    direct: PostingDraft | None


def unit_codes(told: Mapping[str, Any], bodies: Mapping[str, Any]) -> tuple[str, str]:
    """The codes of the unit that keeps the books and of the one that uses the money."""
    codes = {draft.name: draft.code for draft in unit_drafts(bodies)}
    return codes[told["finance"]], codes[told["unit"]]


def item_plans(year: Mapping[str, Any], unit: str) -> list[ItemPlan]:
    """The items of a year."""
    return [_item(year["year"], number, row, unit) for number, row in enumerate(year["items"], start=1)]


def _item(year: int, number: int, row: Mapping[str, Any], unit: str) -> ItemPlan:
    name = f"〔{year}〕{number}"
    day = row["approved_on"]
    draft = ItemDraft(
        Kind(row["kind"]),
        Source(row["source"]),
        unit,
        row["title"],
        Decimal(row["budget"]),
        f"示例财预{name}号",
        day,
    )
    contracts = tuple(
        Contract(
            PostingDraft(Decimal(agreed), date(year, 3, 12), f"示例合同{name}-{index}", party, what + MARK),
            PostingDraft(Decimal(paid), date(year, 6, 20), f"示例凭证{name}-{index}", party, what + MARK),
        )
        for index, (what, party, agreed, paid) in enumerate(row.get("contracts", ()), start=1)
    )
    direct = row.get("direct")
    return ItemPlan(
        draft,
        tuple(PostingDraft(Decimal(amount), on, f"示例财预{name}号调", reason=why) for amount, on, why in row.get("revisions", ())),
        PostingDraft(Decimal(row["release"]), max(day, date(year, 2, 8)), f"示例拨款{name}号"),
        contracts,
        PostingDraft(Decimal(direct), date(year, 7, 30), f"示例凭证{name}", purpose="活动开支" + MARK) if direct else None,
    )  # fmt: skip


def funding_truth(told: Mapping[str, Any], bodies: Mapping[str, Any], until: date) -> dict[str, Any]:
    """What the figures must say on the scenario's last day."""
    sums: dict[str, Decimal] = {}
    budgets: dict[int, Decimal] = {}
    for year in told["years"]:
        for row in year["items"]:
            for stage, amount, day in _amounts(year["year"], row):
                if day > until:
                    continue
                name = f"{row['kind']}.{stage}"
                sums[name] = sums.get(name, Decimal(0)) + amount
                if name == "publicity.budget":
                    budgets[year["year"]] = budgets.get(year["year"], Decimal(0)) + amount
    floors = [
        budget / row["value"]
        for year, budget in budgets.items()
        for row in bodies["populations"]
        if row["published_on"] <= date(year, 12, 31)
    ]
    first, last = min(budgets), max(budgets)
    times, years = budgets[last] / budgets[first], last - first
    with localcontext() as context:
        context.prec = 40
        compound = (times ** (Decimal(1) / years) - 1) * 100
    return {
        "funding.budget": _cents(sums["publicity.budget"]),
        "funding.released": _cents(sums["publicity.release"]),
        "funding.committed": _cents(sums["publicity.commitment"]),
        "funding.spent": _cents(sums["publicity.spending"]),
        "funding.execution": _cents(100 * sums["publicity.spending"] / sums["publicity.budget"]),
        "funding.per_head": {"low": _rounded(min(floors), "0.0001"), "high": _rounded(max(floors), "0.0001")},
        "funding.growth": _cents(compound),
        "funding.growth_simple": _cents((times - 1) * 100 / years),
        "funding.legal_aid": _cents(sums["legal_aid.spending"]),
        "funding.lawyers": _cents(sums["lawyers.spending"]),
    }


def _amounts(year: int, row: Mapping[str, Any]) -> Iterator[tuple[str, Decimal, date]]:
    yield "budget", Decimal(row["budget"]), row["approved_on"]
    for amount, day, _why in row.get("revisions", ()):
        yield "budget", Decimal(amount), day
    yield "release", Decimal(row["release"]), max(row["approved_on"], date(year, 2, 8))
    for _what, _party, agreed, paid in row.get("contracts", ()):
        yield "commitment", Decimal(agreed), date(year, 3, 12)
        yield "spending", Decimal(paid), date(year, 6, 20)
    if "direct" in row:
        yield "spending", Decimal(row["direct"]), date(year, 7, 30)


def _cents(amount: Decimal) -> str:
    return _rounded(amount, "0.01")


def _rounded(amount: Decimal, to: str) -> str:
    return str(amount.quantize(Decimal(to), rounding=ROUND_HALF_UP))
