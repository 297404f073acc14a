"""The words of learning."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

CLASS: Final = "training-class"  # what the ledger, search and the gate call it
EXAM: Final = "outside-exam"
CYCLE: Final = "training-cycle"
TRAINING: Final = "training"  # the kind of its deed
CHANNEL, SHEET_SOURCE = "onsite", "sign_in"  # how a class's attendances stand on its deed
ATTENDANCE_SHEET, RESULT_SHEET = "training-attendance", "outside-results"  # what the intake calls the sheets
ENOUGH_ANSWERS: Final = 5  # fewer could be told apart


COURSE: Final = "course"
CHECK_MOST: Final = 10  # questions of one check in a course
STEPS_MOST: Final = 60  # of one course


class ClassState(models.TextChoices):
    """Where a class stands."""

    DRAFT = "draft", _("筹备中")
    OPEN = "open", _("报名中")
    HELD = "held", _("已结班")
    CANCELLED = "cancelled", _("已取消")


class Place(models.TextChoices):
    """Where a sign-up stands."""

    IN = "in", _("已报名")
    WAITING = "waiting", _("候补")
    WITHDRAWN = "withdrawn", _("已退出")


class Mark(models.TextChoices):
    """By what somebody was marked present; all are worth the same."""

    SHEET = "sheet", _("签到表")
    DEVICE = "device", _("现场手机点名")
    OWN = "own", _("本人手机签到")


class CourseStage(models.TextChoices):
    """Where a course stands."""

    DRAFT = "draft", _("编写中")
    OPEN = "open", _("开放")
    RETIRED = "retired", _("已下架")


class StepKind(models.TextChoices):
    """What a step of a course is."""

    WORDS = "words", _("讲解")
    LAW = "law", _("法条")
    CASE = "case", _("案例")
    CHECK = "check", _("自测")
