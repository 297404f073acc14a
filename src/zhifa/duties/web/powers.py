"""Units' own power lists: entered here or imported, with what nobody makes known and what two bodies claim."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhifa.duties.access import DRAFTERS, may_manage
from zhifa.duties.selectors import current_year, power_findings, powers_of, year_by_number, years
from zhifa.duties.services import PowerDraft, load_powers, remove_power
from zhifa.duties.services.calling import units_called
from zhifa.duties.services.powers import cites_in
from zhifa.duties.web.unit import own_units
from zhifa.intake.api import sheet_if_asked
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound, Refusal
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import show_refusal
from zhifa.people.api import Unit

COLUMNS = (
    gettext_lazy("单位"),
    gettext_lazy("事项"),
    gettext_lazy("类型"),
    gettext_lazy("法律依据"),
    gettext_lazy("责任清单"),
)


class PowerForm(forms.Form):
    """One matter of a power list."""

    unit = forms.ChoiceField(label=gettext_lazy("单位"))
    name = forms.CharField(
        label=gettext_lazy("事项"), max_length=160, help_text=gettext_lazy("例如：对违法停车的处罚")
    )
    sort = forms.CharField(
        label=gettext_lazy("类型"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("例如：行政处罚、行政许可；可以不写"),
    )
    law = forms.CharField(
        label=gettext_lazy("法律依据"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("每行一处，写到条，例如：《道路交通安全法》第九十三条"),
    )  # fmt: skip

    def __init__(self, *args: Any, units: list[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = [(unit.code, unit.name) for unit in units]

    def draft(self) -> PowerDraft:
        """The matter as it was filled in."""
        data = self.cleaned_data
        return PowerDraft(data["unit"], data["name"], data["sort"], cites_in(data["law"]))


def _units(actor: Actor) -> list[Unit]:
    """The units whose power list the actor may write."""
    return units_called(clock.today()) if may_manage(actor) else own_units(actor)


def may_write(actor: Actor) -> bool:
    """The office for every unit, a unit's own people for theirs."""
    return may_manage(actor) or actor.has_role(*DRAFTERS)


def powers(request: HttpRequest) -> HttpResponseBase:
    """The power lists that the asker sees, and what they say beside a year's duties."""
    actor = asker(request)
    if not (actor.sees_district or may_write(actor)):
        raise NotFound(_("没有这个页面"))
    asked = request.GET.get("year", "")
    year = year_by_number(int(asked)) if asked.isdigit() else current_year(clock.today())
    found = power_findings(actor, year) if year else None
    rows = powers_of(actor)
    lonely = {row.pk for row in found.orphans} if found else set()
    if sheet := sheet_if_asked(
        request.GET, _("权责事项与普法责任对照"), COLUMNS,
        lambda: ((row.unit.name, row.name, row.sort, row.label, _("没有人宣传") if row.pk in lonely else _("已列入")) for row in rows),
    ):  # fmt: skip
        return sheet
    return render(
        request, "duties/powers.html",
        {
            "year": year, "years": years(), "found": found, "page": Paginator(rows, 40).get_page(request.GET.get("page")),
            "lonely": lonely, "may_write": may_write(actor), "may_manage": may_manage(actor),
        },
    )  # fmt: skip


def new_power(request: HttpRequest) -> HttpResponse:
    """Enter one matter."""
    actor = asker(request)
    units = _units(actor) if may_write(actor) else []
    if not units:
        raise NotFound(_("没有这个页面"))
    form = PowerForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid():
        try:
            load_powers(actor, [form.draft()], now=clock.now())
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("已登记。"))
            return redirect("duties_powers")
    return render(request, "duties/form.html", {
        "form": form, "title": _("登记权责事项"), "button": _("登记"), "away": "/work/duties/powers/",
        "lead": _("写本单位权责清单里的一个事项和它的法律依据；系统据此找出没有人宣传和几家都认领的条文。"),
    })  # fmt: skip


@require_POST
def take_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a row out of a power list."""
    remove_power(asker(request), pk, now=clock.now())
    messages.success(request, _("已删除。"))
    return redirect("duties_powers")
