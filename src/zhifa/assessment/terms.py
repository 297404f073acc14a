"""The words of assessment: stages, what a line rests on, directions, states."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhifa.kernel.actor import Role

SCHEME: Final = "evaluation-scheme"  # kinds of ledger subjects; keys are the rows' numbers
EVALUATION: Final = "plan-evaluation"
LINE: Final = "evaluation-line"  # of files: the evaluation's and the line's number, parted by a dash
LEADER_TYPE: Final = "leader-type"  # a type of leaders, with the editions of its list
LEADING: Final = (Role.HEAD, Role.LEAD)  # posts whose holders are leaders
DUTIES_MOST: Final = 60  # duties of one list; real ones have 7 to 28
WORDS_MOST: Final = 400  # characters of one duty
EVIDENCE_MOST: Final = 200  # characters of what usually shows it


class Stage(models.TextChoices):
    """Which evaluation of a plan."""

    MID = "mid", _("中期评估")
    FINAL = "final", _("终期评估")


class Basis(models.TextChoices):
    """What a line's self-score rests on."""

    FIGURE = "figure", _("系统里的数字")
    SURVEY = "survey", _("外部调查结果")
    JUDGED = "judged", _("人工判断")


class Direction(models.TextChoices):
    """Which way a number is good."""

    AT_LEAST = "at-least", _("不少于")
    AT_MOST = "at-most", _("不多于")


class State(models.TextChoices):
    """Where an evaluation stands."""

    DRAFT = "draft", _("自评中")
    CHECKING = "checking", _("复核中")
    CHECKED = "checked", _("待签署")
    CONCLUDED = "concluded", _("已评定")


TONES: Final[dict[str, str]] = {
    State.DRAFT: "draft", State.CHECKING: "waiting", State.CHECKED: "waiting", State.CONCLUDED: "done",
}  # fmt: skip
