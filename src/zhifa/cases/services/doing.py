"""A published case is work done: it owns one record, written in the transaction that publishes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from zhifa.cases.access import public_cases
from zhifa.cases.models import Case
from zhifa.cases.terms import DEED_KIND
from zhifa.deeds.api import (
    Audience,
    CiteDraft,
    Deed,
    DeedDraft,
    State,
    confirm_deed,
    record_deed,
    withdraw_deed,
)
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.laws.api import CitationsUnreadable, ProvisionText, parse_citations

# The record is confirmed in this name: unit review, second person and the gate's three reviews have looked at the case already.
PUBLISHER = Actor.system("cases", "案例公开时自动登记")
TITLE_MOST = 160
ENDED = "案例不再公开"


def keep_in_step(keys: Sequence[str], *, now: datetime) -> None:
    """Give each of these cases that is public its one record, and take back that of each that is public no more. Called in the
    transaction in which the gate changes what is public. A case that is published anew after a recall is new work: a new record
    takes the place of the old, which stays taken back."""
    cases = Case.objects.select_for_update(of=("self",)).filter(key__in=keys).select_related("unit", "deed")
    public = set(public_cases().filter(key__in=keys).values_list("pk", flat=True))
    for case in cases.prefetch_related("cited"):
        standing = case.deed is not None and case.deed.state != State.WITHDRAWN
        if case.pk in public and not standing:
            case.deed = _recorded(case, now)
            case.save(update_fields=["deed"])
        elif case.pk not in public and standing and case.deed is not None:
            withdraw_deed(PUBLISHER, case.deed.key, ENDED, now=now)


def _recorded(case: Case, now: datetime) -> Deed:
    """The record of a case that went out today: of its unit, for everybody, explaining the law that it cites as far as that still
    says so today."""
    today = clock.civil_day(now)
    draft = DeedDraft(
        kind=DEED_KIND,
        title=case.title[:TITLE_MOST],
        occurred_on=today,
        unit=case.unit.code,
        audience=Audience.PUBLIC,
        summary=case.subtitle,
        cites=tuple(_still_law(case, today)),
    )
    deed = record_deed(PUBLISHER, draft, submit=True, now=now)
    while deed.state == State.SUBMITTED:
        deed = confirm_deed(PUBLISHER, deed.key, now=now)
    return deed


def _still_law(case: Case, today: date) -> Iterator[CiteDraft]:
    """A case cites the law of the day of its decision, a record that of its own day: those citations that say the same on both."""
    for one in case.cited.select_related("text"):
        try:
            found = parse_citations([one.label], today)
        except CitationsUnreadable:
            continue
        now_are = ProvisionText.objects.in_bulk([ref.provision_text_id for ref in found])
        for ref in found:
            held = now_are.get(ref.provision_text_id)
            if ref.version_id == one.version_id or (held and one.text and held.text == one.text.text):
                yield CiteDraft(ref.version_id, ref.provision_text_id, ref.label)
