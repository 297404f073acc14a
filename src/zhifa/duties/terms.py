"""The words of duties: categories, states of a unit's list, issuers, states of a prompt."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop


class Category(models.TextChoices):
    """Common duties are the same for every unit; individual ones follow from the law that a unit enforces."""

    COMMON = "common", _("共性责任")
    OWN = "own", _("个性责任")
    TOPIC = "topic", _("专题责任")


class ListState(models.TextChoices):
    """Where a unit's list of a year stands."""

    DRAFTING = "drafting", _("单位起草")
    LEGAL = "legal", _("待法制审核")
    SIGNING = "signing", _("待负责人签署")
    REVIEW = "review", _("待区普法办审核")
    MERGED = "merged", _("已并入")
    HANDED = "handed", _("已移交承接单位")


class Move(models.TextChoices):
    """What a person does with a unit's list."""

    HAND_ON = "hand-on", _("送法制审核")
    PASS_LEGAL = "pass-legal", _("法制审核通过")
    SIGN = "sign", _("签署")
    RETURN = "return", _("退回")
    MERGE = "merge", _("并入")
    REOPEN = "reopen", _("重新起草")


class Whose(models.TextChoices):
    """Whose a move is."""

    DRAFTERS = "drafters", _("单位联络员")
    HEAD = "head", _("单位负责人")
    OFFICE = "office", _("区普法办")


class LineVerdict(models.TextChoices):
    """What the office says of one line."""

    OPEN = "", _("待审")
    ACCEPTED = "accepted", _("同意")
    RETURNED = "returned", _("退改")


class Issuer(models.TextChoices):
    """Who issues the list: its kind decides whether a clock for publication runs."""

    GOVERNMENT = "government", _("行政机关文件")
    PARTY = "party", _("党委文件")
    JOINT = "joint", _("党委、政府联合文件")


class ConsideredBy(models.TextChoices):
    """Who considers the merged list before it is issued."""

    LEADING_GROUP = "leading-group", _("领导小组")
    JOINT_MEETING = "joint-meeting", _("联席会议")


class Standing(models.TextChoices):
    """How a duty stands on a day; late stands apart from missing."""

    OPEN = "open", _("未到节点")
    IN_TIME = "in-time", _("按时完成")
    LATE = "late", _("逾期完成")
    PARTIAL = "partial", _("到期未完成")
    MISSING = "missing", _("到期未开展")


class Ground(models.TextChoices):
    """Why a prompt is proposed."""

    MISSING = "missing", _("到期未开展")
    PARTIAL = "partial", _("到期未完成")
    HOLLOW = "hollow", _("没有凭据")


class PromptState(models.TextChoices):
    """Where a prompt stands."""

    DRAFT = "draft", _("拟稿")
    DROPPED = "dropped", _("不发")
    ISSUED = "issued", _("已发出")
    RECEIVED = "received", _("已签收")
    PLANNED = "planned", _("改进中")
    REPORTED = "reported", _("已反馈")
    CLOSED = "closed", _("已办结")
    ESCALATED = "escalated", _("已提请通报")


# What the ledger, the gate, the ripple and the registry call them.
YEAR: Final = "duty-year"
LIST: Final = "duty-list"
VERSION: Final = "duty-version"
DUTY: Final = "duty"
PROMPT: Final = "duty-prompt"
POWERS: Final = "duty-powers"
DRAW: Final = "duty-visit-draw"
FEEDBACK_DAYS: Final = (
    15  # working days for feedback as proposed; the office's own measure, the clerk changes it
)
RULE, SAID = (
    "duty-rule",
    "duty-said",
)  # how a deed came to serve a duty: by the rule, or because somebody said so
NUMBER_LOCK: Final = 0x5A48_4631  # PostgreSQL advisory lock: "ZHF" and a number of our own
NEW_LAW_MONTHS: Final = (
    24  # a text that began to apply so many months before the year's end stands in the list of new laws
)

# Why a deed serves a duty, said by a pure rule and put into the reader's language where it is shown.
ABOUT_LAW: Final = gettext_noop("讲的是%(law)s")
NAMED_LIKE: Final = gettext_noop("名称含“%(name)s”")
IN_TIME: Final = gettext_noop("时间在期内")
FITTING: Final = gettext_noop("方式和对象相符")
