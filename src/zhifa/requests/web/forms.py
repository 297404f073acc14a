"""The shapes of what comes in: a form's head, a field, reasons, answers, clauses, times."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.quantities import UNITS
from zhifa.kernel.web.forms import day_field
from zhifa.people.api import Unit, UnitKind, visible_units
from zhifa.requests.models import Clause, Field, Form
from zhifa.requests.rules.burden import parts_of
from zhifa.requests.services import FieldDraft, FormDraft
from zhifa.requests.services.answering import NO, YES, field_name
from zhifa.requests.terms import REASON_LEAST, VALUE_MOST, About, Basis, Grain, Kind, Rule

AGENCIES, STREETS, COMMUNITIES = "agencies", "streets", "communities"
GROUPS = ((AGENCIES, _("全部区直部门和单位")), (STREETS, _("全部街道")), (COMMUNITIES, _("全部社区")))
OF_GROUP = {
    AGENCIES: ~Q(kind__in=(UnitKind.STREET, UnitKind.COMMUNITY)), STREETS: Q(kind=UnitKind.STREET), COMMUNITIES: Q(kind=UnitKind.COMMUNITY),
}  # fmt: skip


class HeadForm(forms.Form):
    """A form's head."""

    title = forms.CharField(label=_("名称"), max_length=80, help_text=_("例如 2026 年第三季度普法活动情况"))
    why = forms.CharField(
        label=_("用途和依据"),
        max_length=300,
        help_text=_("填表的人会看到。例如：写年度报告第二部分"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    since = day_field(_("数据从"))
    until = day_field(_("到"))
    due_on = day_field(_("报送期限"))
    groups = forms.MultipleChoiceField(
        label=_("由谁填"), choices=GROUPS, required=False, widget=forms.CheckboxSelectMultiple
    )
    units = forms.ModelMultipleChoiceField(
        label=_("或者只要这些单位"), queryset=Unit.objects.none(), required=False, to_field_name="code",
        widget=forms.SelectMultiple(attrs={"size": 8}), help_text=_("电脑上按住 Ctrl 点选多个；和上面的选择合并"),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.standing = visible_units(actor).filter(valid_until=None).order_by("pinyin")
        self.fields["units"].queryset = self.standing  # type: ignore[attr-defined]

    def draft(self) -> FormDraft:
        """What was typed."""
        data = self.cleaned_data
        chosen = Q(pk__in=[unit.pk for unit in data["units"]])
        for group in data["groups"]:
            chosen |= OF_GROUP[group]
        return FormDraft(
            data["title"],
            data["why"],
            data["since"],
            data["until"],
            data["due_on"],
            list(self.standing.filter(chosen)),
        )


def head_of(form: Form) -> dict[str, Any]:
    """A form's head as it stands."""
    return {
        "title": form.title, "why": form.why, "since": form.since, "until": form.until, "due_on": form.due_on,
        "units": [unit.code for unit in form.recipients.all()],
    }  # fmt: skip


class FieldForm(forms.Form):
    """One field."""

    fact = forms.CharField(
        label=_("要什么"), max_length=60, help_text=_("一项只要一个事实。例如 法治讲座场次")
    )
    about = forms.ChoiceField(label=_("关于"), choices=About.choices, initial=About.ACTIVITY)
    kind = forms.ChoiceField(label=_("填法"), choices=Kind.choices)
    unit = forms.ChoiceField(
        label=_("计量单位"),
        required=False,
        choices=[("", _("不用单位")), *((code, one.label) for code, one in UNITS.items())],
    )
    grain = forms.ChoiceField(label=_("按什么时段"), choices=Grain.choices)
    required = forms.BooleanField(label=_("必填"), required=False, initial=True)

    def draft(self) -> FieldDraft:
        """What was typed."""
        return FieldDraft(**self.cleaned_data)


class ReasonForm(forms.Form):
    """Why a field is asked all the same."""

    reason = forms.CharField(label=_("为什么还要再填"), min_length=REASON_LEAST, max_length=200)


class AnswerForm(forms.Form):
    """A unit's answers: an entry for each field and part of the period that is asked."""

    minutes = forms.IntegerField(
        label=_("填这张表用了几分钟"),
        required=False,
        min_value=1,
        max_value=600,
        help_text=_("可以不填；填了能让估计更准"),
    )

    def __init__(self, *args: Any, asked: Form, of: Sequence[Field], **options: Any) -> None:
        super().__init__(*args, **options)
        self.places: dict[str, tuple[int, str]] = {}
        entries: dict[str, forms.Field] = {}
        for field in of:
            for part in parts_of(field.grain, asked.since, asked.until):
                name = field_name(field.pk, part)
                self.places[name] = (field.pk, part)
                entries[name] = _entry(field, part)
        self.fields = {**entries, **self.fields}

    def given(self) -> dict[tuple[int, str], str]:
        """What was typed, as text, by field and part."""
        return {place: str(self.cleaned_data.get(name) or "") for name, place in self.places.items()}


def _entry(field: Field, part: str) -> forms.Field:
    """The entry of a field; what it takes is read by the act, so that every face says the same of a wrong value."""
    unit = UNITS[field.unit].label if field.unit else ""
    label = f"{field.fact} {part}".strip() + (f" ({unit})" if unit else "")
    if field.kind == Kind.YES_NO:
        return forms.ChoiceField(
            label=label, required=field.required, choices=[("", "—"), (YES, _("是")), (NO, _("否"))]
        )
    attrs: dict[str, Any] = {"maxlength": VALUE_MOST}
    if field.kind == Kind.NUMBER:
        attrs["inputmode"] = "decimal"
    if field.kind == Kind.DAY:
        attrs["type"] = "date"
    return forms.CharField(label=label, required=field.required, widget=forms.TextInput(attrs=attrs))


class ClauseForm(forms.Form):
    """A clause as a dated row."""

    rule = forms.ChoiceField(label=_("规则"), choices=Rule.choices)
    words = forms.CharField(label=_("要求"), max_length=200)
    source = forms.CharField(label=_("依据"), max_length=120)
    place = forms.CharField(
        label=_("条款"), max_length=40, required=False, help_text=_("例如 第八条；还没核对可以空着")
    )
    since = day_field(_("自"))
    until = day_field(_("到"), required=False)
    to_confirm = forms.BooleanField(label=_("待核：还没有与正式文本核对"), required=False)


def clause_of(row: Clause) -> dict[str, Any]:
    """A clause as it stands."""
    return {
        name: getattr(row, name)
        for name in ("rule", "words", "source", "place", "since", "until", "to_confirm")
    }


class TimeForm(forms.Form):
    """How long a field of a kind takes, from a day on."""

    kind = forms.ChoiceField(label=_("填法"), choices=Kind.choices)
    seconds = forms.IntegerField(label=_("每项几秒"), min_value=1, max_value=3600)
    since = day_field(_("自"))
    basis = forms.ChoiceField(label=_("来源"), choices=Basis.choices)
    source = forms.CharField(
        label=_("说明"), max_length=200, help_text=_("例如 2026 年 11 月请 12 名联络员计时填写，取中位数")
    )
