"""Verdicts level by level, closing of counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.deeds.access import may_confirm, may_confirm_many
from zhifa.deeds.errors import DeedNotWaiting, OwnDeedNotConfirmed, ReasonMissing
from zhifa.deeds.models import Confirmation, Deed
from zhifa.deeds.rules.confirming import level_after, levels_passed
from zhifa.deeds.services.recording import locked
from zhifa.deeds.services.writing import days_changed, note_served, subject_of
from zhifa.deeds.terms import Level, State
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotAllowed
from zhifa.ledger.api import Subject, record, record_bulk
from zhifa.people.api import UnitKind
from zhifa.search.api import touch


@transaction.atomic
def confirm_deed(actor: Actor, key: str, *, now: datetime) -> Deed:
    """Confirm at the level for which the deed waits; its counts close, and the last level lets it reach figures.

    They close with the first verdict: nobody may change what another has vouched for.
    """
    deed = _waiting(actor, key)
    level = deed.waits_for
    following = level_after(level, by_community=by_community(deed))
    _note(actor, deed, confirmed=True, remarks="", now=now)
    deed.closed_at = deed.closed_at or now
    if following is None:
        deed.state, deed.waits_for, deed.confirmed_at = State.CONFIRMED, "", now
    else:
        deed.waits_for = following
    deed.save(update_fields=["state", "waits_for", "confirmed_at", "closed_at"])
    record(
        actor, "deeds.confirm_deed", subject_of(deed), {"level": level, "final": following is None}, now=now
    )
    if following is None:
        note_served([deed.pk])
        days_changed([deed.occurred_on])
    touch("deed", [deed.key])
    return deed


@transaction.atomic
def return_deed(actor: Actor, key: str, remarks: str, *, now: datetime) -> Deed:
    """Send a deed back to whoever recorded it, saying what to mend; counts that had closed open again for that."""
    deed = _waiting(actor, key)
    if not remarks.strip():
        raise ReasonMissing(_("请写明哪里需要改"), field="remarks")
    level = deed.waits_for
    _note(actor, deed, confirmed=False, remarks=remarks.strip(), now=now)
    facts = {"level": level, "remarks": remarks.strip(), "opened_again": deed.closed_at is not None}
    deed.state, deed.waits_for, deed.closed_at = State.RETURNED, "", None
    deed.save(update_fields=["state", "waits_for", "closed_at"])
    record(actor, "deeds.return_deed", subject_of(deed), facts, now=now)
    return deed


@transaction.atomic
def confirm_deeds(
    actor: Actor, keys: Sequence[str] | None = None, *, until: Level = Level.DISTRICT, now: datetime
) -> int:
    """Confirm many at once (None: all that wait) up to a level, one entry: the district office's bulk door.

    The office confirms what waits for it and was not recorded by the actor; the rest is left as it is. The program itself
    passes every level on the way and notes each. Answers how many were confirmed.
    """
    if not (actor.is_system or may_confirm_many(actor)):
        raise NotAllowed(_("只有区普法办可以成批确认"))
    waiting = Deed.objects.filter(state=State.SUBMITTED)
    if not actor.is_system:
        waiting = waiting.filter(waits_for=Level.DISTRICT).exclude(recorder_id=actor.account_id)
    if keys is not None:
        waiting = waiting.filter(key__in=keys)
    rows = waiting.select_for_update(of=("self",)).select_related("unit")
    passed = {deed: levels_passed(deed.waits_for, until, by_community=by_community(deed)) for deed in rows}
    passed = {deed: levels for deed, levels in passed.items() if levels}
    if passed:
        _pass(actor, passed, "deeds.confirm_deeds" if until == Level.DISTRICT else "deeds.pass_deeds", now)
    return len(passed)


def _pass(actor: Actor, passed: Mapping[Deed, Sequence[Level]], act: str, now: datetime) -> None:
    """Note the verdicts of each deed, move each on, one entry for all."""
    by_words = words_of(actor, may_confirm_many)
    Confirmation.objects.bulk_create(
        (
            Confirmation(deed=deed, level=level, confirmed=True, by=actor.key, by_words=by_words, at=now)
            for deed, levels in passed.items()
            for level in levels
        ),
        batch_size=5_000,
    )
    ends: dict[str, list[Deed]] = defaultdict(list)
    for deed, levels in passed.items():
        ends[level_after(levels[-1], by_community=by_community(deed)) or ""].append(deed)
    for following, deeds in ends.items():
        chosen = Deed.objects.filter(pk__in=[deed.pk for deed in deeds])
        chosen.filter(closed_at=None).update(closed_at=now)
        if following:
            chosen.update(waits_for=following)
        else:
            chosen.update(state=State.CONFIRMED, waits_for="", confirmed_at=now)
    facts = [{"deed": deed.key, "levels": list(levels)} for deed, levels in passed.items()]
    record_bulk(
        actor, act, Subject("sheet", "confirmations"), facts, {"rows": len(facts)}, now=now,
        members=[subject_of(deed) for deed in passed],
    )  # fmt: skip
    if final := ends[""]:
        note_served([deed.pk for deed in final])
        days_changed({deed.occurred_on for deed in final})
    touch("deed", None)


@transaction.atomic
def close_counts(actor: Actor, *, now: datetime) -> int:
    """Close the counts of everything handed in: runs by itself each evening. Afterwards a change is a correction.

    What was confirmed is closed already, with the first verdict on it.
    """
    keys = list(
        Deed.objects.filter(state=State.SUBMITTED, closed_at=None)
        .select_for_update()
        .values_list("key", flat=True)
    )
    if keys:
        Deed.objects.filter(key__in=keys).update(closed_at=now)
        record_bulk(
            actor, "deeds.close_counts", Subject("day", now.date().isoformat()), [{"deed": key} for key in keys],
            {"rows": len(keys)}, now=now, members=[Subject("deed", key) for key in keys],
        )  # fmt: skip
    return len(keys)


def by_community(deed: Deed) -> bool:
    """Whether a community did it: then its street confirms too."""
    return deed.unit.kind == UnitKind.COMMUNITY


def words_of(actor: Actor, allowed: Callable[[Actor], bool]) -> str:
    """Who did it, in words as they stood: name, and for whom when only that one's post allows it."""
    standing_in = actor.stands_in_for(allowed)
    return f"{actor.name}（代{standing_in}）" if standing_in else actor.name


def _waiting(actor: Actor, key: str) -> Deed:
    """The locked deed, when it waits for this actor's verdict."""
    deed = locked(actor, key)
    if deed.state != State.SUBMITTED:
        raise DeedNotWaiting(
            _("这条记录是“%(state)s”，不在等待确认") % {"state": deed.get_state_display()},
            next_step=_("请刷新页面看最新状态。"),
        )
    if not may_confirm(actor, deed):
        raise NotAllowed(_("这条记录等待%(level)s确认") % {"level": deed.get_waits_for_display()})
    if actor.account_id is not None and deed.recorder_id == actor.account_id:
        raise OwnDeedNotConfirmed(_("自己记录的不能由自己确认"), next_step=_("请由本单位另一位负责人确认。"))
    return deed


def _note(actor: Actor, deed: Deed, *, confirmed: bool, remarks: str, now: datetime) -> None:
    Confirmation.objects.create(
        deed=deed, level=deed.waits_for, confirmed=confirmed, remarks=remarks, by=actor.key,
        by_words=words_of(actor, lambda one: may_confirm(one, deed)), at=now,
    )  # fmt: skip
