"""Publishing, withdrawing, and what becomes of a public thing that changes.

The published text is the reviewed text. A correction with a reason that readers see leaves a thing public, when what it says
now has no classification mark and keeps the office's list; any other change of its text ends its being public at once, and it
goes through the gate again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.accounts.api import Proof
from zhifa.evidence.api import mark_and_words
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, Fault
from zhifa.kernel.registry import PublishableThing
from zhifa.ledger.api import Subject, record_bulk
from zhifa.publishing.errors import MoveNotPossible, TextMovedOn
from zhifa.publishing.models import Publication, PublicationItem
from zhifa.publishing.rules.text import Said
from zhifa.publishing.selectors import kinds, slips_of
from zhifa.publishing.services.reviewing import end_items, locked, move_on, must_be_clear
from zhifa.publishing.terms import SHOWN_FAULTS, SUBJECT, Move, Standing

CHANGED = "内容有改动，重新审核后再公开"


@transaction.atomic
def publish(
    actor: Actor, number: int, *, filing_number: str = "", reason: str = "", proof: Proof, now: datetime
) -> Publication:
    """Show a cleared publication to strangers. Refused: a thing that changed since it was submitted, a classification mark,
    words that the list has taken in since then without a reason."""
    publication = locked(actor, number, Move.PUBLISH, now)
    rows = list(publication.items.order_by("position"))
    things = {thing.key: thing for thing in kinds()[publication.kind].things([row.key for row in rows])}
    moved = [row for row in rows if row.key not in things or _digest(things[row.key]) != row.sha256]
    if moved:
        raise TextMovedOn(
            _("有 %(n)d 条在审核期间变动过，不能发布") % {"n": len(moved)},
            why=_("公开的文本必须是审过的文本。"),
            next_step=_("请退回起草人，按现在的内容重新送审。"),
            faults=[Fault(row.title, row=row.position) for row in moved[:SHOWN_FAULTS]],
        )
    must_be_clear([things[row.key] for row in rows], reason=reason or _reason_given(publication))
    said = Said(remarks=reason.strip(), filing_number=filing_number.strip())
    publication.filing_number, publication.published_at = filing_number.strip(), now
    move_on(actor, publication, Move.PUBLISH, said, proof=proof, now=now)
    publication.items.update(standing=Standing.PUBLIC)
    record_bulk(
        actor,
        "publishing.published",
        Subject(SUBJECT, str(number)),
        [{"kind": row.kind, "key": row.key, "text_sha256": row.sha256} for row in rows],
        {"rows": len(rows)},
        now=now,
        members=[Subject(row.kind, row.key) for row in rows],
    )
    _tell(publication.kind, [row.key for row in rows])
    return publication


@transaction.atomic
def withdraw(
    actor: Actor, number: int, reason: str, *, keys: Sequence[str] = (), proof: Proof, now: datetime
) -> Publication:
    """Take a publication back, or some of its things. Whoever opens the address reads the day and the reason."""
    publication = locked(actor, number, Move.WITHDRAW, now)
    if not reason.strip():
        raise BadInput(_("请写明停止公开的理由"), field="remarks")
    level, around = mark_and_words(reason)
    if level:
        raise BadInput(
            _("理由里有“%(level)s”标志：%(around)s") % {"level": level, "around": around},
            next_step=_("理由会给读者看到，请换一种说法。"),
            field="remarks",
        )
    public = set(publication.items.filter(standing=Standing.PUBLIC).values_list("key", flat=True))
    chosen = [key for key in dict.fromkeys(keys) if key in public] if keys else sorted(public)
    if not chosen:
        raise MoveNotPossible(_("选中的内容已经不在公开"), next_step=_("请刷新页面看最新状态。"))
    said = Said(remarks=reason.strip(), keys=tuple(keys))
    if set(chosen) == public:
        publication.ended_at, publication.end_reason = now, reason.strip()
        move_on(actor, publication, Move.WITHDRAW, said, proof=proof, now=now)
    else:
        state = publication.state
        publication.ended_at, publication.end_reason = now, reason.strip()
        move_on(actor, publication, Move.WITHDRAW, said, proof=proof, now=now)
        publication.state = state  # the rest of the list stays public
        publication.save(update_fields=["state"])
    end_items(publication, chosen, reason.strip(), now)
    _note_ended(actor, publication.kind, chosen, reason.strip(), now)
    return publication


@transaction.atomic
def recheck(
    actor: Actor, kind: str, keys: Iterable[str], *, corrected: bool = False, now: datetime
) -> list[str]:
    """A mechanism tells that it changed things: those whose public text is not the reviewed one any more, and that no
    visible correction explains, cease to be public. Answers their keys."""
    rows = {row.key: row for row in _public_items(kind, keys)}
    if not rows:
        return []
    now_are = {thing.key: thing for thing in kinds()[kind].things(list(rows))}
    stopped = []
    for key, row in rows.items():
        thing = now_are.get(key)
        if thing is not None and (_digest(thing) == row.sha256 or (corrected and _is_clear(thing))):
            continue
        stopped.append(key)
    if stopped:
        _end_rows([rows[key] for key in stopped], CHANGED, now)
        _note_ended(actor, kind, stopped, CHANGED, now)
    return stopped


@transaction.atomic
def end(actor: Actor, kind: str, keys: Iterable[str], reason: str, *, now: datetime) -> list[str]:
    """A mechanism tells that things do not stand any more (a record was taken back): they cease to be public."""
    rows = _public_items(kind, keys)
    if rows:
        _end_rows(rows, reason[:400], now)
        _note_ended(actor, kind, [row.key for row in rows], reason[:400], now)
    return [row.key for row in rows]


def _public_items(kind: str, keys: Iterable[str]) -> list[PublicationItem]:
    rows = PublicationItem.objects.select_for_update().filter(
        kind=kind, key__in=list(keys), standing=Standing.PUBLIC
    )
    return list(rows)


def _end_rows(rows: Sequence[PublicationItem], reason: str, now: datetime) -> None:
    PublicationItem.objects.filter(pk__in=[row.pk for row in rows]).update(
        standing=Standing.ENDED, ended_at=now, end_reason=reason
    )


def _note_ended(actor: Actor, kind: str, keys: Sequence[str], reason: str, now: datetime) -> None:
    """One entry about the things, and the kind's owner hears of it."""
    record_bulk(
        actor,
        "publishing.ended",
        Subject("sheet", f"{kind}-ended"),
        [{"kind": kind, "key": key} for key in keys],
        {"rows": len(keys), "reason": reason},
        now=now,
        members=[Subject(kind, key) for key in keys],
    )
    _tell(kind, keys)


def _tell(kind: str, keys: Sequence[str]) -> None:
    kinds()[kind].changed(keys)


def _digest(thing: PublishableThing) -> str:
    return hashlib.sha256(thing.text.encode()).hexdigest()


def _is_clear(thing: PublishableThing) -> bool:
    return not mark_and_words(thing.text)[0] and not slips_of([thing])


def _reason_given(publication: Publication) -> str:
    """The reason for words left as they are, given when it was submitted in this round."""
    step = publication.steps.filter(move=Move.SUBMIT, round=publication.round).last()
    return step.remarks if step else ""
