"""The parts of a recording form that every mechanism which owns deed kinds shares."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhifa.deeds.models import Deed
from zhifa.deeds.rules.counting import CountDraft
from zhifa.deeds.rules.drafts import CiteDraft, CreditDraft, DeedDraft
from zhifa.deeds.terms import Audience, Channel, CreditRole, Measure, Source
from zhifa.kernel.errors import Refusal
from zhifa.kernel.web.forms import day_field
from zhifa.kernel.wording import sentences
from zhifa.laws.api import CitationsField
from zhifa.people.api import Area, Unit


class CountForm(forms.Form):
    """One count: how many of what, over which channel, and where it comes from."""

    measure = forms.ChoiceField(label=_("计量"), choices=Measure.choices)
    value = forms.IntegerField(label=_("数值"), required=False, min_value=0)
    channel = forms.ChoiceField(label=_("渠道"), choices=Channel.choices)
    source = forms.ChoiceField(label=_("来源"), choices=Source.choices)
    method = forms.CharField(
        label=_("估算方法"), required=False, max_length=200, help_text=_("只有估算数需要填写")
    )
    arriving = forms.BooleanField(label=_("数还在增加，以后补最终数"), required=False)


CountFormSet = forms.formset_factory(CountForm, extra=0, min_num=1, max_num=8)


class SeveralSelects(forms.SelectMultiple):
    """Some of many as one list below the other, each with one choice: a thumb and a keyboard use it, with or without script."""

    lines = 3  # always one more than is chosen

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """What was chosen; a list left at nothing says nothing."""
        return [one for one in super().value_from_datadict(data, files, name) or () if one]

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """One list a choice; only the first has the field's own id, the others say their number."""
        chosen = [str(one) for one in value or ()]
        shown = [*chosen, *[""] * max(1, self.lines - len(chosen))]
        one = forms.Select(choices=[("", _("（没有）")), *self.choices])
        own = attrs or {}
        return mark_safe(  # noqa: S308 -- joined from what a widget of Django rendered
            "".join(
                one.render(name, choice, self._attrs(own, place), renderer) for place, choice in enumerate(shown)
            )
        )  # fmt: skip

    def _attrs(self, own: dict[str, Any], place: int) -> dict[str, Any]:
        if not place:
            return own
        more = {
            "id": f"{own.get('id', '')}_{place + 1}",
            "aria-label": gettext("第 %(n)s 个") % {"n": place + 1},
        }
        return {**own, **more}


class DeedForm(forms.Form):
    """What every kind of deed says of itself. `unit` offers the units for which the actor may record."""

    title = forms.CharField(label=_("名称"), max_length=160)
    occurred_on = day_field(label=_("日期"))
    unit = forms.ModelChoiceField(label=_("主办单位"), queryset=Unit.objects.none(), to_field_name="code")
    co_organisers = forms.ModelMultipleChoiceField(
        label=_("协办单位"), queryset=Unit.objects.none(), to_field_name="code", required=False,
        help_text=_("全区只算一次，协办单位各自记功"), widget=SeveralSelects,
    )  # fmt: skip
    audience = forms.ChoiceField(label=_("对象"), choices=Audience.choices)
    area = forms.ModelChoiceField(
        label=_("所在区域"), queryset=Area.objects.none(), to_field_name="code", required=False
    )
    place = forms.CharField(label=_("地点"), max_length=120, required=False)
    cites = CitationsField(day_field="occurred_on", required=False)
    summary = forms.CharField(
        label=_("内容"), required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("可以不写")
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        current = Unit.objects.filter(valid_until=None).order_by("path")
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["co_organisers"].queryset = current  # type: ignore[attr-defined]
        self.fields["area"].queryset = Area.objects.order_by("path")  # type: ignore[attr-defined]

    def draft(self, kind: str, counts: list[CountDraft], client_key: str = "") -> DeedDraft:
        """The draft that the valid form describes."""
        data = self.cleaned_data
        return DeedDraft(
            kind=kind, title=data["title"], occurred_on=data["occurred_on"], unit=data["unit"].code,
            audience=data["audience"], area=data["area"].code if data["area"] else "", place=data["place"],
            summary=data["summary"], counts=tuple(counts), client_key=client_key,
            cites=tuple(CiteDraft(ref.version_id, ref.provision_text_id, ref.label) for ref in data["cites"]),
            credits=tuple(
                CreditDraft(unit.code, CreditRole.CO_ORGANISER)
                for unit in data["co_organisers"] if unit != data["unit"]
            ),
        )  # fmt: skip


def counts_from(forms_valid: Any) -> list[CountDraft]:
    """The counts that were filled in; a line without a value was not measured."""
    return [
        CountDraft(
            row["measure"], row["channel"], row["source"], row["value"], row.get("method") or "",
            is_final=not row.get("arriving"),
        )
        for row in (form.cleaned_data for form in forms_valid)
        if row and row.get("value") is not None
    ]  # fmt: skip


def initial_of(deed: Deed) -> dict[str, Any]:
    """A deed as the form's starting values."""
    return {
        "title": deed.title, "occurred_on": deed.occurred_on, "unit": deed.unit.code, "audience": deed.audience,
        "area": deed.area.code if deed.area else None, "place": deed.place, "summary": deed.summary,
        "cites": [row.label for row in deed.cited.all()],
        "co_organisers": [row.unit.code for row in deed.credits.all() if row.role == CreditRole.CO_ORGANISER],
    }  # fmt: skip


def count_initials(deed: Deed) -> list[dict[str, Any]]:
    """A deed's typed counts as starting values of the count lines."""
    return [
        {
            "measure": row.measure, "channel": row.channel, "source": row.source, "value": row.value,
            "method": row.method, "arriving": not row.is_final,
        }
        for row in deed.counts.all() if not row.from_events
    ]  # fmt: skip


def show_refusal(form: Any, refusal: Refusal) -> None:
    """Put a refusal of an act beside the fields of the form that asked for it."""
    for fault in refusal.faults:
        name = fault.field if fault.field in form.fields else None
        form.add_error(name, sentences(fault.what, fault.mend))
    if not refusal.faults:
        form.add_error(
            refusal.field if refusal.field in form.fields else None,
            f"{refusal.what} {refusal.next_step}".strip(),
        )
