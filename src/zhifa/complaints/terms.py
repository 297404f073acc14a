"""The words of complaints: kinds, states, moves, limits."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

SUBJECT: Final = "complaint"  # kind of ledger subject; the key is the complaint's number
SENDING_LOCK: Final = 0x5A48_4621  # PostgreSQL advisory lock: "ZHF" and a number of our own
TEXT_PURPOSE: Final = "complaints.text"
CONTACT_PURPOSE: Final = "complaints.contact"
RECEIPT_PURPOSE: Final = "complaints.receipt"
ADDRESS_PURPOSE: Final = "complaints.address"

TEXT_LEAST, TEXT_MOST = 10, 2_000  # characters
CONTACT_MOST = 100
REMARKS_MOST = 400
PER_ADDRESS = 5  # in an hour, from one address
PER_HOUR = 120  # in an hour, from everywhere
HOUR = timedelta(hours=1)
MARKS_KEPT = timedelta(days=1)  # after which nothing tells from which address anything came


class Kind(models.TextChoices):
    """What it is."""

    COMPLAINT = "complaint", _("投诉")
    CORRECTION = "correction", _("纠错")
    SUGGESTION = "suggestion", _("建议")


class State(models.TextChoices):
    """Where it stands."""

    RECEIVED = "received", _("已收到")
    HANDED = "handed", _("已转责任单位")
    ANSWERED = "answered", _("已答复")
    CLOSED = "closed", _("已办结")


class Move(models.TextChoices):
    """What whoever handles it does."""

    ANSWER = "answer", _("答复")
    HAND = "hand", _("转给责任单位")
    GIVE_BACK = "give-back", _("退回区普法办")
    CLOSE = "close", _("不另答复，办结")


OPEN: Final = (State.RECEIVED, State.HANDED)
TONES: Final[dict[str, str]] = {
    State.RECEIVED: "waiting", State.HANDED: "waiting", State.ANSWERED: "done", State.CLOSED: "off",
}  # fmt: skip
