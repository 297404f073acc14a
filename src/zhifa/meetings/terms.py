"""The words of meetings: states, seats, outcomes, proofs."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

SERIES: Final = (
    "meeting-series"  # kinds of ledger subjects; a meeting's key is the series' code and its number
)
MEETING: Final = "meeting"
ACTION: Final = "action-item"
MATTER: Final = "meeting-matter"
MOST_NAMED: Final = 5  # records that a verdict names before it counts the rest


class Part(models.TextChoices):
    """A unit's part in a conference."""

    CONVENOR = "convenor", _("召集单位")
    DEPUTY = "deputy", _("副召集单位")
    MEMBER = "member", _("成员单位")


class MeetingKind(models.TextChoices):
    """Whether all members sit or some."""

    PLENARY = "plenary", _("全体会议")
    PARTIAL = "partial", _("部分成员会议")


class MeetingState(models.TextChoices):
    """Where a meeting stands."""

    PREPARING = "preparing", _("准备中")
    CALLED = "called", _("已通知")
    HELD = "held", _("已召开，待出纪要")
    CIRCULATED = "circulated", _("纪要会签中")
    ISSUED = "issued", _("纪要已签发")
    CANCELLED = "cancelled", _("已取消")


class Seat(models.TextChoices):
    """How a unit attended; before the meeting, how it says that it will."""

    PRESENT = "present", _("出席")
    DELEGATE = "delegate", _("委托出席")
    APOLOGY = "apology", _("请假")
    ABSENT = "absent", _("缺席")


ANSWERS: Final = (Seat.PRESENT, Seat.DELEGATE, Seat.APOLOGY)
ATTENDED: Final = (Seat.PRESENT, Seat.DELEGATE)


class MatterState(models.TextChoices):
    """Where a matter stands; open ones are on a running agenda or in the backlog, never nowhere."""

    OPEN = "open", _("待议")
    DONE = "done", _("已议定")
    WITHDRAWN = "withdrawn", _("已撤销")


class Outcome(models.TextChoices):
    """What a meeting did with a matter."""

    DECIDED = "decided", _("议定，转督办")
    NOTED = "noted", _("听取，不另督办")
    CARRIED = "carried", _("下次会议再议")
    WITHDRAWN = "withdrawn", _("撤销议题")


class Proof(models.TextChoices):
    """By what an action item will be shown to be done."""

    FIGURE = "figure", _("数字达到")
    DEEDS = "deeds", _("有履职记录")
    DOCUMENT = "document", _("有公开的信息")
    WORD = "word", _("凭单位说明，无其他证明")


class ActionState(models.TextChoices):
    """Where an action item stands."""

    OPEN = "open", _("办理中")
    PROVEN = "proven", _("办结，有证明")
    WORD = "word", _("办结，凭说明")
    RETURNED = "returned", _("逾期未证明，已退回议程")
    DROPPED = "dropped", _("不再办理")
