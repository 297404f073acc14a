"""Papers are drawn by blueprints and frozen."""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from zhifa.exams.errors import BankTooPoor
from zhifa.exams.models import Blueprint, Draw, Item, ItemVersion, Paper
from zhifa.exams.rules.assembly import Line, Poor, draw, spread_of, strata_of
from zhifa.exams.rules.papers import digest_of_paper, digest_of_question
from zhifa.exams.selectors import drawable
from zhifa.exams.selectors.papers import candidates, lack_faults, lines_of, list_held
from zhifa.exams.services.blueprints import locked
from zhifa.exams.terms import DRAW, PAPERS_MOST, SPREAD_MOST
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput
from zhifa.ledger.api import Subject, record


@transaction.atomic
def draw_papers(actor: Actor, key: str, count: int, on: date, *, now: datetime, seed: str = "") -> Draw:
    """Draw and freeze papers of equal difficulty for an exam on a day. Answers the draw with its report. Refused: a bank too poor, with
    what is missing line by line; fewer different papers than were asked for."""
    blueprint = locked(actor, key)
    if not 1 <= count <= PAPERS_MOST:
        raise BadInput(_("份数从 1 到 %(n)d") % {"n": PAPERS_MOST}, field="count")
    if on < clock.civil_day(now):
        raise BadInput(_("考试日期已经过了"), field="on")
    asked = lines_of(blueprint)
    versions = {one.pk: one for one in drawable(on)}
    full = sum(blueprint.points[line.kind] * line.count for line in asked)
    seed = seed or secrets.token_hex(16)
    try:
        strata = strata_of(asked, candidates(versions.values()))
        papers = draw(strata, blueprint.points, count, seed, bound=SPREAD_MOST * full / 100)
    except Poor as poor:
        raise _too_poor(poor, asked, count) from poor
    told = _report(spread_of(papers, strata, blueprint.points))
    told |= {"listed": list_held(blueprint.post, on, papers)} if blueprint.post else {}
    return _freeze(actor, blueprint, papers, versions, told, on=on, seed=seed, now=now)


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
    return BankTooPoor(_("题库不够出这份试卷"), faults=lack_faults(poor.lacks, lines))
