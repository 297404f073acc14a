"""A complaint comes in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from zhifa.complaints.errors import TextOutOfBounds, TooManyComplaints
from zhifa.complaints.models import Complaint, Sending
from zhifa.complaints.rules.receipts import receipt_of
from zhifa.complaints.selectors import answer_time_on
from zhifa.complaints.terms import (
    ADDRESS_PURPOSE,
    CONTACT_MOST,
    HOUR,
    MARKS_KEPT,
    PER_ADDRESS,
    PER_HOUR,
    RECEIPT_PURPOSE,
    SENDING_LOCK,
    SUBJECT,
    TEXT_LEAST,
    TEXT_MOST,
    Kind,
)
from zhifa.kernel.actor import STRANGER
from zhifa.kernel.calendar import add_working_days
from zhifa.kernel.clock import civil_day
from zhifa.kernel.secrecy import keyed_mark
from zhifa.ledger.api import Subject, commit_personal, record
from zhifa.notices.api import working_calendar


@dataclass(frozen=True)
class ComplaintDraft:
    """What somebody wrote. `about` is a path of this site, or empty; `sent_as` the form's own token."""

    kind: str
    text: str
    sent_as: UUID
    about: str = ""
    contact: str = ""


@transaction.atomic
def send_complaint(draft: ComplaintDraft, *, sender: str, now: datetime) -> str:
    """Take it and answer its receipt number; the same form sent again answers the same number.

    It enters the ledger as a stranger's, whoever is signed in: nobody who complains about a burden can be traced by it. The
    entry holds the kind, the page and a commitment to the text. `sender` is the address to count by; of it a keyed mark is
    kept for a day. Refused: a text under 10 or over 2,000 characters, a sixth from one address within an hour, and one
    beyond 120 in an hour from everywhere.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SENDING_LOCK])
    known = Complaint.objects.filter(sent_as=draft.sent_as).only("pk", "sent_as").first()
    if known is not None:
        return _receipt(known)
    text, contact = _checked(draft)
    _count(sender, now)
    day = civil_day(now)
    made = Complaint.objects.create(
        kind=Kind(draft.kind), about=draft.about, text=text, contact=contact or None, sent_as=draft.sent_as, received_at=now,
        due_on=add_working_days(day, answer_time_on(day).working_days, working_calendar()),
    )  # fmt: skip
    receipt = _receipt(made)
    made.receipt_mark = keyed_mark(receipt, RECEIPT_PURPOSE)
    made.save(update_fields=["receipt_mark"])
    facts = {
        "kind": made.kind, "about": draft.about.partition("?")[0],
        "text": commit_personal(f"{SUBJECT}:{made.pk}", text),
    }  # fmt: skip
    record(STRANGER, "complaints.send", Subject(SUBJECT, str(made.pk)), facts, now=now)
    return receipt


def _receipt(complaint: Complaint) -> str:
    """Made anew from the form's token and the home's key; kept nowhere."""
    return receipt_of(complaint.pk, keyed_mark(f"{complaint.pk}:{complaint.sent_as}", RECEIPT_PURPOSE))


def _checked(draft: ComplaintDraft) -> tuple[str, str]:
    text, contact = draft.text.strip(), draft.contact.strip()
    if len(text) < TEXT_LEAST:
        raise TextOutOfBounds(
            _("写得太短，看不出是什么事"),
            next_step=_("请至少写 %(n)s 个字：哪里不对，您希望怎么办。") % {"n": TEXT_LEAST},
            field="text",
        )
    if len(text) > TEXT_MOST or len(contact) > CONTACT_MOST:
        raise TextOutOfBounds(
            _("写得太长，收不下"),
            next_step=_("内容最多 %(n)s 个字，联系方式最多 %(m)s 个字。")
            % {"n": TEXT_MOST, "m": CONTACT_MOST},
            field="text" if len(text) > TEXT_MOST else "contact",
        )
    return text, contact


def _count(sender: str, now: datetime) -> None:
    """Count this sending; the lock of the act makes the count exact."""
    Sending.objects.filter(at__lt=now - MARKS_KEPT).delete()
    mark = keyed_mark(sender, ADDRESS_PURPOSE)
    lately = Sending.objects.filter(at__gt=now - HOUR)
    if lately.filter(mark=mark).count() >= PER_ADDRESS:
        raise TooManyComplaints(
            _("这个网络一小时内已经提交了 %(n)s 件") % {"n": PER_ADDRESS},
            why=_("为了不让机器占满受理的地方，每小时收的件数有限。"),
            next_step=_("写好的内容还在下面，请过一小时再提交；急事请拨打 12348。"),
        )
    if lately.count() >= PER_HOUR:
        raise TooManyComplaints(
            _("这一小时收到的太多了，暂时收不下"),
            next_step=_("写好的内容还在下面，请过一会儿再提交；急事请拨打 12348。"),
        )
    Sending.objects.create(mark=mark, at=now)
