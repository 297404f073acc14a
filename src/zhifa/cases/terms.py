"""The words of cases: kinds, topics, states, moves, what stops one, what a span is."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

DEED_KIND: Final = "legal-case"  # a published case as work done
CASE: Final = "case"  # what the ledger, the gate and the search call it
TEXT_PURPOSE: Final = "cases.original"
REASON_MOST = 400  # characters
TITLE_MOST, SUBTITLE_MOST = 120, 160  # characters as written; replacements may lengthen them
FILE_MOST = 2 * 1024 * 1024  # bytes of an imported file


class CaseKind(models.TextChoices):
    """Whose work the case was."""

    COURT = "court", _("审判")
    PROSECUTION = "prosecution", _("检察")
    ENFORCEMENT = "enforcement", _("行政执法")
    MEDIATION = "mediation", _("人民调解")
    SERVICE = "service", _("公共法律服务")


class Topic(models.TextChoices):
    """What it is about, in readers' words."""

    LABOUR = "labour", _("劳动用工")
    CONSUMER = "consumer", _("消费购物")
    FAMILY = "family", _("婚姻家庭")
    DEBT = "debt", _("借款与合同")
    HOUSING = "housing", _("房屋与物业")
    TRAFFIC = "traffic", _("交通出行")
    HEALTH = "health", _("医疗健康")
    NETWORK = "network", _("网络生活")
    ADMINISTRATION = "administration", _("行政争议")
    ORDER = "order", _("治安与刑事")
    NATURE = "nature", _("生态环境")
    OTHER = "other", _("其他")


class State(models.TextChoices):
    """Where a case stands on its way to the gate; whether it is public, the gate alone knows."""

    DRAFT = "draft", _("起草")
    UNIT = "unit", _("待单位审核")
    MASKING = "masking", _("待脱敏")
    CHECK = "check", _("待第二人复核")
    READY = "ready", _("已审定")
    STOPPED = "stopped", _("已停止")
    RECALLED = "recalled", _("已撤回")


class Move(models.TextChoices):
    """What a person does with a case; all but reopening are signed."""

    SUBMIT = "submit", _("送单位审核")
    PASS = "pass", _("单位审核通过")
    MASK = "mask", _("脱敏完成，送第二人复核")
    APPROVE = "approve", _("复核通过")
    RETURN = "return", _("退回")
    STOP = "stop", _("停止")
    RECALL = "recall", _("撤回")
    REOPEN = "reopen", _("重新起草")


class Stop(models.TextChoices):
    """What a published case must not be about (after 法释〔2016〕19号 Article 4, as the office is to confirm)."""

    MINOR = "minor", _("涉及未成年人犯罪")
    CUSTODY = "custody", _("离婚诉讼，或者涉及未成年子女抚养、监护")
    UNSETTLED = "unsettled", _("裁判或决定还没有生效，或者还在办理")
    SECRET = "secret", _("涉及国家秘密、工作秘密或商业秘密")
    CONSENT = "consent", _("以调解结案，当事人没有同意公开")


class Form(models.TextChoices):
    """In what form else a case is told."""

    TALK = "talk", _("宣讲稿")
    RADIO = "radio", _("广播稿")


TONES: Final[dict[str, str]] = {
    State.DRAFT: "waiting", State.UNIT: "waiting", State.MASKING: "waiting", State.CHECK: "waiting",
    State.READY: "done", State.STOPPED: "off", State.RECALLED: "off",
}  # fmt: skip
STATES_MASKED: Final = (State.CHECK, State.READY, State.RECALLED)  # in which the anonymous text stands
