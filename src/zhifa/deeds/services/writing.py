"""How a deed's rows are written: one home for recording, loading and correcting."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from zhifa.deeds.models import Cited, Count, Credit, Deed, Served
from zhifa.deeds.rules.counting import CountDraft
from zhifa.deeds.rules.drafts import DeedDraft
from zhifa.deeds.selectors import use_of
from zhifa.deeds.terms import DEED, CreditRole, State
from zhifa.figures.api import touch as figures_touch
from zhifa.kernel import clock
from zhifa.kernel.registry import DeedKind, FigureSource, Purpose, offered
from zhifa.laws.api import recited
from zhifa.ledger.api import Subject
from zhifa.people.api import Area, Unit


def kinds() -> Mapping[str, DeedKind]:
    """The kinds of deeds that mechanisms own, by code."""
    return {kind.code: kind for kind in offered(DeedKind)}


def days_changed(days: Iterable[date]) -> None:
    """Tell figures that deeds of these days began, ceased or changed to count: every source whose day is a deed's."""
    wanted = set(days)
    for source in offered(FigureSource):
        if source.day_field.rpartition("__")[2] == "occurred_on":
            figures_touch(source.code, wanted)


def note_served(deed_ids: Sequence[int]) -> None:
    """Write anew what these deeds serve, by the rules that the mechanisms above offer; each hears behind which of its keys
    the deeds changed."""
    moved = _keys_served(deed_ids)
    Served.objects.filter(deed_id__in=deed_ids).delete()
    rows = [
        Served(deed_id=pk, purpose=match.purpose, code=match.key, sort=match.kind)
        for purpose in offered(Purpose)
        for pk, matches in purpose.match(deed_ids).items()
        for match in matches
    ]
    Served.objects.bulk_create(rows, batch_size=5_000, ignore_conflicts=True)
    for row in rows:
        moved[row.purpose].add(row.code)
    _tell_settled(moved)


def note_no_longer_counts(deed_ids: Sequence[int]) -> None:
    """Deeds that were confirmed count no more: what they served hears so."""
    _tell_settled(_keys_served(deed_ids))


def _keys_served(deed_ids: Sequence[int]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for purpose, code in Served.objects.filter(deed_id__in=deed_ids).values_list("purpose", "code"):
        found[purpose].add(code)
    return found


def _tell_settled(moved: Mapping[str, set[str]]) -> None:
    for purpose in offered(Purpose):
        if keys := moved.get(purpose.kind):
            purpose.settled(keys)


def subject_of(deed: Deed) -> Subject:
    """The deed as the ledger and evidence know it."""
    return Subject("deed", deed.key)


def new_deed(draft: DeedDraft, unit: Unit, area: Area | None, *, recorder: int | None, now: datetime) -> Deed:
    """An unsaved deed from a checked draft."""
    return Deed(
        key=secrets.token_hex(8), kind=draft.kind, title=draft.title.strip(), occurred_on=draft.occurred_on,
        unit=unit, area=area, place=draft.place, audience=draft.audience, summary=draft.summary,
        is_opening=draft.is_opening, reported_on=draft.reported_on or clock.civil_day(now), entered_at=now,
        recorder_id=recorder, client_key=draft.client_key or None,
    )  # fmt: skip


def credits_of(deed: Deed, draft: DeedDraft, units: Mapping[str, Unit]) -> list[Credit]:
    """The unsaved credits of a deed: its organiser first, then the others as drafted."""
    rows = [Credit(deed=deed, unit=deed.unit, role=CreditRole.ORGANISER)]
    return rows + [Credit(deed=deed, unit=units[row.unit], role=row.role) for row in draft.credits]


def cited_of(deed: Deed, draft: DeedDraft) -> list[Cited]:
    """The unsaved citations of a deed."""
    return [
        Cited(deed=deed, version_id=row.version, text_id=row.text, label=row.label) for row in draft.cites
    ]


def counts_of(deed: Deed, draft: DeedDraft) -> list[Count]:
    """The unsaved counts of a deed."""
    return [
        Count(
            deed=deed, measure=row.measure, channel=row.channel, source=row.source, value=row.value,
            method=row.method, read_on=row.read_on or draft.occurred_on, is_final=row.is_final,
        )
        for row in draft.counts
    ]  # fmt: skip


def draft_facts(draft: DeedDraft) -> dict[str, Any]:
    """What the ledger keeps of a draft: every field that a figure may rest on; counts that still grow stand apart."""
    return {
        "kind": draft.kind,
        "title": draft.title.strip(),
        "occurred_on": draft.occurred_on.isoformat(),
        "reported_on": draft.reported_on.isoformat() if draft.reported_on else None,
        "unit": draft.unit,
        "area": draft.area,
        "audience": draft.audience,
        "opening": draft.is_opening,
        "credits": [[row.unit, row.role] for row in draft.credits],
        "counts": count_rows(draft.counts, final=True),
        "arriving": count_rows(draft.counts, final=False),
        "cites": [row.label for row in draft.cites],
    }


def count_rows(rows: Iterable[Count | CountDraft], *, final: bool) -> list[list[Any]]:
    """The counts that are final, or those that still grow, as the ledger keeps them."""
    return [
        [row.measure, row.channel, row.source, row.value, row.method] for row in rows if row.is_final is final
    ]


def rematch(since: date, until: date | None) -> int:
    """Write anew what the confirmed deeds of a window serve, after a purpose changed; answers how many were looked at."""
    chosen = Deed.objects.filter(confirmed_at__isnull=False, occurred_on__gte=since)
    if until is not None:
        chosen = chosen.filter(occurred_on__lte=until)
    rows = list(chosen.values_list("pk", "occurred_on"))
    note_served([pk for pk, _ in rows])
    days_changed({day for _, day in rows})
    return len(rows)


def recite(deed: Deed, *, now: datetime) -> None:
    """Tell the law library what the deed cites now: nothing, once it was withdrawn."""
    rows = deed.cited.select_related("deed__unit") if deed.state != State.WITHDRAWN else ()
    recited(DEED, deed.key, [use_of(row) for row in rows], now=now)
