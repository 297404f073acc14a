"""What is wrong with a question, in words, each with its mend."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from zhifa.exams.errors import QuestionFlawed
from zhifa.exams.rules.questions import Flaw, Question, flaws_of
from zhifa.exams.terms import ANSWER_MOST, OPTION_MOST, STEM_MOST, Pool
from zhifa.kernel.errors import Fault

WORDS: dict[str, Callable[[], tuple[str, str]]] = {
    "no-stem": lambda: (_("没有题干"), _("补上题干。")),
    "no-key": lambda: (_("没有答案"), _("补上答案。")),
    "no-parts": lambda: (_("案例题没有小题"), _("在材料下面至少写一道小题。")),
    "too-many-parts": lambda: (_("案例题的小题超过 20 道"), _("拆成几个案例题。")),
    "case-in-case": lambda: (_("第 %(about)s 小题又是案例题"), _("小题只能是其他题型。")),
    "few-options": lambda: (_("只有 %(about)s 个选项"), _("补齐选项；不是选择题的，改题型。")),
    "many-options": lambda: (_("有 %(about)s 个选项，最多 8 个"), _("减少选项。")),
    "empty-option": lambda: (_("选项 %(about)s 是空的"), _("补上，或删去它并改答案。")),
    "equal-options": lambda: (_("选项 %(about)s 相同"), _("改写其中一个，并核对答案。")),
    "options-unasked": lambda: (_("这种题型不要选项"), _("去掉选项，或改成选择题。")),
    "key-unreadable": lambda: (
        _("答案“%(about)s”读不懂"),
        _("选择题写字母（如 AC），判断题写“对”或“错”。"),
    ),
    "key-without-option": lambda: (_("答案 %(about)s 没有对应的选项"), _("补上选项，或改答案。")),
    "blanks-unlike-keys": lambda: (
        _("空格数和答案数不同（%(about)s）"),
        _("题干里每个空写四条下划线 ____，答案每空一行。"),
    ),
    "one-letter": lambda: (_("多选题只有一个答案 %(about)s"), ""),
    "many-letters": lambda: (_("单选题有几个答案 %(about)s"), _("改成多选题，或只留一个答案。")),
    "three-options": lambda: (_("只有三个选项"), ""),
}


def words_of(flaw: Flaw) -> tuple[str, str]:
    """What is wrong and how it is mended, in the reader's language."""
    what, mend = WORDS[flaw.code]()
    return what % {"about": flaw.about} if "%(" in what else what, mend


def near_words(stem: str, pool: str, other: str) -> str:
    """That a question for `pool` says nearly what one for `other` says; across the pools also what comes of it."""
    if pool == other:
        return _("“%(stem)s”和已有的一道题差不多") % {"stem": stem}
    if other == Pool.EXAM:
        return _("“%(stem)s”和一道考试题差不多，拿来练习就泄露了考题") % {"stem": stem}
    return _("“%(stem)s”和一道练习题差不多，练过的人会先知道答案") % {"stem": stem}


def must_be_sound(question: Question) -> None:
    """Refuses a flawed question, every fault beside its field."""
    faults = [Fault(*words_of(one), field=one.field) for one in flaws_of(question)]
    faults += _too_long(question)
    if faults:
        raise QuestionFlawed(_("这道题还不能用"), faults=faults)


def _too_long(question: Question) -> list[Fault]:
    shorter = _("缩短它。")
    found = []
    if len(question.stem) > STEM_MOST:
        found.append(Fault(_("题干超过 %(n)d 个字") % {"n": STEM_MOST}, shorter, field="stem"))
    if any(len(option) > OPTION_MOST for option in question.options):
        found.append(Fault(_("选项超过 %(n)d 个字") % {"n": OPTION_MOST}, shorter, field="options"))
    if len(question.explanation) + sum(map(len, question.key)) > ANSWER_MOST:
        found.append(Fault(_("答案和解析超过 %(n)d 个字") % {"n": ANSWER_MOST}, shorter, field="explanation"))
    return found + [fault for part in question.parts for fault in _too_long(part)]
