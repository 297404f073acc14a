"""Questions about complaints, asked as someone; and the one question that a receipt number answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhifa.complaints.access import visible_to
from zhifa.complaints.errors import NoSuchReceipt
from zhifa.complaints.models import AnswerTimeRow, Complaint, KeepingRow
from zhifa.complaints.rules.keeping import SHIPPED_KEEPING, KeepingTime, settled_before
from zhifa.complaints.rules.moves import SHIPPED, AnswerTime
from zhifa.complaints.rules.receipts import parts_of
from zhifa.complaints.terms import OPEN, RECEIPT_PURPOSE, State
from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.clock import day_start
from zhifa.kernel.errors import NotFound
from zhifa.kernel.secrecy import keyed_mark


@dataclass(frozen=True)
class Standing:
    """What the bearer of a receipt number reads: never the text, never the contact."""

    kind: str
    state: str
    received_at: datetime
    due_on: date
    with_unit: str
    reply: str
    replied_by: str
    settled_at: datetime | None
    is_erased: bool = False

    @property
    def settled(self) -> bool:
        """Answered or closed."""
        return self.state not in OPEN


def standing_of(receipt: str) -> Standing:
    """Where the complaint with this receipt number stands. Refused (404) for any other number, all alike."""
    parts = parts_of(receipt)
    found = None
    if parts is not None:
        mark = keyed_mark(parts[1], RECEIPT_PURPOSE)
        found = Complaint.objects.select_related("unit").filter(pk=parts[0], receipt_mark=mark).first()
    if found is None:
        raise NoSuchReceipt(
            _("没有这个回执号"),
            next_step=_("请对照回执再输一次，例如 12-7K3M-9QXF-2HWT。"),
            field="receipt",
        )
    return Standing(
        found.get_kind_display(), found.state, found.received_at, found.due_on,
        found.unit.name if found.unit and found.state == State.HANDED else "",
        found.reply or "", found.replied_by, found.settled_at, found.erased_at is not None,
    )  # fmt: skip


def complaints_seen(actor: Actor, *, settled: bool = False) -> QuerySet[Complaint]:
    """Those that the actor handles: open, those due first; or settled, the last first. Without their texts."""
    rows = visible_to(actor).select_related("unit").defer("text", "contact", "reply")
    if settled:
        return rows.exclude(state__in=OPEN).order_by("-settled_at", "-pk")
    return rows.filter(state__in=OPEN).order_by("due_on", "pk")


def waiting_for(actor: Actor) -> QuerySet[Complaint]:
    """Those that wait for the actor: received ones for the office, handed ones for the unit's head."""
    rows = complaints_seen(actor)
    return rows.filter(state=State.RECEIVED) if actor.has_role(Role.OFFICE) else rows


def complaint_by_number(actor: Actor, number: int) -> Complaint:
    """One that the actor handles."""
    found = visible_to(actor).select_related("unit").prefetch_related("steps__unit").filter(pk=number).first()
    if found is None:
        raise NotFound(_("没有这件投诉建议"))
    return found


def answer_time_on(day: date) -> AnswerTime:
    """The time to answer that holds that day."""
    row = AnswerTimeRow.objects.filter(since__lte=day).first()
    return AnswerTime(row.working_days, row.source, row.to_confirm) if row else SHIPPED


def keeping_on(day: date) -> KeepingTime:
    """For how long texts and contacts are kept, as it holds that day."""
    row = KeepingRow.objects.filter(since__lte=day).first()
    return KeepingTime(row.months, row.source, row.to_confirm) if row else SHIPPED_KEEPING


def keeping_rows() -> QuerySet[KeepingRow]:
    """The rows of the keeping time, the last first."""
    return KeepingRow.objects.all()


def kept_long_enough(today: date) -> QuerySet[Complaint]:
    """Settled ones whose keeping time is over and whose texts still stand."""
    before = settled_before(today, keeping_on(today).months)
    return Complaint.objects.filter(erased_at=None, settled_at__lt=day_start(before)).order_by("pk")


def answer_times() -> QuerySet[AnswerTimeRow]:
    """The rows, the last first."""
    return AnswerTimeRow.objects.all()
