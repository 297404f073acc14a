"""The filters of the reading pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zhifa.laws.terms import InstrumentKind, Standing


class LibraryFilter(forms.Form):
    """Narrow the list of instruments."""

    q = forms.CharField(label=_("名称或拼音"), required=False, max_length=60)
    kind = forms.ChoiceField(
        label=_("类别"), required=False, choices=[("", _("全部类别")), *InstrumentKind.choices]
    )
    standing = forms.ChoiceField(
        label=_("效力与文本"), required=False, choices=[("", _("全部")), *Standing.choices]
    )
    on = forms.DateField(
        label=_("以哪一天为准"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class DayForm(forms.Form):
    """The day as of which to read."""

    on = forms.DateField(
        label=_("以哪一天为准"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    version = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)
