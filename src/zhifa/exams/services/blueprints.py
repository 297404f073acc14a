"""Blueprints are kept, changed while nothing was drawn by them, and taken out of use."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.exams.access import may_draw
from zhifa.exams.errors import BankTooPoor, BlueprintRetired, BlueprintUsed
from zhifa.exams.models import Blueprint
from zhifa.exams.rules.assembly import Line
from zhifa.exams.selectors.papers import blueprints, law_titles, list_coverage
from zhifa.exams.terms import (
    BLUEPRINT,
    LINE_MOST,
    LINES_MOST,
    REASON_MOST,
    TITLE_MOST,
    Difficulty,
    Kind,
)
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, NotAllowed, NotFound
from zhifa.ledger.api import Subject, record
from zhifa.people.api import PostClass


@dataclass(frozen=True)
class BlueprintDraft:
    """What the office asks of a paper: points a question by kind, and lines."""

    title: str
    points: Mapping[str, float]
    lines: tuple[Line, ...]
    post: str = ""


@transaction.atomic
def keep_blueprint(actor: Actor, draft: BlueprintDraft, *, now: datetime, after: str = "") -> Blueprint:
    """Keep a blueprint; `after` is the key of the one after which it was written. Refused: none or too many lines, a kind without points,
    a statute that the library does not have."""
    must_draw(actor)
    made = Blueprint(key=secrets.token_hex(8), made_at=now)
    facts = _fill(made, actor, draft)
    made.save()
    record(
        actor,
        "exams.keep_blueprint",
        Subject(BLUEPRINT, made.key),
        {**facts, **({"after": after} if after else {})},
        now=now,
    )
    return made


@transaction.atomic
def change_blueprint(actor: Actor, key: str, draft: BlueprintDraft, *, now: datetime) -> Blueprint:
    """Say a blueprint anew. Refused once papers were drawn by it: they were drawn by what it said."""
    found = locked(actor, key)
    if found.draws.exists():
        raise BlueprintUsed(
            _("已经按这个方案出过卷，不能再改"), next_step=_("照它另写一个新方案，再停用这一个。")
        )
    facts = _fill(found, actor, draft)
    found.save()
    record(actor, "exams.change_blueprint", Subject(BLUEPRINT, key), facts, now=now)
    return found


@transaction.atomic
def retire_blueprint(actor: Actor, key: str, reason: str, *, now: datetime) -> Blueprint:
    """Take a blueprint out of use, for good and for a reason; papers that were drawn by it stay."""
    found = locked(actor, key)
    if not reason.strip():
        raise BadInput(_("请写停用的原因"), field="reason")
    found.retired_on, found.retired_why = clock.civil_day(now), reason.strip()[:REASON_MOST]
    found.save(update_fields=["retired_on", "retired_why"])
    record(actor, "exams.retire_blueprint", Subject(BLUEPRINT, key), {"reason": found.retired_why}, now=now)
    return found


def keep_blueprint_of_list(
    actor: Actor, title: str, post: str, each: int, points: Mapping[str, float], *, now: datetime
) -> tuple[Blueprint, list[tuple[str, int]]]:
    """Keep a blueprint that asks `each` questions on every law of a class of posts' should-know list; answers with it the laws that lack
    questions, and how many there are. Refused: no list in force, not one usable question on it."""
    must_draw(actor)
    lines, gaps = list_coverage(post, clock.civil_day(now), each)
    if not lines:
        raise BankTooPoor(
            _("这类岗位的应知应会清单上，没有一部法律有可用的题") if gaps else _("这类岗位还没有应知应会清单"),
            next_step=_("先补题。") if gaps else _("先在“应知应会清单”里下发。"), field="post",
        )  # fmt: skip
    return keep_blueprint(actor, BlueprintDraft(title, points, tuple(lines), post), now=now), gaps


def locked(actor: Actor, key: str) -> Blueprint:
    """The blueprint, locked against changes and draws; 404 for what the actor may not see, refused when it is out of use."""
    must_draw(actor)
    found = blueprints(actor).select_for_update().filter(key=key).first()
    if found is None:
        raise NotFound(_("没有这个组卷方案"))
    if found.retired_on is not None:
        raise BlueprintRetired(_("这个方案已经停用"), next_step=_("照它另写一个新方案。"))
    return found


def must_draw(actor: Actor) -> None:
    """Refuses all but the office."""
    if not may_draw(actor):
        raise NotAllowed(_("组卷由区普法办来办"))


def _fill(blueprint: Blueprint, actor: Actor, draft: BlueprintDraft) -> dict[str, Any]:
    """Put a sound draft into a blueprint; the facts for the ledger."""
    _must_be_sound(draft)
    kinds = sorted({line.kind for line in draft.lines})
    blueprint.title, blueprint.post = draft.title.strip(), draft.post
    blueprint.points = {kind: draft.points[kind] for kind in kinds}
    blueprint.lines = [asdict(line) for line in draft.lines]
    blueprint.by_words = actor.name
    questions = sum(line.count for line in draft.lines)
    return {"title": blueprint.title, "lines": len(draft.lines), "questions": questions}


def _must_be_sound(draft: BlueprintDraft) -> None:
    if not draft.title.strip() or len(draft.title) > TITLE_MOST:
        raise BadInput(_("请写名称，最多 %(n)d 个字") % {"n": TITLE_MOST}, field="title")
    if not draft.lines or len(draft.lines) > LINES_MOST:
        raise BadInput(_("至少写一行，最多 %(n)d 行") % {"n": LINES_MOST})
    if draft.post and draft.post not in PostClass.values:
        raise BadInput(_("没有这一类岗位"), field="post")
    known = law_titles(draft.lines)
    for line in draft.lines:
        if not 1 <= line.count <= LINE_MOST or line.kind not in Kind.values:
            raise BadInput(_("每行写明题型和题数"))
        if line.difficulty and line.difficulty not in Difficulty.values:
            raise BadInput(_("难度从 1 到 5"))
        if line.post and line.post not in PostClass.values:
            raise BadInput(_("没有这一类岗位"))
        if line.law and line.law not in known:
            raise BadInput(_("法规库里没有这部法律：%(law)s") % {"law": line.law})
        if not draft.points.get(line.kind, 0) > 0:
            raise BadInput(
                _("%(kind)s没有写每题几分") % {"kind": Kind(line.kind).label}, field=f"points_{line.kind}"
            )
