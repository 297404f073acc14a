"""The words of exams: kinds of questions, states of versions, difficulty, classes of posts."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

ITEM: Final = "exam-item"  # what the ledger and the ripple of a change of law call a question
BLUEPRINT: Final = "exam-blueprint"
DRAW: Final = "exam-draw"  # papers drawn and frozen together
SOURCE: Final = "exams.items"
LETTERS: Final = "ABCDEFGH"  # of options, at most eight
TRUE, FALSE = "T", "F"  # keys of a true-or-false question
BLANK: Final = "____"  # where an answer is filled in
STEM_MOST, OPTION_MOST, ANSWER_MOST = 4_000, 1_000, 4_000  # characters
TOPIC_MOST, REASON_MOST, TITLE_MOST = 40, 200, 80
PARTS_MOST = 20
LINES_MOST = 60  # of a blueprint
LINE_MOST = 200  # questions of one line
FILE_MOST = 8 * 1024 * 1024  # bytes of a bank brought in
PAPERS_MOST = 20_000  # of one draw
SPREAD_MOST: Final = 1.0  # points in 100 between the easiest and the hardest paper of a draw (features F21)
OBSERVED_LEAST: Final = 30  # answers from which on an observed difficulty is believed


class Kind(models.TextChoices):
    """Kinds of questions."""

    SINGLE = "single", _("单选题")
    MULTIPLE = "multiple", _("多选题")
    JUDGE = "judge", _("判断题")
    FILL = "fill", _("填空题")
    CASE = "case", _("案例题")
    SHORT = "short", _("简答题")


CHOICE: Final = (Kind.SINGLE, Kind.MULTIPLE)
UNPRACTISED: Final = (Kind.SHORT, Kind.CASE)  # only a person can tell how well they are answered


class State(models.TextChoices):
    """Where a version stands; whether an approved one is in force is a question of the day."""

    WAITING = "waiting", _("待复核")
    APPROVED = "approved", _("已复核")
    RETURNED = "returned", _("已退回")


class Pool(models.TextChoices):
    """What a question is for. One for exams never stands among the practice, and goes there only once it is out of use for exams."""

    EXAM = "exam", _("考试题")
    PRACTICE = "practice", _("练习题")


class Difficulty(models.IntegerChoices):
    """How hard the author takes a question to be."""

    EASIEST = 1, _("很易")
    EASY = 2, _("较易")
    MEDIUM = 3, _("中等")
    HARD = 4, _("较难")
    HARDEST = 5, _("很难")


# The share of full marks that is expected of a question of each declared difficulty; what is observed takes its place once there are
# enough answers. The office's own measure: no statute or standard sets one.
EXPECTED: Final[dict[int, float]] = {1: 0.9, 2: 0.8, 3: 0.65, 4: 0.5, 5: 0.35}


class Standing(models.TextChoices):
    """What may be done with a question on a day."""

    LIVE = "live", _("可用")
    WAITING = "waiting", _("待复核")
    RETURNED = "returned", _("已退回")
    LATER = "later", _("未到启用日")
    OUTSIDE = "outside", _("不在有效期")
    HELD = "held", _("法律变动，暂停使用")
    RETIRED = "retired", _("已停用")


TONES: Final[dict[str, str]] = {
    Standing.LIVE: "done", Standing.WAITING: "waiting", Standing.RETURNED: "off", Standing.LATER: "waiting",
    Standing.OUTSIDE: "off", Standing.HELD: "late", Standing.RETIRED: "off",
}  # fmt: skip

TARGET: Final = "exam-items"  # what the intake calls a bank
# The headings of a bank's sheet, by column; the import knows them and many others.
SHEET_TITLES: Final[dict[str, str]] = {
    "kind": "题型", "case": "案例材料", "stem": "题干", **{f"option_{letter.lower()}": f"选项{letter}" for letter in LETTERS},
    "key": "答案", "explanation": "解析", "laws": "法律依据",
    "topic": "主题", "difficulty": "难度", "posts": "适用岗位", "pool": "用途", "place": "原文位置",
}  # fmt: skip
