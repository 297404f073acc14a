"""The words of cases: kinds, states, moves, the lists that the office keeps, consent, what a span is."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

DEED_KIND: Final = "legal-case"  # a published case as work done
CASE_LIST: Final = "case-list"  # what the ledger calls a list of the office
CASE: Final = "case"  # what the ledger, the gate and the search call it
TEXT_PURPOSE: Final = "cases.original"
REASON_MOST = 400  # characters
WORDS_MOST = 60  # characters of a line of a list
CONSENT_MOST = 160
TITLE_MOST, SUBTITLE_MOST = 120, 160  # characters as written; replacements may lengthen them
FILE_MOST = 2 * 1024 * 1024  # bytes of an imported file


class CaseKind(models.TextChoices):
    """Whose work the case was."""

    COURT = "court", _("审判")
    PROSECUTION = "prosecution", _("检察")
    ENFORCEMENT = "enforcement", _("行政执法")
    MEDIATION = "mediation", _("人民调解")
    SERVICE = "service", _("公共法律服务")


class ListSort(models.TextChoices):
    """The lists that the office keeps; a line of one is a dated row over what is shipped (`SHIPPED_LINES`)."""

    TOPIC = "topic", _("主题")
    STOP = "stop", _("不得公开的情形")
    CONSENT = "consent", _("公开前要当事人同意的类别")


OTHER: Final = "other"  # the topic that stands last
TOLD_BY_CONSENT: Final = "consent"  # the stop that consent does away with
SHIPPED_SOURCE: Final = gettext_noop("系统自带")
AFTER_THE_COURTS_RULE: Final = gettext_noop("参照法释〔2016〕19号第四条，待本区核对")
SHIPPED_LINES: Final[dict[str, tuple[tuple[str, str, str], ...]]] = {  # code, words, source
    "topic": (
        ("labour", gettext_noop("劳动用工"), SHIPPED_SOURCE),
        ("consumer", gettext_noop("消费购物"), SHIPPED_SOURCE),
        ("family", gettext_noop("婚姻家庭"), SHIPPED_SOURCE),
        ("debt", gettext_noop("借款与合同"), SHIPPED_SOURCE),
        ("housing", gettext_noop("房屋与物业"), SHIPPED_SOURCE),
        ("traffic", gettext_noop("交通出行"), SHIPPED_SOURCE),
        ("health", gettext_noop("医疗健康"), SHIPPED_SOURCE),
        ("network", gettext_noop("网络生活"), SHIPPED_SOURCE),
        ("administration", gettext_noop("行政争议"), SHIPPED_SOURCE),
        ("order", gettext_noop("治安与刑事"), SHIPPED_SOURCE),
        ("nature", gettext_noop("生态环境"), SHIPPED_SOURCE),
        (OTHER, gettext_noop("其他"), SHIPPED_SOURCE),
    ),
    "stop": (
        ("minor", gettext_noop("涉及未成年人犯罪"), AFTER_THE_COURTS_RULE),
        ("custody", gettext_noop("离婚诉讼，或者涉及未成年子女抚养、监护"), AFTER_THE_COURTS_RULE),
        ("unsettled", gettext_noop("裁判或决定还没有生效，或者还在办理"), AFTER_THE_COURTS_RULE),
        ("secret", gettext_noop("涉及国家秘密、工作秘密或商业秘密"), AFTER_THE_COURTS_RULE),
        (TOLD_BY_CONSENT, gettext_noop("以调解结案，当事人没有同意公开"), AFTER_THE_COURTS_RULE),
    ),
    "consent": (("mediation", gettext_noop("以调解结案的，公开要经当事人同意"), AFTER_THE_COURTS_RULE),),
}


class Consent(models.TextChoices):
    """What the parties said of publication."""

    UNSTATED = "", _("没有写明")
    GIVEN = "given", _("当事人已同意公开")
    NOT_NEEDED = "not_needed", _("不是以调解结案，不需要同意")


class Outcome(models.TextChoices):
    """What became of a case that was recommended."""

    OPEN = "", _("还没有回音")
    TAKEN = "taken", _("已采用")
    DECLINED = "declined", _("没有采用")


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


class Form(models.TextChoices):
    """In what form else a case is told."""

    TALK = "talk", _("宣讲稿")
    RADIO = "radio", _("广播稿")


TONES: Final[dict[str, str]] = {
    State.DRAFT: "waiting", State.UNIT: "waiting", State.MASKING: "waiting", State.CHECK: "waiting",
    State.READY: "done", State.STOPPED: "off", State.RECALLED: "off",
}  # fmt: skip
STATES_MASKED: Final = (State.CHECK, State.READY, State.RECALLED)  # in which the anonymous text stands
