"""A sheet of those who carry law publicity: who stands already is passed over, the rest is tried before it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import Fault, Refusal
from zhifa.kernel.registry import ImportReview, ImportRow
from zhifa.people.models import Backbone, Holding, Unit
from zhifa.people.services.backbone import BackboneDraft, load_backbone

Pairs = list[tuple[ImportRow, BackboneDraft]]


class _TakenBack(Exception):
    """Ends a savepoint that was only a trial."""


def review_backbone(actor: Actor, rows: Sequence[ImportRow]) -> ImportReview:
    """What is wrong with a sheet: exactly what writing it would say."""
    pairs = _new(rows)
    try:
        with transaction.atomic():
            if pairs:
                load_backbone(actor, [draft for _row, draft in pairs], now=clock.now())
            raise _TakenBack
    except _TakenBack:
        return ImportReview()
    except Refusal as refusal:
        found = refusal.faults or (Fault(refusal.what, refusal.next_step, refusal.field, 1),)
        rows_of = [pairs[(fault.row or 1) - 1][0] for fault in found]
        return ImportReview(
            tuple(
                Fault(fault.what, fault.mend, row=row.row, column=fault.field, sheet=row.sheet)
                for fault, row in zip(found, rows_of, strict=True)
            )
        )


def write_backbone(
    actor: Actor,
    rows: Sequence[ImportRow],
    answers: Mapping[tuple[str, int], str],  # noqa: ARG001 - every target is handed the answers
) -> int:
    """Appoint those who do not serve yet."""
    drafts = [draft for _row, draft in _new(rows)]
    return load_backbone(actor, drafts, now=clock.now()) if drafts else 0


def _new(rows: Sequence[ImportRow]) -> Pairs:
    """Drafts of those who are not appointed in that capacity from that day. A name with a unit that holds a post there, or
    that serves there already, is that person; any other name is a new one."""
    held = {
        (name, unit): code
        for name, unit, code in Holding.objects.values_list(
            "person__name", "post__unit__code", "person__code"
        )
    }
    served = Backbone.objects.values_list(
        "person__name", "unit__code", "area__code", "person__code", "kind", "valid_from"
    )
    standing = set()
    for name, unit, area, code, kind, since in served:
        held.setdefault((name, unit or area or ""), code)
        standing.add((code, kind, since))
    pairs: Pairs = []
    for row in rows:
        values = row.values
        unit_code = values["unit"].code if isinstance(values.get("unit"), Unit) else ""
        area_code = values["area"].code if values.get("area") is not None else ""
        person = held.get((values["name"], unit_code or area_code), "")
        since = values.get("valid_from") or clock.today()
        if person and (person, values["kind"], since) in standing:
            continue
        draft = BackboneDraft(
            values["kind"], since, values.get("valid_until"), person=person, name=values["name"],
            unit=unit_code, area=area_code, document=values.get("document", ""), duty=values.get("duty", ""),
        )  # fmt: skip
        pairs.append((row, draft))
    return pairs
