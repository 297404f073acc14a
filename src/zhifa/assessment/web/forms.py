"""The shapes of what comes in on the pages of assessment."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhifa.assessment.models import Answer, Line, Scheme
from zhifa.assessment.rules.text import points_words
from zhifa.assessment.selectors import scorable
from zhifa.assessment.services import AnswerDraft, LineDraft, SchemeDraft
from zhifa.assessment.terms import Basis, Direction, Stage
from zhifa.evidence.api import EvidenceField
from zhifa.kernel.quantities import UNITS
from zhifa.kernel.web.forms import day_field
from zhifa.plans.api import Plan


def points_field(label: Any, **more: Any) -> forms.DecimalField:
    """Points, to the hundredth."""
    more.setdefault("min_value", 0)
    return forms.DecimalField(
        label=label, max_digits=6, decimal_places=2, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **more
    )  # fmt: skip


def amount_field(label: Any, **more: Any) -> forms.DecimalField:
    """An amount in the line's unit."""
    return forms.DecimalField(
        label=label, max_digits=16, decimal_places=4, min_value=0, required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}), **more,
    )  # fmt: skip


class SchemeForm(forms.Form):
    """A scheme without its lines."""

    plan = forms.ModelChoiceField(label=_("规划"), queryset=Plan.objects.all(), to_field_name="code")
    stage = forms.ChoiceField(label=_("阶段"), choices=Stage.choices)
    title = forms.CharField(label=_("名称"), max_length=120)
    base = points_field(_("基本分"), initial=100)
    bonus_cap = points_field(_("加分上限"), initial=20, help_text=_("不设加分的写 0"))
    source = forms.CharField(label=_("依据"), max_length=200, help_text=_("文件名称和文号"))
    to_confirm = forms.BooleanField(label=_("待核"), required=False, help_text=_("还没有对照文件核实的勾上"))

    def __init__(self, *args: Any, of: Scheme | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if of is not None:  # plan and stage of a version stand
            self.fields["plan"].disabled = self.fields["stage"].disabled = True

    def draft(self) -> SchemeDraft:
        """The draft that the valid form describes."""
        return SchemeDraft(**{**self.cleaned_data, "plan": self.cleaned_data["plan"].code})


class LineForm(forms.Form):
    """One line with its rule."""

    group = forms.CharField(label=_("一级指标"), max_length=40)
    title = forms.CharField(label=_("评估内容"), max_length=160)
    weight = points_field(_("分值"))
    is_bonus = forms.BooleanField(
        label=_("加分项"), required=False, help_text=_("分值是这一项最多加几分，不算进基本分")
    )
    basis = forms.ChoiceField(label=_("得分依据"), choices=Basis.choices, widget=forms.RadioSelect)
    figure = forms.ChoiceField(label=_("数字"), required=False)
    counted_in = forms.ChoiceField(label=_("调查结果的单位"), required=False, initial="percent")
    direction = forms.ChoiceField(label=_("方向"), choices=Direction.choices)
    target = amount_field(_("目标值"), help_text=_("人工判断的不填；加分项写从多少以上起算"))
    step = amount_field(_("每差（超）多少"), help_text=_("扣分时不足一档按一档算，加分时满一档才算"))
    per_step = points_field(_("扣（加）几分"), required=False, help_text=_("扣到零分为止，加到分值为止"))
    must_meet = forms.BooleanField(
        label=_("必须达到"), required=False, help_text=_("达不到目标值时，结果里单独写明，不论总分多少")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        figures = [(code, title) for code, (title, _unit) in scorable().items()]
        self.fields["figure"].choices = [("", _("不用")), *figures]  # type: ignore[attr-defined]
        units = [(unit.code, unit.label) for unit in UNITS.values() if unit.scorable]
        self.fields["counted_in"].choices = units  # type: ignore[attr-defined]

    def draft(self) -> LineDraft:
        """The draft that the valid form describes."""
        return LineDraft(**self.cleaned_data)


class NewForm(forms.Form):
    """The days of an evaluation."""

    since = day_field(_("起"))
    until = day_field(_("止"))


class JudgedForm(forms.Form):
    """Points and why."""

    points = points_field(_("自评得分"))
    words = forms.CharField(
        label=_("理由"), max_length=400, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写明凭什么打这个分，附上材料"),
    )  # fmt: skip
    uploads = EvidenceField(required=False)

    def draft(self) -> AnswerDraft:
        """The draft that the valid form describes."""
        data = self.cleaned_data
        return AnswerDraft(points=data["points"], words=data["words"], files=tuple(data["uploads"] or ()))


class SurveyForm(forms.Form):
    """What a survey found."""

    amount = amount_field(_("调查结果"))
    source = forms.CharField(label=_("调查来源"), max_length=200, help_text=_("谁组织的什么调查，样本多少"))
    surveyed_on = day_field(_("调查日期"))
    uploads = EvidenceField(required=False)

    def __init__(self, *args: Any, line: Line, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].label = f"{self.fields['amount'].label} {UNITS[line.counted_in].label}"
        self.fields["amount"].required = True

    def draft(self) -> AnswerDraft:
        """The draft that the valid form describes."""
        data = self.cleaned_data
        return AnswerDraft(
            amount=data["amount"], source=data["source"], surveyed_on=data["surveyed_on"], files=tuple(data["uploads"] or ()),
        )  # fmt: skip


class CheckForm(forms.Form):
    """Checked points and a remark for every line, the self-scores standing there at first."""

    def __init__(self, *args: Any, answers: Sequence[Answer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in answers:
            points = one.self_points if one.checked_points is None else one.checked_points
            said = points_words(points) if points is not None else None
            self.fields[f"points-{one.line_id}"] = points_field(_("核定得分"), initial=said)
            self.fields[f"words-{one.line_id}"] = forms.CharField(
                label=_("复核意见"), max_length=400, required=False, initial=one.checked_words
            )

    def checked(self) -> dict[int, tuple[Decimal, str]]:
        """Points and remark by line."""
        data = self.cleaned_data
        lines = [int(name.removeprefix("points-")) for name in data if name.startswith("points-")]
        return {line: (data[f"points-{line}"], data[f"words-{line}"]) for line in lines}


class BackForm(forms.Form):
    """Why it goes back."""

    reason = forms.CharField(label=_("退回意见"), max_length=400)


class NumberForm(forms.Form):
    """Under which number the result is issued."""

    number = forms.CharField(label=_("文号"), max_length=80, required=False, help_text=_("没有文号的不填"))
