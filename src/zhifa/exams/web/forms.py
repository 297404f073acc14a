"""The shapes of what comes in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhifa.exams.errors import LooksAlike
from zhifa.exams.models import ItemVersion
from zhifa.exams.rules.prose import read_prose, written
from zhifa.exams.rules.questions import Question, key_from, key_written, tidy
from zhifa.exams.rules.rows import Written, question_of
from zhifa.exams.services import ItemDraft
from zhifa.exams.terms import (
    ANSWER_MOST,
    CHOICE,
    REASON_MOST,
    STEM_MOST,
    TOPIC_MOST,
    Difficulty,
    Kind,
    Pool,
    Standing,
)
from zhifa.kernel import clock
from zhifa.kernel.web.forms import day_field
from zhifa.laws.api import CitationsField
from zhifa.people.api import PostClass


def _long(
    label: Any, help_text: Any = "", *, rows: int = 4, required: bool = False, most: int = ANSWER_MOST
) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=most, widget=forms.Textarea(attrs={"rows": rows})
    )  # fmt: skip


class ItemForm(forms.Form):
    """A question as its author writes it."""

    kind = forms.ChoiceField(label=_("题型"), choices=Kind.choices)
    stem = _long(
        _("题干"), _("填空题每个空写四条下划线 ____；案例题在这里写材料"), required=True, most=STEM_MOST
    )
    options = _long(_("选项"), _("选择题用，一行一个，按 A、B、C、D 的顺序；最多 8 个"), most=8_000)
    key = _long(
        _("答案"),
        _(
            "选择题写字母，如 AC；判断题写“对”或“错”；填空题一空一行，几种说法都对的用 | 隔开；简答题写参考答案"
        ),
        rows=2,
    )
    parts = _long(
        _("案例题的小题"), _("编号写题，选项各占一行，每题写“答案：”；写法同 Word 题库"), rows=8, most=20_000
    )
    explanation = _long(_("解析"), rows=3)
    active_from = day_field(label=_("启用日期"), help_text=_("到这一天 0 点启用这个版本；按这一天引用法律"))
    valid_until = day_field(label=_("有效期至"), required=False, help_text=_("不填就一直有效"))
    citations = CitationsField(day_field="active_from", required=True)
    topic = forms.CharField(
        label=_("主题"), max_length=TOPIC_MOST, help_text=_("例如：宪法、行政处罚、民法典")
    )
    pool = forms.ChoiceField(
        label=_("用途"),
        choices=Pool.choices,
        initial=Pool.EXAM,
        help_text=_("练习题给大家平时练，不出进试卷；选定后不能改回考试题"),
    )
    post_classes = forms.MultipleChoiceField(
        label=_("适用岗位"), choices=PostClass.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("一个都不选，就是所有岗位都考"),
    )  # fmt: skip
    difficulty = forms.TypedChoiceField(
        label=_("难度"), choices=Difficulty.choices, coerce=int, initial=Difficulty.MEDIUM
    )

    despite = forms.BooleanField(label=_("不是同一道题，照样存"), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, topics: list[str], written: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("active_from", clock.today())
        if written:
            del self.fields["pool"]
        self.topics = topics
        if topics:
            known = "、".join(topics[:12])
            self.fields["topic"].help_text = _now("已有的主题：%(topics)s") % {"topics": known}

    def act(self, act: Callable[..., object]) -> None:
        """Do it with what was written; asked whether it is another question, the form shows the box in which to say so."""
        try:
            act(self.draft(), now=clock.now(), despite=self.cleaned_data["despite"])
        except LooksAlike:
            self.fields["despite"].widget = forms.CheckboxInput()
            raise

    def draft(self) -> ItemDraft:
        """What was written. A case's parts are read as a bank's text is."""
        data = self.cleaned_data
        kind = data["kind"]
        parts = (
            [question_of(row) for row in read_prose(data["parts"].splitlines())] if kind == Kind.CASE else []
        )
        options = tidy(data["options"]).split("\n") if kind in CHOICE and data["options"].strip() else []
        key, _odd = key_from(kind, data["key"]) if kind != Kind.CASE else ((), "")
        question = Question(kind, data["stem"], tuple(options), key, data["explanation"], tuple(parts))
        return ItemDraft(
            question, data["topic"], data["difficulty"], tuple(data["post_classes"]), data["citations"], data["active_from"],
            data["valid_until"], data.get("pool", Pool.EXAM),
        )  # fmt: skip


def initial_of(version: ItemVersion, today: date) -> dict[str, Any]:
    """A version as the form shows it for the next one: citations as written, read anew as of the new day."""
    question = version.question
    parts = "\n".join(written([Written(part) for part in question.parts]))
    return {
        "kind": question.kind, "stem": question.stem, "options": "\n".join(question.options), "key": key_written(question),
        "parts": parts, "explanation": question.explanation, "active_from": max(version.active_from, today),
        "valid_until": version.valid_until, "citations": [one.label for one in version.cited.all()], "topic": version.topic,
        "post_classes": version.post_classes, "difficulty": version.difficulty,
    }  # fmt: skip


class FilterForm(forms.Form):
    """How the list is narrowed."""

    q = forms.CharField(label=_("含有文字"), required=False, max_length=60)
    standing = forms.ChoiceField(
        label=_("状态"), choices=[("", _("全部")), *Standing.choices], required=False
    )
    pool = forms.ChoiceField(label=_("用途"), choices=[("", _("全部")), *Pool.choices], required=False)
    kind = forms.ChoiceField(label=_("题型"), choices=[("", _("全部")), *Kind.choices], required=False)
    topic = forms.ChoiceField(label=_("主题"), choices=(), required=False)
    post = forms.ChoiceField(label=_("岗位"), choices=[("", _("全部")), *PostClass.choices], required=False)
    difficulty = forms.TypedChoiceField(
        label=_("难度"), choices=[("", _("全部")), *Difficulty.choices], coerce=int, empty_value=None, required=False,
    )  # fmt: skip

    order = forms.ChoiceField(
        label=_("排列"), required=False,
        choices=[
            ("", _("最新的在前")), ("often", _("出卷最多的在前")), ("seldom", _("出卷最少的在前")), ("hard", _("实测最难的在前")),
            ("easy", _("实测最易的在前")), ("ending", _("最先到期的在前")),
        ],
    )  # fmt: skip

    def __init__(self, *args: Any, topics: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["topic"].choices = [("", _("全部")), *((one, one) for one in topics)]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why a question goes out of use."""

    reason = forms.CharField(
        label=_("停用的原因"), max_length=REASON_MOST, help_text=_("例如：法律已修改；题干有歧义；已经泄露")
    )


class RemarksForm(forms.Form):
    """What is to be mended."""

    remarks = forms.CharField(
        label=_("退回要改什么"), max_length=REASON_MOST, widget=forms.Textarea(attrs={"rows": 2})
    )
