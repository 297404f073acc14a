"""The shapes of a programme with its rota and of a place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zhifa.kernel.web.forms import day_field
from zhifa.outreach.models import Place, Programme
from zhifa.outreach.services import PlaceDraft, ProgrammeDraft, TurnDraft
from zhifa.outreach.terms import PlaceKind, ProgrammeKind
from zhifa.people.api import Area, Unit


def _units() -> Any:
    return Unit.objects.filter(valid_until=None).order_by("path")


class ProgrammeForm(forms.Form):
    """A programme."""

    title = forms.CharField(label=_("名称"), max_length=80, help_text=_("例如：听说法"))
    kind = forms.ChoiceField(label=_("种类"), choices=ProgrammeKind.choices)
    partners = forms.CharField(
        label=_("合作单位"),
        max_length=200,
        required=False,
        help_text=_("电台、报社、律师事务所等，几家用顿号隔开"),
    )
    since = day_field(_("起"))
    until = day_field(_("止"), required=False, help_text=_("还在办的不填"))


class TurnForm(forms.Form):
    """One unit's turn."""

    number = forms.IntegerField(label=_("期次"), required=False, min_value=1, max_value=9999)
    unit = forms.ModelChoiceField(
        label=_("单位"), required=False, queryset=Unit.objects.none(), to_field_name="code"
    )
    planned_on = day_field(_("计划日期"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = _units()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A line says all three or nothing."""
        data = super().clean() or {}
        told = [data.get(name) for name in ("number", "planned_on")]
        if any(told) and not all((*told, data.get("unit"))):
            raise ValidationError(_("期次、单位、计划日期要都填；不要的一行把期次和日期清空。"))
        return data


TurnFormSet = forms.formset_factory(TurnForm, extra=0, min_num=1, max_num=60)


def programme_draft(code: str, form: ProgrammeForm, turns: Any) -> ProgrammeDraft:
    """The draft that the valid forms describe."""
    data = form.cleaned_data
    return ProgrammeDraft(
        code, data["kind"], data["title"], data["partners"], data["since"], data["until"],
        tuple(
            TurnDraft(row["number"], row["unit"].code, row["planned_on"])
            for row in (turn.cleaned_data for turn in turns)
            if row.get("number") and row.get("planned_on")
        ),
    )  # fmt: skip


def programme_values(programme: Programme) -> dict[str, Any]:
    """A programme as starting values."""
    return {name: getattr(programme, name) for name in ("title", "kind", "partners", "since", "until")}


def turn_lines(programme: Programme) -> list[dict[str, Any]]:
    """A rota as starting values."""
    return [
        {"number": turn.number, "unit": turn.unit.code, "planned_on": turn.planned_on}
        for turn in programme.turns.all()
    ]


class PlaceForm(forms.Form):
    """A place of the register."""

    name = forms.CharField(label=_("名称"), max_length=80)
    kind = forms.ChoiceField(label=_("种类"), choices=PlaceKind.choices)
    area = forms.ModelChoiceField(label=_("所在区域"), queryset=Area.objects.none(), to_field_name="code")
    address = forms.CharField(label=_("地址"), max_length=160)
    unit = forms.ModelChoiceField(label=_("管理单位"), queryset=Unit.objects.none(), to_field_name="code")
    opened_on = day_field(_("建成日期"))
    closed_on = day_field(
        _("停用日期"), required=False, help_text=_("停用后不再列入名录；以前的活动仍写当时的场所")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = Area.objects.order_by("path")  # type: ignore[attr-defined]
        self.fields["unit"].queryset = _units()  # type: ignore[attr-defined]

    def draft(self) -> PlaceDraft:
        """The draft that the valid form describes."""
        data = self.cleaned_data
        return PlaceDraft(**{**data, "area": data["area"].code, "unit": data["unit"].code})


def place_values(place: Place) -> dict[str, Any]:
    """A place as starting values."""
    named = {name: getattr(place, name) for name in ("name", "kind", "address", "opened_on", "closed_on")}
    return {**named, "area": place.area.code, "unit": place.unit.code}
