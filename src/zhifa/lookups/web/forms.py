"""Forms of the access log."""

from __future__ import annotations

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhifa.kernel.web.forms import day_field
from zhifa.lookups.selectors import LookupFilter
from zhifa.lookups.terms import LEAST_MONTHS, What


def _least() -> str:
    """Said anew for each reader, where the form is defined once."""
    return gettext("不少于 %(least)s 个月") % {"least": LEAST_MONTHS}


class LookupFilterForm(forms.Form):
    """What narrows the search; kept in the address."""

    who = forms.CharField(label=_("谁"), required=False, max_length=60)
    about = forms.CharField(label=_("看了什么"), required=False, max_length=60)
    what = forms.ChoiceField(label=_("做了什么"), required=False, choices=[("", _("全部")), *What.choices])
    since = day_field(label=_("从"), required=False)
    until = day_field(label=_("到"), required=False)

    def chosen(self) -> LookupFilter:
        """The filter; what cannot be read narrows nothing."""
        data = self.cleaned_data if self.is_valid() else {}
        return LookupFilter(
            who=data.get("who") or "", about=data.get("about") or "", what=data.get("what") or "",
            since=data.get("since"), until=data.get("until"),
        )  # fmt: skip


class KeepingForm(forms.Form):
    """How long rows are kept from a day on."""

    valid_from = day_field(label=_("从哪天起"))
    months = forms.IntegerField(label=_("保存月数"), max_value=1200, help_text=lazy(_least, str)())
    source = forms.CharField(label=_("依据"), max_length=300, help_text=_("法律条文或本单位的规定、文号"))
    to_confirm = forms.BooleanField(label=_("依据还要核对"), required=False)
