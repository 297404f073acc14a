"""The shapes of a plan, a goal, a yearly task, an honour."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zhifa.deeds.api import Audience, kinds
from zhifa.kernel.web.forms import day_field
from zhifa.people.api import Unit
from zhifa.plans.models import AnnualTask, Goal, Honour, Plan
from zhifa.plans.selectors import measures
from zhifa.plans.services import GoalDraft, HonourDraft, PlanDraft, TaskDraft
from zhifa.plans.terms import HonourLevel


class PlanForm(forms.Form):
    """A plan's name, days and document."""

    title = forms.CharField(
        label=_("名称"), max_length=120, help_text=_("例如：某某区法治宣传教育第九个五年规划")
    )
    since = day_field(_("起"))
    until = day_field(_("止"))
    document = forms.CharField(label=_("依据文件"), max_length=200, help_text=_("文件名称和文号"))

    def clean(self) -> dict[str, Any]:
        """The days in order."""
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", ValidationError(_("结束日期早于开始日期。请更正。")))
        return data

    def draft(self, code: str) -> PlanDraft:
        """The draft that the valid form describes, without goals."""
        data = self.cleaned_data
        return PlanDraft(code, data["title"], data["since"], data["until"], data["document"])


class GoalForm(forms.Form):
    """A goal and the rule by which deeds serve it."""

    title = forms.CharField(label=_("目标"), max_length=160)
    audiences = forms.MultipleChoiceField(
        label=_("服务于这些对象的"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=Audience.choices,
    )
    kinds = forms.MultipleChoiceField(
        label=_("属于这些种类的"), required=False, widget=forms.CheckboxSelectMultiple, choices=(),
        help_text=_("对象和种类都选时，要同时相符；都不选时，不自动匹配"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = [(kind.code, kind.title) for kind in kinds().values()]  # type: ignore[attr-defined]

    def draft(self, code: str) -> GoalDraft:
        """The draft that the valid form describes."""
        data = self.cleaned_data
        return GoalDraft(code, data["title"], tuple(data["audiences"]), tuple(data["kinds"]))


class TaskForm(forms.Form):
    """A yearly task: measured by a figure, so that its progress is computed and never typed."""

    year = forms.TypedChoiceField(label=_("年度"), coerce=int, choices=())
    title = forms.CharField(label=_("任务"), max_length=160)
    figure = forms.ChoiceField(label=_("用哪个数字衡量"), choices=(), help_text=_("进度由它算出，不用填报"))
    target = forms.DecimalField(label=_("目标值"), max_digits=14, decimal_places=2, min_value=1)
    unit = forms.ModelChoiceField(
        label=_("牵头单位"),
        required=False,
        queryset=Unit.objects.filter(valid_until=None),
        to_field_name="code",
    )
    due_on = day_field(_("完成时限"), required=False, help_text=_("不填即当年12月31日"))

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, year) for year in range(plan.since.year, plan.until.year + 1)]  # type: ignore[attr-defined]
        self.fields["figure"].choices = measures()  # type: ignore[attr-defined]

    def draft(self) -> TaskDraft:
        """The draft that the valid form describes."""
        data = self.cleaned_data
        due = data["due_on"] or date(data["year"], 12, 31)
        unit = data["unit"].code if data["unit"] else ""
        return TaskDraft(data["year"], data["title"], data["figure"], data["target"], due, unit)


class HonourForm(forms.Form):
    """An honour of a year."""

    series = forms.CharField(
        label=_("称号"), max_length=60, help_text=_("每年都评的称号用同一个写法，才能算连续几年")
    )
    title = forms.CharField(label=_("全称"), max_length=160)
    level = forms.ChoiceField(label=_("级别"), choices=HonourLevel.choices)
    year = forms.IntegerField(label=_("年度"), min_value=1950, max_value=2100)
    awarded_on = day_field(_("授予日期"))
    awarded_by = forms.CharField(label=_("授予单位"), max_length=120)
    document = forms.CharField(label=_("依据文件"), max_length=200)
    is_opening = forms.BooleanField(
        label=_("期初记录"), required=False, help_text=_("本系统启用之前获得的，补登在此")
    )

    def draft(self) -> HonourDraft:
        """The draft that the valid form describes."""
        return HonourDraft(**self.cleaned_data)


def values_of(thing: Plan | Goal | AnnualTask | Honour) -> dict[str, Any]:
    """A row as its form's starting values."""
    named = {field.name: getattr(thing, field.name) for field in thing._meta.fields}
    if isinstance(thing, AnnualTask):
        named["unit"] = thing.unit.code if thing.unit else None
    return named
