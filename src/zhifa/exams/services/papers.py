"""Blueprints are kept, papers drawn by them and frozen."""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from zhifa.exams.access import may_draw
from zhifa.exams.errors import BankTooPoor
from zhifa.exams.models import Blueprint, Draw, Item, ItemVersion, Paper
from zhifa.exams.rules.assembly import Line, Poor, draw, spread_of, strata_of
from zhifa.exams.rules.papers import digest_of_paper, digest_of_question
from zhifa.exams.selectors import drawable
from zhifa.exams.selectors.papers import blueprint_by_key, candidates, line_words, list_coverage
from zhifa.exams.terms import BLUEPRINT, DRAW, PAPERS_MOST, SPREAD_MOST, TITLE_MOST, Kind, PostClass
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, Fault, NotAllowed
from zhifa.ledger.api import Subject, record

LINES_MOST = 60


@dataclass(frozen=True)
class BlueprintDraft:
    """What the office asks of a paper: points a question by kind, and lines."""

    title: str
    points: Mapping[str, float]
    lines: tuple[Line, ...]
    post: str = ""


@transaction.atomic
def keep_blueprint(actor: Actor, draft: BlueprintDraft, *, now: datetime) -> Blueprint:
    """Keep a blueprint. Refused: none or too many lines, a kind without points."""
    _must_draw(actor)
    if not draft.title.strip() or len(draft.title) > TITLE_MOST:
        raise BadInput(_("请写名称，最多 %(n)d 个字") % {"n": TITLE_MOST}, field="title")
    if not draft.lines or len(draft.lines) > LINES_MOST:
        raise BadInput(_("至少写一行，最多 %(n)d 行") % {"n": LINES_MOST})
    if draft.post and draft.post not in PostClass.values:
        raise BadInput(_("没有这一类岗位"), field="post")
    for line in draft.lines:
        if line.count < 1 or line.kind not in Kind.values:
            raise BadInput(_("每行写明题型和题数"))
        if not draft.points.get(line.kind, 0) > 0:
            raise BadInput(
                _("%(kind)s没有写每题几分") % {"kind": Kind(line.kind).label}, field=f"points_{line.kind}"
            )
    kinds = {line.kind for line in draft.lines}
    made = Blueprint.objects.create(
        key=secrets.token_hex(8), title=draft.title.strip(), post=draft.post, points={kind: draft.points[kind] for kind in sorted(kinds)},
        lines=[asdict(line) for line in draft.lines], by_words=actor.name, made_at=now,
    )  # fmt: skip
    facts = {
        "title": made.title,
        "lines": len(made.lines),
        "questions": sum(line.count for line in draft.lines),
    }
    record(actor, "exams.keep_blueprint", Subject(BLUEPRINT, made.key), facts, now=now)
    return made


def keep_blueprint_of_list(
    actor: Actor, title: str, post: str, each: int, points: Mapping[str, float], *, now: datetime
) -> tuple[Blueprint, list[tuple[str, int]]]:
    """Keep a blueprint that asks `each` questions on every law of a class of posts' should-know list; answers with it the laws that lack
    questions, and how many there are. Refused: no list in force, not one usable question on it."""
    _must_draw(actor)
    lines, gaps = list_coverage(post, clock.civil_day(now), each)
    if not lines:
        raise BankTooPoor(
            _("这类岗位的应知应会清单上，没有一部法律有可用的题") if gaps else _("这类岗位还没有应知应会清单"),
            next_step=_("先补题。") if gaps else _("先在“应知应会清单”里下发。"), field="post",
        )  # fmt: skip
    return keep_blueprint(actor, BlueprintDraft(title, points, tuple(lines), post), now=now), gaps


@transaction.atomic
def draw_papers(actor: Actor, key: str, count: int, on: date, *, now: datetime, seed: str = "") -> Draw:
    """Draw and freeze papers of equal difficulty for an exam on a day. Answers the draw with its report. Refused: a bank too poor, with
    what is missing line by line; fewer different papers than were asked for."""
    _must_draw(actor)
    blueprint = blueprint_by_key(actor, key)
    if not 1 <= count <= PAPERS_MOST:
        raise BadInput(_("份数从 1 到 %(n)d") % {"n": PAPERS_MOST}, field="count")
    if on < clock.civil_day(now):
        raise BadInput(_("考试日期已经过了"), field="on")
    lines = tuple(Line(**line) for line in blueprint.lines)
    asked = tuple(Line(**{**asdict(line), "post": line.post or blueprint.post}) for line in lines)
    versions = {one.pk: one for one in drawable(on)}
    full = sum(blueprint.points[line.kind] * line.count for line in lines)
    seed = seed or secrets.token_hex(16)
    try:
        strata = strata_of(asked, candidates(versions.values()))
        papers = draw(strata, blueprint.points, count, seed, bound=SPREAD_MOST * full / 100)
    except Poor as poor:
        raise _too_poor(poor, asked, count) from poor
    told = spread_of(papers, strata, blueprint.points)
    return _freeze(actor, blueprint, papers, versions, _report(told), on=on, seed=seed, now=now)


def _report(told: Any) -> dict[str, Any]:
    """The spread as it is kept: points rounded to thousandths."""
    return {
        "full": told.full, "spread": round(told.spread, 3), "declared": [round(one, 3) for one in told.declared],
        "observed": [round(one, 3) for one in told.observed], "possible": round(told.papers_possible, 1), "exposure": list(told.exposure),
        "never": told.never, "overlap_mean": round(told.overlap_mean, 2), "overlap_most": told.overlap_most,
    }  # fmt: skip


def _freeze(
    actor: Actor, blueprint: Blueprint, papers: Sequence[Sequence[int]], versions: Mapping[int, ItemVersion], report: Mapping[str, Any], *,
    on: date, seed: str, now: datetime,
) -> Draw:  # fmt: skip
    used = Counter(pk for paper in papers for pk in paper)
    digests = {pk: digest_of_question(versions[pk].question) for pk in used}
    told = [digest_of_paper([digests[pk] for pk in paper], blueprint.points) for paper in papers]
    made = Draw.objects.create(
        key=secrets.token_hex(8), blueprint=blueprint, on=on, seed=seed, count=len(papers), points=blueprint.points,
        lines=blueprint.lines, report={**report, "used": len(used)}, by_words=actor.name, drawn_at=now,
        digest=hashlib.sha256("".join(told).encode()).hexdigest(),
    )  # fmt: skip
    Paper.objects.bulk_create(
        (Paper(draw=made, number=number, versions=list(paper), digest=digest)
         for number, (paper, digest) in enumerate(zip(papers, told, strict=True), start=1)),
        batch_size=2_000,
    )  # fmt: skip
    by_count: dict[int, list[int]] = {}
    for pk, times in used.items():
        by_count.setdefault(times, []).append(versions[pk].item_id)
    for times, items in by_count.items():
        Item.objects.filter(pk__in=items).update(exposure=F("exposure") + times)
    facts = {
        "blueprint": blueprint.key,
        "papers": made.count,
        "on": on,
        "spread_milli": round(report["spread"] * 1000),
        "digest": made.digest,
    }
    record(actor, "exams.draw_papers", Subject(DRAW, made.key), facts, now=now)
    return made


def _too_poor(poor: Poor, lines: Sequence[Line], count: int) -> BankTooPoor:
    if not poor.lacks:
        return BankTooPoor(
            _("按这个方案只能出 %(n)d 份不同的试卷，要 %(count)d 份") % {"n": poor.possible, "count": count},
            next_step=_("补题，减少每份的题数，或者减少份数。"), field="count",
        )  # fmt: skip
    faults = [
        Fault(
            _("%(lines)s：要 %(wanted)d 道，可用的只有 %(there)d 道")
            % {"lines": " + ".join(line_words(lines[number]) for number in lack.lines), "wanted": lack.wanted, "there": lack.there},
            _("再补 %(n)d 道，或减少题数。") % {"n": lack.wanted - lack.there},
        )
        for lack in poor.lacks
    ]  # fmt: skip
    return BankTooPoor(_("题库不够出这份试卷"), faults=faults)


def _must_draw(actor: Actor) -> None:
    if not may_draw(actor):
        raise NotAllowed(_("组卷由区普法办来办"))
