"""Past oaths from a sheet: each row an appointee, with the oath where one was taken."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import Fault, Refusal
from zhifa.kernel.registry import ImportReview, ImportRow
from zhifa.plans.models import Oath
from zhifa.plans.services.oaths import AppointeeDraft, OathDraft, enter_appointee, record_oath
from zhifa.plans.terms import OathForm

COLUMN_OF = {"who": "name"}  # where a fault of the page's own field stands in a sheet


def review_oaths(actor: Actor, rows: Sequence[ImportRow]) -> ImportReview:
    """What is wrong, row by row: each is tried, then all are taken back."""
    faults: list[Fault] = []
    with transaction.atomic():
        for row in rows:
            try:
                with transaction.atomic():
                    _enter(actor, row)
            except Refusal as refusal:
                told = refusal.faults or (Fault(refusal.what, refusal.next_step, refusal.field),)
                faults += [
                    Fault(
                        one.what,
                        one.mend,
                        row=row.row,
                        column=COLUMN_OF.get(one.field, one.field),
                        sheet=row.sheet,
                    )
                    for one in told
                ]
        transaction.set_rollback(True)
    return ImportReview(tuple(faults))


@transaction.atomic
def write_oaths(actor: Actor, rows: Sequence[ImportRow], _answers: object) -> int:
    """Bring in what does not stand yet; answers the number of rows that brought something."""
    return sum(_enter(actor, row) for row in rows)


def _enter(actor: Actor, row: ImportRow) -> bool:
    """One row: the appointment unless it stands, the oath unless it is recorded."""
    told = row.values
    draft = AppointeeDraft(
        told["name"], told["unit"].code, told["office"], told["appointed_on"], told["appointed_by"]
    )
    standing = Oath.objects.filter(
        name=draft.name, unit=told["unit"], office=draft.office, appointed_on=draft.appointed_on
    ).first()
    now = clock.now()
    if standing is None:
        oath = enter_appointee(actor, draft, now=now)
    elif standing.sworn_on or "sworn_on" not in told:
        return False
    else:
        oath = standing
    if "sworn_on" in told:
        form = told.get("form") or (OathForm.TOGETHER if told.get("led_by") else OathForm.ALONE)
        sworn = OathDraft(
            told["sworn_on"], form, told.get("witness", ""), told.get("led_by", ""), told.get("place", "")
        )
        record_oath(actor, [oath.pk], sworn, now=now)
    return True
