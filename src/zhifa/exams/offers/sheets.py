"""The sheet of a question bank, whatever its headings are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhifa.exams.access import may_write
from zhifa.exams.rules.rows import KIND_WORDS, POOL_WORDS
from zhifa.exams.services.importing import bind_bank
from zhifa.exams.terms import LETTERS, TARGET
from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import ImportColumn, ImportTarget

HARD: Final = {
    "1": "1|很易|最易", "2": "2|较易|易|容易|简单", "3": "3|中等|中|一般", "4": "4|较难|难", "5": "5|很难|最难",
}  # fmt: skip
STEMS: Final = ("题目", "试题", "试题内容", "题目内容", "问题", "题面", "input", "question")


def _option(letter: str) -> ImportColumn:
    names = (letter, f"选项 {letter}", f"答案{letter}", f"{letter}选项")
    return ImportColumn(f"option_{letter.lower()}", _("选项%(letter)s") % {"letter": letter}, "text", names)


def _bind(actor: Actor, about: Mapping[str, str]) -> ImportTarget:
    return bind_bank(actor, about, ITEMS_SHEET)


ITEMS_SHEET: Final = ImportTarget(
    code=TARGET,
    title=_("试题"),
    columns=(
        ImportColumn("stem", _("题干"), "text", STEMS, required=True),
        ImportColumn("kind", _("题型"), "choice", ("类型", "试题类型", "题目类型", "题类"), choices=KIND_WORDS),
        *map(_option, LETTERS),
        ImportColumn("options", _("选项"), "text", ("备选项", "备选答案", "选择项", "options"), help=_("全部选项写在一格里的")),
        ImportColumn("key", _("答案"), "text", ("正确答案", "标准答案", "参考答案", "output", "answer")),
        ImportColumn("explanation", _("解析"), "text", ("答案解析", "试题解析", "说明", "详解")),
        ImportColumn("case", _("案例材料"), "text", ("案例", "材料", "背景材料", "案情")),
        ImportColumn("laws", _("法律依据"), "text", ("依据", "法条", "法条依据", "出处", "引用法律"), help=_("几处用分号隔开，写到条")),
        ImportColumn("topic", _("主题"), "text", ("知识点", "分类", "类别", "科目", "章节")),
        ImportColumn("difficulty", _("难度"), "choice", ("难易度", "难易程度"), choices=HARD),
        ImportColumn("posts", _("适用岗位"), "text", ("岗位", "适用对象", "适用人员")),
        ImportColumn(
            "pool", _("用途"), "choice", ("题库", "题库类型", "试题用途"), choices=POOL_WORDS,
            help=_("考试题或练习题；没有这一列，按上传时选的"),
        ),
        ImportColumn("place", _("原文位置"), "text", ("位置",)),
    ),
    may_import=may_write,
    bind=_bind,
    home=lambda _about: reverse("exams_desk"),
    again=lambda _about: reverse("exams_import"),
)  # fmt: skip
