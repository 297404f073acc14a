"""Units' own power lists come in: entered one by one, or from their sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.duties.access import may_draft, may_manage
from zhifa.duties.models import Power
from zhifa.duties.terms import POWERS
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, Fault, NotAllowed, NotFound, Refusal
from zhifa.kernel.registry import ImportReview, ImportRow
from zhifa.laws.api import CitationBook, CitationRef, CitationsUnreadable, parse_citations
from zhifa.ledger.api import Subject, record
from zhifa.people.api import Unit


@dataclass(frozen=True)
class PowerDraft:
    """A matter of a unit's power list: its unit's code, what it is, of which sort, and the provisions on which it rests as cited."""

    unit: str
    name: str
    sort: str
    cites: tuple[str, ...]


@transaction.atomic
def load_powers(actor: Actor, drafts: Sequence[PowerDraft], *, now: datetime) -> int:
    """Enter matters of power lists, cited as of today; answers how many rows (matter and provision) are new. All or nothing.

    Refused: another unit's list, a citation that cannot be read, a matter without a name or without law."""
    units = {unit.code: unit for unit in Unit.objects.filter(code__in={draft.unit for draft in drafts})}
    allowed = {code for code, unit in units.items() if may_manage(actor) or may_draft(actor, unit)}
    if {draft.unit for draft in drafts} - allowed:
        raise NotAllowed(_("只有本单位的联络员、负责人和区普法办可以登记权责事项"))
    book, today = CitationBook(), clock.civil_day(now)
    faults: list[Fault] = []
    rows = []
    for number, draft in enumerate(drafts, start=1):
        refs = _read(draft, number, today, book, faults)
        rows += [
            Power(
                unit=units[draft.unit], name=draft.name.strip(), sort=draft.sort.strip(), version_id=ref.version_id,
                text_id=ref.provision_text_id, label=ref.label,
            )
            for ref in refs
        ]  # fmt: skip
    if faults:
        raise BadInput(_("有几行权责事项不能登记"), why=_("整批未写入。"), faults=faults)
    before = Power.objects.count()
    Power.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2_000)
    made = Power.objects.count() - before
    facts = {"rows": [[row.unit.code, row.name, row.sort, row.label] for row in rows], "new": made}
    record(actor, "duties.load_powers", Subject(POWERS, ",".join(sorted(units))[:80]), facts, now=now)
    return made


def _read(
    draft: PowerDraft, number: int, today: date, book: CitationBook, faults: list[Fault]
) -> list[CitationRef]:
    if not draft.name.strip():
        faults.append(Fault(_("没有写事项"), _("补上事项名称"), "name", number))
    lines = [line for line in draft.cites if line.strip()]
    if not lines:
        faults.append(Fault(_("没有写法律依据"), _("写到条，例如：《宪法》第二十四条"), "law", number))
    try:
        return parse_citations(lines, today, book=book)
    except CitationsUnreadable as refusal:
        told = refusal.faults or (Fault(refusal.what, refusal.next_step),)
        faults += [Fault(one.what, one.mend, "law", number) for one in told]
        return []


@transaction.atomic
def remove_power(actor: Actor, pk: int, *, now: datetime) -> None:
    """Take a row out of a unit's power list."""
    found = Power.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=pk).first()
    if found is None or not (may_draft(actor, found.unit) or may_manage(actor)):
        raise NotFound(_("没有这个权责事项"))
    facts = {"name": found.name, "label": found.label}
    record(actor, "duties.remove_power", Subject(POWERS, found.unit.code), facts, now=now)
    found.delete()


# Sheets


def review_powers(actor: Actor, rows: Sequence[ImportRow]) -> ImportReview:
    """What is wrong with a sheet of power lists: it is tried and taken back."""
    faults: tuple[Fault, ...] = ()
    try:
        with transaction.atomic():
            load_powers(actor, _drafts(rows), now=clock.now())
            raise _TakenBack
    except _TakenBack:
        pass
    except Refusal as refusal:
        told = refusal.faults or (Fault(refusal.what, refusal.next_step, refusal.field, 1),)
        found = [(one, rows[(one.row or 1) - 1]) for one in told]
        faults = tuple(
            Fault(one.what, one.mend, row=row.row, column=one.field, sheet=row.sheet) for one, row in found
        )
    return ImportReview(faults)


def write_powers(actor: Actor, rows: Sequence[ImportRow], _answers: object) -> int:
    """Bring in the rows that do not stand yet."""
    return load_powers(actor, _drafts(rows), now=clock.now()) if rows else 0


def _drafts(rows: Sequence[ImportRow]) -> list[PowerDraft]:
    return [
        PowerDraft(
            row.values["unit"].code, str(row.values.get("name", "")), str(row.values.get("sort", "")), cites_in(row.values.get("law", "")),
        )
        for row in rows
    ]  # fmt: skip


def cites_in(cell: str) -> tuple[str, ...]:
    """The citations of one cell or field: parted by lines or semicolons."""
    return tuple(
        part.strip() for part in str(cell).replace("；", "\n").replace(";", "\n").splitlines() if part.strip()
    )


class _TakenBack(Exception):
    pass
