"""/exams: what the bank holds in numbers, blueprints, and what draws came to. Questions, keys, papers and seeds are on no route."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Path, Query, Router, Schema

from zhifa.exams.access import may_see_bank
from zhifa.exams.models import Blueprint, Draw
from zhifa.exams.selectors import bank_counts
from zhifa.exams.selectors.papers import blueprint_by_key, blueprints, draw_by_key
from zhifa.kernel import clock
from zhifa.kernel.errors import NotFound
from zhifa.kernel.web.asking import asker

router = Router(tags=["exams"])
PAGE = 100
Number = Annotated[int, Query(ge=1, le=1_000_000)]
Key = Annotated[str, Path(pattern=r"^[a-zA-Z0-9]+$", max_length=16)]


class BankLineOut(Schema):
    """Questions of one pool, kind and topic: in use, of them usable today."""

    pool: str
    kind: str
    topic: str
    in_use: int
    usable: int


class BankOut(Schema):
    """What the bank holds on a day, in questions."""

    on: date
    lines: list[BankLineOut]


class LineOut(Schema):
    """One line of a blueprint; what is empty, or 0, asks nothing. `law` is an instrument's code."""

    kind: str
    count: int
    topic: str
    difficulty: int
    post: str
    law: str


class BlueprintOut(Schema):
    """A blueprint: points a question by kind, and its lines."""

    key: str
    title: str
    post: str
    points: dict[str, float]
    lines: list[LineOut]
    made_at: datetime
    retired_on: date | None


class BlueprintsOut(Schema):
    """One page of blueprints, those in use first; `total` counts all pages."""

    total: int
    page: int
    pages: int
    blueprints: list[BlueprintOut]


class SpreadOut(Schema):
    """What papers came to: points of full marks, the largest difference in points of 100, the expected scores of the easiest and the
    hardest under declared and observed difficulty; how often a question stands in them, how many two papers share."""

    full: float
    spread: float
    declared: list[float]
    observed: list[float]
    used: int
    never: int
    exposure: list[int]
    overlap_mean: float
    overlap_most: int


class DrawOut(Schema):
    """Papers drawn together for a day; `digest` is a SHA-256 over the frozen papers."""

    key: str
    on: date
    papers: int
    drawn_at: datetime
    digest: str
    report: SpreadOut


class BlueprintWithDrawsOut(BlueprintOut):
    """A blueprint with its last fifty draws, the newest first."""

    draws: list[DrawOut]


@router.get("/bank", response=BankOut, summary=gettext_noop("题库的数量"), url_name="api_exams_bank")
def bank(request: HttpRequest) -> dict[str, Any]:
    """How many questions there are of what; for the district office and its leads, 404 for everybody else."""
    actor, today = asker(request), clock.today()
    if not may_see_bank(actor):
        raise NotFound(_("没有这个页面"))
    return {
        "on": today,
        "lines": [
            {"pool": one.pool, "kind": one.kind, "topic": one.topic, "in_use": one.in_use, "usable": one.usable}
            for one in bank_counts(today)
        ],
    }  # fmt: skip


@router.get(
    "/blueprints", response=BlueprintsOut, summary=gettext_noop("组卷方案"), url_name="api_exams_blueprints"
)
def list_blueprints(request: HttpRequest, page: Number = 1) -> dict[str, Any]:
    """Blueprints, a hundred a page; for the district office, none for everybody else."""
    rows = blueprints(asker(request))
    total = rows.count()
    return {
        "total": total, "page": page, "pages": max(1, -(-total // PAGE)),
        "blueprints": [_blueprint(one) for one in rows[(page - 1) * PAGE : page * PAGE]],
    }  # fmt: skip


@router.get(
    "/blueprints/{key}",
    response=BlueprintWithDrawsOut,
    summary=gettext_noop("一个组卷方案和按它出的卷"),
    url_name="api_exams_blueprint",
)
def one_blueprint(request: HttpRequest, key: Key) -> dict[str, Any]:
    """One blueprint with what its draws came to; 404 when the asker does not see it."""
    found = blueprint_by_key(asker(request), key)
    return {**_blueprint(found), "draws": [_draw(one) for one in found.draws.all()[:50]]}


@router.get(
    "/draws/{key}", response=DrawOut, summary=gettext_noop("一批试卷的报告"), url_name="api_exams_draw"
)
def one_draw(request: HttpRequest, key: Key) -> dict[str, Any]:
    """What one draw came to; 404 when the asker does not see it."""
    return _draw(draw_by_key(asker(request), key))


def _blueprint(one: Blueprint) -> dict[str, Any]:
    names = ("key", "title", "post", "points", "lines", "made_at", "retired_on")
    return {name: getattr(one, name) for name in names}


def _draw(one: Draw) -> dict[str, Any]:
    return {
        "key": one.key, "on": one.on, "papers": one.count, "drawn_at": one.drawn_at, "digest": one.digest, "report": one.report,
    }  # fmt: skip
