"""A closed year in words, as it is reviewed at the gate and read by the public. Always in Chinese."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhifa.funding.rules.floors import Floor
from zhifa.funding.rules.standing import Standing
from zhifa.kernel.clock import day_in_chinese


@dataclass(frozen=True)
class KindWords:
    """One kind of money: what it is called, what stands in all, and by source."""

    title: str
    whole: Standing
    sources: Sequence[tuple[str, Standing]]


@dataclass(frozen=True)
class YearWords:
    """A year as it is told; `corrections` are what was corrected after closing: what, by how much, why."""

    district: str
    year: int
    closed_on: date
    kinds: Sequence[KindWords]
    floors: Sequence[Floor]
    per_head: Decimal | None
    document: str
    corrections: Sequence[tuple[str, Decimal, str]] = ()


def year_text(told: YearWords) -> str:
    """The year, a line a paragraph: each kind by itself, the floor under each population, corrections with their reasons."""
    return "\n".join(_lines(told))


def _lines(told: YearWords) -> Iterator[str]:
    yield f"{told.district}{told.year}年普法经费，{day_in_chinese(told.closed_on)}封账。"
    for kind in told.kinds:
        yield f"{kind.title}：{_amounts(kind.whole)}。"
        for source, standing in kind.sources:
            yield f"其中{source}：{_amounts(standing)}。"
    if told.per_head is not None:
        yield f"人均标准：每人每年 {told.per_head.normalize():f} 元（{told.document}）。"
    for floor in told.floors:
        one = floor.population
        verdict = {True: "，达到标准", False: "，低于标准", None: ""}[floor.is_met]
        as_of = day_in_chinese(one.as_of) if one.as_of else ""
        yield (
            f"按{one.basis} {one.people:,} 人（{as_of}，{one.source}），人均普法经费 {floor.per_head.value:f} 元{verdict}。"
        )
    for what, amount, reason in told.corrections:
        yield f"封账后更正：{what}，{amount:+,.2f} 元，理由：{reason}。"


def _amounts(standing: Standing) -> str:
    said = f"预算 {standing.budget:,.2f} 元"
    if standing.revised:
        said += f"（批复 {standing.original:,.2f} 元，调整 {standing.revised:+,.2f} 元）"
    said += f"，拨付 {standing.released:,.2f} 元，支出 {standing.spent:,.2f} 元"
    return said + (f"，执行率 {standing.rate:f}%" if standing.rate is not None else "，没有预算，不算执行率")
