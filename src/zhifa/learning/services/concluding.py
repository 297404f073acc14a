"""Closing a class: its one deed is written, with who came."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.deeds.api import CiteDraft, DeedDraft, load_participations, record_deed
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.laws.api import CitationsUnreadable, parse_citations, recited
from zhifa.learning.errors import ClassNotReady
from zhifa.learning.models import TrainingClass
from zhifa.learning.services.attending import rows_of
from zhifa.learning.services.classes import locked, note
from zhifa.learning.terms import CHANNEL, CLASS, SHEET_SOURCE, TRAINING, ClassState


@transaction.atomic
def conclude_class(actor: Actor, key: str, *, now: datetime) -> TrainingClass:
    """The class is over: its deed is recorded once and handed in, its attendances are the count, by sign-in sheet. Refused before
    its last session, and without anybody who came."""
    training = locked(actor, key)
    if training.state != ClassState.OPEN:
        raise ClassNotReady(_("这个班是“%(state)s”") % {"state": training.get_state_display()})
    if training.until is None or training.until > clock.civil_day(now):
        raise ClassNotReady(_("课还没有上完"), next_step=_("请在最后一课之后结班。"))
    rows = rows_of(training)
    if not rows:
        raise ClassNotReady(
            _("还没有签到"), next_step=_("请先录入签到表，或把现场手机上的签到发上来；没有办成的班请取消。")
        )
    deed = record_deed(actor, deed_draft(training), submit=True, now=now)
    load_participations(actor, deed, CHANNEL, SHEET_SOURCE, rows, now=now)
    training.deed, training.state = deed, ClassState.HELD
    training.save(update_fields=["deed", "state"])
    facts = {"deed": deed.key, "times": len(rows), "people": len({row.token for row in rows})}
    note(actor, "learning.conclude_class", training, facts, now=now)
    recited(CLASS, training.key, [], now=now)  # from here on its deed cites
    return training


def deed_draft(training: TrainingClass) -> DeedDraft:
    """The deed of a class: on its last day, without typed counts, which its rows give."""
    assert training.until is not None  # noqa: S101 - a class with sessions has its last day
    return DeedDraft(
        kind=TRAINING, title=training.title, occurred_on=training.until, unit=training.organiser.code,
        audience=training.audience, place=training.place, summary=training.theme, cites=_cites(training),
    )  # fmt: skip


def _cites(training: TrainingClass) -> tuple[CiteDraft, ...]:
    """What the class taught, in the versions of its last day; what cannot be read as of that day stays as it was named."""
    rows = list(training.cited.all())
    assert training.until is not None  # noqa: S101 - as above
    try:
        refs = parse_citations([row.label for row in rows], training.until) if rows else []
    except CitationsUnreadable:
        return tuple(CiteDraft(row.version_id, row.text_id, row.label) for row in rows)
    return tuple(CiteDraft(ref.version_id, ref.provision_text_id, ref.label) for ref in refs)
