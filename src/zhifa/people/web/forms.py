"""The shapes of what the pages of people read."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zhifa.people.models import Person
from zhifa.people.terms import UnitKind


class UnitFilter(forms.Form):
    """What narrows the list of units."""

    kind = forms.ChoiceField(label=_("类别"), required=False, choices=[("", _("全部")), *UnitKind.choices])
    q = forms.CharField(label=_("名称"), required=False)


class HandOverForm(forms.Form):
    """Who takes over, and from which day."""

    successor = forms.ModelChoiceField(label=_("接任人"), queryset=Person.objects.all())
    on = forms.DateField(
        label=_("交接日期"),
        help_text=_("接任人从这一天起任职，原任职到前一天为止。"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
