"""The leaders' study calendar."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhifa.intake.api import sheet_if_asked
from zhifa.kernel import clock
from zhifa.kernel.errors import NotFound
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import day_field
from zhifa.learning.access import units_seen
from zhifa.learning.selectors import member_of
from zhifa.learning.selectors.coverage import cycle_on
from zhifa.learning.selectors.studies import study_of
from zhifa.people.api import Unit


class StudyForm(forms.Form):
    """Whose leadership, over which days."""

    unit = forms.ModelChoiceField(
        label=gettext_lazy("单位"), queryset=Unit.objects.none(), to_field_name="code"
    )
    since = day_field(label=gettext_lazy("从"))
    until = day_field(label=gettext_lazy("到"))

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


def study(request: HttpRequest) -> HttpResponseBase:
    """Law by law of the leaders' list: studied on which days, or not yet."""
    actor, today = asker(request), clock.today()
    units = units_seen(actor).exclude(kind="community")
    member = member_of(actor, today)
    first = (units.filter(pk=member.unit).first() if member else None) or units.first()
    if first is None:
        raise NotFound(_("没有这个页面"))
    since, until = cycle_on(today)
    begin: dict[str, Any] = {"unit": first.code, "since": since, "until": min(until, today)}
    form = StudyForm(request.GET if "unit" in request.GET else None, units=units, initial=begin)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {**begin, "unit": first}
    found = study_of(actor, asked["unit"], asked["since"], asked["until"])
    columns = (_("应知应会的法律"), _("学过几次"), _("最近一次"))
    if exported := sheet_if_asked(
        request.GET, _("领导学法进度"), columns,
        lambda: (
            (one.line.label, len(one.studies), one.studies[-1].occurred_on if one.studies else None) for one in found.lines
        ),
    ):  # fmt: skip
        return exported
    return render(request, "learning/study.html", {"form": form, "study": found, "unit": asked["unit"]})
