"""/funding and /funding/{year}: closed years that went through the gate, for anyone. Amounts are decimal strings in 元."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Path, Router, Schema

from zhifa.funding.access import public_years
from zhifa.funding.rules.standing import Standing
from zhifa.funding.selectors import (
    YearSheet,
    corrected_after_closing,
    public_year,
    sheet_of,
    sheets,
)
from zhifa.funding.terms import YEAR
from zhifa.publishing.api import tell_if_withdrawn

router = Router(tags=["funding"])


class AmountsOut(Schema):
    """What stands, in 元; `execution` is spent per cent of the budget, null without one."""

    budget: str
    original: str
    released: str
    spent: str
    execution: str | None


class SourceOut(AmountsOut):
    """Of it from one source: local, higher, unit."""

    source: str


class KindOut(AmountsOut):
    """One kind of money: publicity, legal_aid, lawyers. Kinds do not add up."""

    kind: str
    sources: list[SourceOut]


class FloorOut(Schema):
    """Publicity money per head (元/人) under one population; `required` is standard × people, null without a standard."""

    basis: str
    as_of: date
    published_on: date
    source: str
    people: int
    per_head: str
    required: str | None
    is_met: bool | None


class CorrectionOut(Schema):
    """A correction after closing: the difference, in 元, and why."""

    item: str
    stage: str
    amount: str
    reason: str


class YearOut(Schema):
    """A closed year."""

    year: int
    closed_on: date
    kinds: list[KindOut]
    standard: str | None
    document: str
    floors: list[FloorOut]


class WholeYearOut(YearOut):
    """A closed year with what was corrected since."""

    corrections: list[CorrectionOut]


@router.get("", response=list[YearOut], summary=gettext_noop("公开的普法经费"), url_name="api_funding")
def list_years(request: HttpRequest) -> list[dict[str, Any]]:
    """Every public year, the newest first."""
    return [_out(sheet) for sheet in sheets(list(public_years()))]


@router.get(
    "/{year}", response=WholeYearOut, summary=gettext_noop("一年的普法经费"), url_name="api_funding_year"
)
def one_year(request: HttpRequest, year: Annotated[int, Path(ge=1986, le=2100)]) -> dict[str, Any]:
    """One public year; 404 when it is not public, 410 when it is not any more."""
    tell_if_withdrawn(YEAR, str(year))
    found = public_year(year)
    corrections = [
        {"item": row.item.title, "stage": row.stage, "amount": f"{row.amount:.2f}", "reason": row.reason}
        for row in corrected_after_closing(found)
    ]
    return {**_out(sheet_of(found)), "corrections": corrections}


def _out(sheet: YearSheet) -> dict[str, Any]:
    return {
        "year": sheet.year.year, "closed_on": sheet.year.closed_on, "document": sheet.document,
        "standard": None if sheet.per_head is None else f"{sheet.per_head:f}",
        "kinds": [
            {
                "kind": kind.kind.value, **_amounts(kind.whole),
                "sources": [{"source": source.value, **_amounts(standing)} for source, standing in kind.by_source],
            }
            for kind in sheet.kinds
        ],
        "floors": [
            {
                "basis": floor.population.basis, "as_of": floor.population.as_of, "published_on": floor.population.published_on,
                "source": floor.population.source, "people": floor.population.people, "per_head": f"{floor.per_head.value:f}",
                "required": f"{floor.required.value:f}" if floor.required else None, "is_met": floor.is_met,
            }
            for floor in sheet.floors
        ],
    }  # fmt: skip


def _amounts(standing: Standing) -> dict[str, str | None]:
    return {
        "budget": f"{standing.budget:.2f}", "original": f"{standing.original:.2f}", "released": f"{standing.released:.2f}",
        "spent": f"{standing.spent:.2f}", "execution": None if standing.rate is None else f"{standing.rate:f}",
    }  # fmt: skip
