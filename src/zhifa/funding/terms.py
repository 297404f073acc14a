"""The words of funding: kinds of money, sources, stages, what happens when an item is exceeded."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

YEAR: Final = "funding-year"  # kinds of ledger subjects; keys are 2018, 2018-3 and 2018-3-7
ITEM: Final = "funding-item"
POSTING: Final = "funding-posting"
STANDARD: Final = "funding-standard"
MONEY: Final = "funding.money"  # codes of figure sources
BASES: Final = "funding.bases"


class Kind(models.TextChoices):
    """What money is for. Kinds are never added up: law publicity has a standard per head, the others have not."""

    PUBLICITY = "publicity", _("普法经费")
    LEGAL_AID = "legal_aid", _("法律援助补贴")
    LAWYERS = "lawyers", _("购买律师服务")


class Source(models.TextChoices):
    """Who gives it."""

    LOCAL = "local", _("本级财政")
    HIGHER = "higher", _("上级补助")
    UNIT = "unit", _("部门自筹")


class Stage(models.TextChoices):
    """What a posting says about money."""

    BUDGET = "budget", _("预算批复")
    REVISION = "revision", _("预算调整")
    RELEASE = "release", _("下达拨付")
    COMMITMENT = "commitment", _("合同约定")
    SPENDING = "spending", _("支出")


class Control(models.TextChoices):
    """What happens when promises go beyond an item's budget."""

    STOP = "stop", _("不得超出预算")
    WARN = "warn", _("超出须写明理由")
    IGNORE = "ignore", _("只记录，不控制")
