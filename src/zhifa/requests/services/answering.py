"""A unit answers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import Fault, NotFound
from zhifa.kernel.quantities import UNITS
from zhifa.ledger.api import Subject, commit_personal, record
from zhifa.people.api import Unit
from zhifa.requests.access import may_answer
from zhifa.requests.errors import AnswerUnreadable, FormIsOut
from zhifa.requests.models import Answer, Field, Form, HandIn
from zhifa.requests.rules.burden import parts_of
from zhifa.requests.selectors import form_by_key
from zhifa.requests.terms import REQUEST, VALUE_MOST, Kind, State

YES, NO = "是", "否"


@transaction.atomic
def hand_in(
    actor: Actor,
    key: str,
    unit: Unit,
    given: Mapping[tuple[int, str], str],
    *,
    minutes: int | None = None,
    now: datetime,
) -> HandIn:
    """Answer in the unit's name; again before the end replaces what was answered. Refused whole, each fault with its field, where
    a value is not of its kind or a required one is missing."""
    form = form_by_key(actor, key)
    if not may_answer(actor, unit) or not form.recipients.filter(pk=unit.pk).exists():
        raise NotFound(_("这张表没有发给这个单位"))
    Form.objects.select_for_update().get(pk=form.pk)
    if form.state != State.ISSUED:
        raise FormIsOut(
            _("这张表现在不收报送"), why=_("它现在是“%(state)s”。") % {"state": form.get_state_display()}
        )
    values = _read(form, list(form.fields.filter(held="")), given)
    handed, _made = HandIn.objects.update_or_create(
        form=form, unit=unit, defaults={"by_words": actor.name, "at": now, "minutes": minutes}
    )
    handed.answers.all().delete()
    Answer.objects.bulk_create(
        Answer(hand_in=handed, field_id=field, part=part, value=value)
        for (field, part), value in values.items()
        if value
    )
    # What people write may name somebody, so that the log commits to it without saying it.
    said = json.dumps(
        [[field, part, value] for (field, part), value in sorted(values.items())], ensure_ascii=False
    )
    facts = {
        "unit": unit.code,
        "answers": len(values),
        "values": commit_personal(f"{REQUEST}:{key}:{unit.code}", said),
    }
    record(actor, "requests.hand_in", Subject(REQUEST, key), facts, now=now)
    return handed


def _read(
    form: Form, fields: Sequence[Field], given: Mapping[tuple[int, str], str]
) -> dict[tuple[int, str], str]:
    values, faults = {}, []
    for field in fields:
        for part in parts_of(field.grain, form.since, form.until):
            words = given.get((field.pk, part), "").strip()
            name = f"{field.fact} {part}".strip()
            if not words:
                if field.required:
                    faults.append(
                        Fault(_("“%(field)s”还没有填") % {"field": name}, field=field_name(field.pk, part))
                    )
                continue
            try:
                values[field.pk, part] = _value(field, words)
            except ValueError as error:
                faults.append(Fault(f"“{name}”", str(error), field=field_name(field.pk, part)))
    if faults:
        raise AnswerUnreadable(
            _("有 %(n)d 处要改") % {"n": len(faults)}, next_step=_("其余的已经保留。"), faults=faults
        )
    return values


def field_name(field_id: int, part: str) -> str:
    """The name of an answer in a form."""
    return f"f{field_id}-{part}" if part else f"f{field_id}"


def _value(field: Field, words: str) -> str:
    """The answer as it is kept; ValueError says in words what it should be."""
    if len(words) > VALUE_MOST:
        raise ValueError(_("太长，最多 %(n)d 个字") % {"n": VALUE_MOST})
    if field.kind == Kind.NUMBER:
        try:
            number = Decimal(words.replace(",", "").replace("，", ""))
        except InvalidOperation:
            raise ValueError(_("要填数字，不带单位")) from None
        decimals = UNITS[field.unit].decimals if field.unit else 2
        if not number.is_finite() or number < 0 or number != number.quantize(Decimal(1).scaleb(-decimals)):
            raise ValueError(_("要填不小于 0 的数，最多 %(n)d 位小数") % {"n": decimals})
        return f"{number.normalize():f}"
    if field.kind == Kind.DAY:
        try:
            return date.fromisoformat(words).isoformat()
        except ValueError:
            raise ValueError(_("要填日期，例如 2018-03-01")) from None
    if field.kind == Kind.YES_NO and words not in (YES, NO):
        raise ValueError(_("要填“是”或“否”"))
    return words
