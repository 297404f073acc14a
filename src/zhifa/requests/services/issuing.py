"""A form goes out, ends, or is withdrawn."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.figures.api import touch
from zhifa.kernel.actor import Actor
from zhifa.kernel.clock import civil_day
from zhifa.kernel.errors import Fault
from zhifa.ledger.api import Subject, record
from zhifa.requests.access import may_compose
from zhifa.requests.errors import FieldBarred, FormIncomplete, FormIsOut, NoSuchForm, QuestionOpen
from zhifa.requests.models import Asked, Form
from zhifa.requests.rules.burden import minutes_of, parts_of
from zhifa.requests.selectors import fields_of, questions, seconds_on
from zhifa.requests.services.composing import draft_locked
from zhifa.requests.terms import MOVES, REQUEST, State
from zhifa.search.api import touch as search_touch

ASKED = "requests.asked"  # the source of figures


@transaction.atomic
def issue_form(actor: Actor, key: str, *, now: datetime) -> Form:
    """Send a draft out: from then on it waits for each unit, and what it asks of them in minutes is fixed.

    Refused: no field at all, a field that a clause bars, a question that nobody answered; each fault names its field."""
    form = draft_locked(actor, key)
    today = civil_day(now)
    fields = fields_of(form)
    if not fields:
        raise FormIncomplete(_("表里还没有一项"), next_step=_("请先加上要填的内容。"))
    against = questions(form, fields, today)
    barred = [
        Fault(f"“{field.fact}”", one.because) for field in fields for one in against[field.pk] if one.bar
    ]
    if barred:
        raise FieldBarred(_("有的项按规定不能要"), next_step=_("请删去这些项，或改成不强制。"), faults=barred)
    open_ = [
        Fault(f"“{field.fact}”", one.because) for field in fields for one in against[field.pk] if one.is_open
    ]
    if open_:
        raise QuestionOpen(
            _("有 %(n)d 处疑问还没有处理") % {"n": len(open_)}, next_step=_("请取用系统里已有的，或写明为什么还要再填。"), faults=open_,
        )  # fmt: skip
    form.state, form.issued_at, form.asked_by = State.ISSUED, now, actor.name
    form.save(update_fields=["state", "issued_at", "asked_by"])
    seconds, is_estimate = seconds_on(today)
    asked = [field for field in fields if not field.held]
    minutes = minutes_of(
        [(one.kind, len(parts_of(one.grain, form.since, form.until))) for one in asked], seconds
    )
    Asked.objects.bulk_create(
        Asked(form=form, unit=unit, day=today, fields=len(asked), minutes=minutes, is_estimate=is_estimate)
        for unit in form.recipients.all()
    )
    facts = {
        "fields": len(asked),
        "held": len(fields) - len(asked),
        "minutes": str(minutes),
        "estimate": is_estimate,
    }
    record(actor, "requests.issue_form", Subject(REQUEST, key), facts, now=now)
    touch(ASKED, [today])
    search_touch(REQUEST, [key])
    return form


@transaction.atomic
def close_form(actor: Actor, key: str, *, now: datetime) -> Form:
    """End it: nobody answers any more, what came in stays."""
    return _move(actor, key, State.CLOSED, "requests.close_form", now)


@transaction.atomic
def withdraw_form(actor: Actor, key: str, *, now: datetime) -> Form:
    """Take it back as one that should not have gone out; what it asked no longer counts."""
    form = _move(actor, key, State.WITHDRAWN, "requests.withdraw_form", now)
    touch(ASKED, form.asked.values_list("day", flat=True))
    return form


def _move(actor: Actor, key: str, state: State, act: str, now: datetime) -> Form:
    form = Form.objects.select_for_update().filter(key=key).first() if may_compose(actor) else None
    if form is None:
        raise NoSuchForm(_("没有这张填报表"))
    if state not in MOVES[form.state]:
        raise FormIsOut(_("这张表现在是“%(state)s”，不能这样办") % {"state": form.get_state_display()})
    form.state = state
    form.save(update_fields=["state"])
    record(actor, act, Subject(REQUEST, key), {}, now=now)
    search_touch(REQUEST, [key])
    return form
