"""Clauses and times to answer are kept as dated rows."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, NotFound
from zhifa.ledger.api import Subject, record
from zhifa.requests.access import may_compose
from zhifa.requests.models import Clause, FieldTime
from zhifa.requests.terms import Rule


@transaction.atomic
def settle_clause(
    actor: Actor, number: int | None, *, rule: str, place: str, words: str, source: str, since: date, until: date | None,
    to_confirm: bool, now: datetime,
) -> Clause:  # fmt: skip
    """Keep a clause, or change the one of that number. Refused: no words or source, days out of order."""
    if not may_compose(actor):
        raise NotFound(_("没有这个页面"))
    if rule not in Rule.values:
        raise BadInput(_("没有这条规则"), field="rule")
    for field, said in (("words", words), ("source", source)):
        if not said.strip():
            raise BadInput(_("请填写这一项"), field=field)
    if until is not None and until < since:
        raise BadInput(_("失效日早于生效日"), field="until")
    row = Clause.objects.filter(pk=number).first() if number is not None else Clause()
    if row is None:
        raise NotFound(_("没有这一条"))
    values = {
        "rule": rule, "place": place.strip(), "words": words.strip(), "source": source.strip(), "since": since, "until": until,
        "to_confirm": to_confirm,
    }  # fmt: skip
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    record(actor, "requests.settle_clause", Subject("request-clause", str(row.pk)), values, now=now)
    return row


@transaction.atomic
def settle_time(
    actor: Actor, *, kind: str, since: date, seconds: int, basis: str, source: str, now: datetime
) -> FieldTime:
    """From a day on a field of the kind takes so many seconds; forms that are out keep their minutes."""
    if not may_compose(actor):
        raise NotFound(_("没有这个页面"))
    if not 1 <= seconds <= 3600:
        raise BadInput(_("要在 1 到 3600 秒之间"), field="seconds")
    if not source.strip():
        raise BadInput(_("请写明怎么来的"), field="source")
    values = {"seconds": seconds, "basis": basis, "source": source.strip()}
    row, _made = FieldTime.objects.update_or_create(kind=kind, since=since, defaults=values)
    facts = {"kind": kind, "since": since, **values}
    record(actor, "requests.settle_time", Subject("request-time", kind), facts, now=now)
    return row
