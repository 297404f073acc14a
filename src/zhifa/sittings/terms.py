"""The words of sittings."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

EXAM: Final = "exam"  # what the ledger, search and the gate call an exam that is held
DEED_KIND: Final = "exam"  # of the record that an exam owns
CANDIDATE_SHEET: Final = "exam-candidates"  # the sheet of exemptions and extra time
ATTEMPT: Final = "exam-attempt"
OUTAGE: Final = "exam-outage"
PAPERS: Final = "exam-papers"  # the purpose under which an exam's secret is encrypted at rest
ANSWERS_MOST: Final = 40  # texts in one answer: blanks of a question, letters of a choice
ANSWER_MOST: Final = 4_000  # characters of one text
MINUTES_MOST: Final = 300


class Stage(models.TextChoices):
    """Where an exam stands by its acts; whether it is open is a question of the clock."""

    DRAFT = "draft", _("筹备中")
    ANNOUNCED = "announced", _("已发布")  # candidates and papers are frozen
    PUBLISHED = "published", _("成绩已公布")
    CANCELLED = "cancelled", _("已取消")


class Counted(models.TextChoices):
    """Which of several attempts counts."""

    BEST = "best", _("取最好一次")
    LAST = "last", _("取最后一次")


class MultipleRule(models.TextChoices):
    """How a multiple choice is marked."""

    ALL = "all", _("全对才得分")
    PARTIAL = "partial", _("少选按比例得分，错选不得分")


class Exempt(models.TextChoices):
    """Why somebody on the roster need not sit."""

    LEAVE = "leave", _("病假、产假等请假")
    SECONDED = "seconded", _("借调在外")
    NEW = "new", _("新入职未满期限")
    OTHER = "other", _("其他")


class Ended(models.TextChoices):
    """How an attempt came to its end."""

    HANDED = "handed", _("本人交卷")
    FILE = "file", _("离线交卷文件")
    TIME = "time", _("到时自动收卷")


class Outside(models.TextChoices):
    """What an incident was."""

    OUTAGE = "outage", _("系统中断")
    PLACE = "place", _("考场情况")
    CANDIDATE = "candidate", _("考生情况")


OFFLINE_AFTER: Final = (
    60  # seconds without a sign of life from which an answering candidate counts as offline
)


class Phase(models.TextChoices):
    """Where an announced exam stands by the clock."""

    BEFORE = "before", _("未到时间")
    OPEN = "open", _("正在考")
    AFTER = "after", _("已截止")


class Standing(models.TextChoices):
    """Where a candidate stands at a moment; with several attempts, in the one begun last."""

    WAITING = "waiting", _("未开始")
    ANSWERING = "answering", _("答题中")
    OFFLINE = "offline", _("掉线")
    OVERDUE = "overdue", _("到时未交")
    HANDED = "handed", _("已交卷")
    LATE = "late", _("迟交")
    ABSENT = "absent", _("缺考")
    EXEMPT = "exempt", _("免考")


CERTIFICATE: Final = "exam-certificate"
OBJECTION: Final = "exam-objection"
TALLIES: Final = "sittings.tallies"  # figure sources
RESULTS: Final = "sittings.results"
FEW: Final = "few"  # as what small units stand together where results are told by unit
LOOKS: Final = "certificate-looks"  # the purpose under which addresses that ask about certificates are marked


class Turn(models.IntegerChoices):
    """As what a person marks a written answer."""

    FIRST = 1, _("一评")
    SECOND = 2, _("二评")
    ARBITER = 3, _("仲裁")


class Verdict(models.TextChoices):
    """Where an objection stands."""

    OPEN = "open", _("待答复")
    UPHELD = "upheld", _("成立")
    REJECTED = "rejected", _("不成立")
