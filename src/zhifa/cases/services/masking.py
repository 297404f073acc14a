"""A person decides each span that the machine proposed; what others may read is made from that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.accounts.api import Proof, sign
from zhifa.cases.access import role_for
from zhifa.cases.errors import DecisionMissing
from zhifa.cases.models import Case
from zhifa.cases.rules.spans import KINDS, Decision, Span
from zhifa.cases.rules.text import PARTS, text_from
from zhifa.cases.selectors import decisions_of, masked_text, proposal, words_of_move
from zhifa.cases.services.reviewing import leave, locked
from zhifa.cases.services.writing import must_be_complete
from zhifa.cases.terms import CASE, Move, State
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import Fault, NotAllowed
from zhifa.kernel.wording import clauses
from zhifa.ledger.api import Subject, record


@transaction.atomic
def decide(
    actor: Actor,
    key: str,
    decisions: Sequence[Decision],
    *,
    extra: Sequence[tuple[str, str]] = (),
    now: datetime,
) -> Case:
    """Keep what was decided so far, encrypted beside the original. `extra` are (kind, words) that a person found besides what
    the machine proposes. Refused: one kept without a reason, a replacement that still says what it hides."""
    case = _maskable(actor, key)
    _must_be_sound(decisions)
    case.original.decisions = {
        "spans": [asdict(one) for one in decisions],
        "extra": [list(one) for one in extra],
    }
    case.original.save(update_fields=["decisions"])
    record(actor, "cases.decide", Subject(CASE, key), {**_counted(decisions), "added": len(extra)}, now=now)
    return case


@transaction.atomic
def mask(actor: Actor, key: str, *, proof: Proof, now: datetime) -> Case:
    """Make the anonymous text by what was decided about every span, and hand it to a second person. Refused: a span without a
    decision, a case with something missing or that must not go out."""
    case = _maskable(actor, key)
    role = role_for(actor, case, Move.MASK)
    assert role is not None  # noqa: S101 - asked by _maskable
    words = text_from(case.original.words)
    must_be_complete(case, words, clock.civil_day(now))
    decisions, extra = decisions_of(case)
    _must_be_decided([span for group in proposal(words, extra) for span in group.spans], decisions)
    text = masked_text(words, decisions)
    sign(
        actor, words_of_move(case, Move.MASK, text=text), Subject(CASE, key), role=role, proof=proof, now=now
    )
    for name in PARTS:
        setattr(case, name, getattr(text, name))
    case.more = [asdict(one) for one in text.more]
    case.state, case.masker = State.CHECK, actor.key
    case.save()
    leave(actor, case, Move.MASK, "", facts=_counted(decisions), now=now)
    return case


def _maskable(actor: Actor, key: str) -> Case:
    case = locked(actor, key)
    if case.state != State.MASKING or role_for(actor, case, Move.MASK) is None:
        raise NotAllowed(_("这个案例现在不由您脱敏"), next_step=_("请刷新页面看现在轮到谁。"))
    return case


def _counted(decisions: Sequence[Decision]) -> dict[str, object]:
    """How many of each kind were replaced and kept: all that the ledger says."""
    hidden = Counter(one.span.kind for one in decisions if not one.is_kept)
    kept = Counter(one.span.kind for one in decisions if one.is_kept)
    return {"replaced": dict(sorted(hidden.items())), "kept": dict(sorted(kept.items()))}


def _must_be_decided(spans: Sequence[Span], decisions: Sequence[Decision]) -> None:
    decided = {(one.span.part, one.span.start, one.span.end, one.span.text) for one in decisions}
    left = [one for one in spans if (one.part, one.start, one.end, one.text) not in decided]
    if left:
        raise DecisionMissing(
            _("还有 %(n)d 处没有决定") % {"n": len(left)},
            why=_("每一处都要有人决定：替换，或者写明理由后保留。"),
            next_step=_("请回到脱敏页面，逐处决定。"),
        )
    _must_be_sound(decisions)


def _must_be_sound(decisions: Sequence[Decision]) -> None:
    faults = []
    for one in decisions:
        if one.is_kept and not one.reason.strip():
            told = {"kind": KINDS[one.span.kind]}
            faults.append(Fault(_("保留的%(kind)s没有写理由") % told, _("请写明为什么不用隐去。")))
        elif not one.is_kept and one.span.text in one.replacement:
            faults.append(Fault(_("替换后的文字里还有要隐去的内容"), _("请换一种写法。")))
    if faults:
        raise DecisionMissing(
            _("有 %(n)d 处决定还不完整") % {"n": len(faults)}, why=clauses(one.what for one in faults[:3]),
            next_step=_("保留的要写理由；替换的要写另一种写法。"), faults=faults[:20],
        )  # fmt: skip
