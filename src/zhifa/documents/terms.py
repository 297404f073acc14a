"""The words of the register: kinds of documents, how one ends, how it stands on a day."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

DOCUMENT: Final = "document"  # kind of ledger subject; the key is the row's number


class Kind(models.TextChoices):
    """What a document is."""

    LIST = "list", _("责任清单")
    PROMPT = "prompt", _("普法提示")
    NOTICE = "notice", _("通知")
    MINUTES = "minutes", _("会议纪要")
    PLAN = "plan", _("规划和方案")
    RULES = "rules", _("制度和办法")
    REPORT = "report", _("报告")
    EVALUATION = "evaluation", _("评估报告")
    OTHER = "other", _("其他")


class Ending(models.TextChoices):
    """Why a document holds no longer; nothing written: it stands, or its own time ran out."""

    SUPERSEDED = "superseded", _("被替代")
    REPEALED = "repealed", _("已废止")
    DONE = "done", _("已办结")


class Standing(models.TextChoices):
    """How a document stands on a day."""

    AHEAD = "ahead", _("尚未生效")
    IN_FORCE = "in-force", _("有效")
    SUPERSEDED = "superseded", _("被替代")
    REPEALED = "repealed", _("已废止")
    DONE = "done", _("已办结")
    EXPIRED = "expired", _("已到期")


TONES: Final[dict[str, str]] = {
    Standing.AHEAD: "waiting", Standing.IN_FORCE: "done", Standing.SUPERSEDED: "off", Standing.REPEALED: "off",
    Standing.DONE: "off", Standing.EXPIRED: "off",
}  # fmt: skip
