"""A form is composed: whom it asks, field by field, and what is said against each question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.clock import civil_day
from zhifa.kernel.errors import NotFound
from zhifa.ledger.api import Subject, record
from zhifa.people.api import Unit
from zhifa.requests.access import may_compose
from zhifa.requests.errors import FormIncomplete, FormIsOut, NoSuchForm
from zhifa.requests.models import Field, Form
from zhifa.requests.selectors import questions
from zhifa.requests.terms import FIELDS_MOST, REASON_LEAST, RECIPIENTS_MOST, REQUEST, State


@dataclass(frozen=True)
class FormDraft:
    """A form's head: its name, what for, about which days, until when, of whom."""

    title: str
    why: str
    since: date
    until: date
    due_on: date
    recipients: Sequence[Unit]


@dataclass(frozen=True)
class FieldDraft:
    """A field as the office writes it; `unit` is the code of a unit of measure, or empty."""

    about: str
    fact: str
    kind: str
    unit: str
    grain: str
    required: bool


@transaction.atomic
def compose_form(actor: Actor, draft: FormDraft, *, now: datetime) -> Form:
    """A new draft. Refused: no name or purpose, days out of order, a deadline that is past, nobody to ask."""
    if not may_compose(actor):
        raise NotFound(_("没有这个页面"))
    _check(draft, civil_day(now))
    form = Form.objects.create(
        title=draft.title.strip(), why=draft.why.strip(), since=draft.since, until=draft.until, due_on=draft.due_on, asked_by=actor.name,
    )  # fmt: skip
    form.recipients.set(draft.recipients)
    record(actor, "requests.compose_form", Subject(REQUEST, form.key), _facts(draft), now=now)
    return form


@transaction.atomic
def change_form(actor: Actor, key: str, draft: FormDraft, *, now: datetime) -> Form:
    """Change a draft's head; what was said against questions stays."""
    form = draft_locked(actor, key)
    _check(draft, civil_day(now))
    form.title, form.why = draft.title.strip(), draft.why.strip()
    form.since, form.until, form.due_on = draft.since, draft.until, draft.due_on
    form.save()
    form.recipients.set(draft.recipients)
    record(actor, "requests.change_form", Subject(REQUEST, key), _facts(draft), now=now)
    return form


@transaction.atomic
def add_field(actor: Actor, key: str, draft: FieldDraft, *, now: datetime) -> Field:
    """One more field. Refused: no fact, the same fact of the same thing twice, too many."""
    form = draft_locked(actor, key)
    fact = draft.fact.strip()
    if not fact:
        raise FormIncomplete(_("请写要什么"), field="fact")
    if form.fields.filter(about=draft.about, fact=fact).exists():
        raise FormIncomplete(_("这张表里已经有这一项"), field="fact")
    if form.fields.count() >= FIELDS_MOST:
        raise FormIncomplete(
            _("一张表最多 %(n)d 项") % {"n": FIELDS_MOST}, next_step=_("请删去不用的，或分成两张表。")
        )
    field = Field.objects.create(
        form=form, about=draft.about, fact=fact, kind=draft.kind, unit=draft.unit, grain=draft.grain, required=draft.required,
    )  # fmt: skip
    facts = {
        "field": field.pk,
        "about": draft.about,
        "fact": fact,
        "kind": draft.kind,
        "unit": draft.unit,
        "grain": draft.grain,
    }
    record(actor, "requests.add_field", Subject(REQUEST, key), facts, now=now)
    return field


@transaction.atomic
def remove_field(actor: Actor, key: str, field_id: int, *, now: datetime) -> None:
    """Take a field out of a draft."""
    field = _field(draft_locked(actor, key), field_id)
    record(
        actor,
        "requests.remove_field",
        Subject(REQUEST, key),
        {"field": field.pk, "fact": field.fact},
        now=now,
    )
    field.delete()


@transaction.atomic
def take_held(actor: Actor, key: str, field_id: int, other: str, *, now: datetime) -> Field:
    """Fill a field in from what the system holds, so that nobody is asked. Refused: a fact that does not stand against the field."""
    form = draft_locked(actor, key)
    field = _field(form, field_id)
    held = {one.other for one in questions(form, [field], civil_day(now))[field.pk] if one.held}
    if other not in held:
        raise NotFound(_("系统里没有可以取用的这一项"))
    field.held = other.removeprefix("held:")
    field.save(update_fields=["held"])
    record(
        actor, "requests.take_held", Subject(REQUEST, key), {"field": field.pk, "held": field.held}, now=now
    )
    return field


@transaction.atomic
def ask_anyway(actor: Actor, key: str, field_id: int, other: str, reason: str, *, now: datetime) -> None:
    """Ask a field although something says the same, with a reason that stays beside it. Refused: no reason, a clause's bar."""
    form = draft_locked(actor, key)
    field = _field(form, field_id)
    every = questions(form, list(form.fields.prefetch_related("overrides")), civil_day(now))[field.pk]
    if other not in {one.other for one in every if not one.bar}:
        raise NotFound(_("这一项没有这个疑问"))
    said = reason.strip()
    if len(said) < REASON_LEAST:
        raise FormIncomplete(
            _("请写明为什么还要再填一遍"),
            next_step=_("至少 %(n)d 个字。") % {"n": REASON_LEAST},
            field="reason",
        )
    field.overrides.update_or_create(
        other=other, defaults={"reason": said, "by_words": actor.name, "at": now}
    )
    facts = {"field": field.pk, "other": other, "reason": said}
    record(actor, "requests.ask_anyway", Subject(REQUEST, key), facts, now=now)


def draft_locked(actor: Actor, key: str) -> Form:
    """The draft of that key, locked for a change."""
    form = Form.objects.select_for_update().filter(key=key).first() if may_compose(actor) else None
    if form is None:
        raise NoSuchForm(_("没有这张填报表"))
    if form.state != State.DRAFT:
        raise FormIsOut(_("已经下发的表不能再改"), next_step=_("可以撤回后另建一张，已报送的内容会保留。"))
    return form


def _field(form: Form, field_id: int) -> Field:
    field = form.fields.filter(pk=field_id).first()
    if field is None:
        raise NotFound(_("表里没有这一项"))
    return field


def _check(draft: FormDraft, today: date) -> None:
    for field, words in (("title", draft.title), ("why", draft.why)):
        if not words.strip():
            raise FormIncomplete(_("请填写这一项"), field=field)
    if draft.until < draft.since:
        raise FormIncomplete(_("数据时段的终日早于始日"), field="until")
    if draft.due_on < today:
        raise FormIncomplete(_("报送期限已经过了"), field="due_on")
    if not draft.recipients:
        raise FormIncomplete(_("请选由谁填报"), field="groups")
    if len(draft.recipients) > RECIPIENTS_MOST:
        raise FormIncomplete(_("一张表最多下发 %(n)d 个单位") % {"n": RECIPIENTS_MOST}, field="groups")


def _facts(draft: FormDraft) -> dict[str, object]:
    return {
        "title": draft.title.strip(), "since": draft.since, "until": draft.until, "due_on": draft.due_on,
        "recipients": sorted(unit.code for unit in draft.recipients),
    }  # fmt: skip
