"""Unannounced visits: the draw under an approved plan, made again by anyone who reads it, and what was found."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhifa.duties.access import may_manage
from zhifa.duties.selectors import draw_by_key, draws, frame_of
from zhifa.duties.services import DrawDraft, draw_visits, note_visit
from zhifa.duties.services.calling import units_called
from zhifa.intake.api import sheet_if_asked
from zhifa.kernel import clock
from zhifa.kernel.errors import NotFound, Refusal
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import day_field, show_refusal
from zhifa.kernel.wording import sentences
from zhifa.people.api import Unit

COLUMNS = (
    gettext_lazy("次序"),
    gettext_lazy("单位代码"),
    gettext_lazy("单位"),
    gettext_lazy("标记（SHA-256）"),
    gettext_lazy("是否抽中"),
)


class DrawForm(forms.Form):
    """A draw that is to be made."""

    plan_number = forms.CharField(
        label=gettext_lazy("批准的检查计划文号"),
        max_length=80,
        help_text=gettext_lazy("没有批准的计划不能抽取；一份计划只抽一次"),
    )
    title = forms.CharField(label=gettext_lazy("检查什么"), max_length=120)
    number = forms.IntegerField(label=gettext_lazy("抽几个单位"), min_value=1, max_value=1_000)
    seed = forms.CharField(
        label=gettext_lazy("种子"), max_length=80, required=False,
        help_text=gettext_lazy("可以用事先公开约定的数，例如当天的彩票号码；不填由系统生成。种子和结果当场存证"),
    )  # fmt: skip
    units = forms.MultipleChoiceField(label=gettext_lazy("抽取范围"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, among: list[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["units"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - as declared above
        field.choices = [(unit.code, unit.name) for unit in among]
        field.initial = [unit.code for unit in among]

    def draft(self) -> DrawDraft:
        """The draw as it was filled in."""
        return DrawDraft(**self.cleaned_data)


class VisitForm(forms.Form):
    """What was found at a unit."""

    unit = forms.CharField(widget=forms.HiddenInput)
    visited_on = day_field(gettext_lazy("检查日期"))
    found = forms.CharField(label=gettext_lazy("检查情况"), widget=forms.Textarea(attrs={"rows": 2}))


def visits(request: HttpRequest) -> HttpResponse:
    """The draws that were made."""
    actor = asker(request)
    return render(
        request, "duties/visits.html", {"draws": list(draws(actor)), "may_manage": may_manage(actor)}
    )


def new_draw(request: HttpRequest) -> HttpResponse:
    """Draw the units of a plan."""
    actor = asker(request)
    if not may_manage(actor):
        raise NotFound(_("没有这个页面"))
    form = DrawForm(request.POST or None, among=units_called(clock.today()))
    if request.method == "POST" and form.is_valid():
        try:
            made = draw_visits(actor, form.draft(), now=clock.now())
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("已抽取并存证；去检查以前，单位看不到结果。"))
            return redirect("duties_draw", made.pk)
    return render(request, "duties/form.html", {
        "form": form, "title": _("抽取检查单位"), "button": _("抽取"), "away": "/work/duties/visits/",
        "lead": _("按种子抽取，谁都可以照算法重抽一遍，结果一样。"),
    })  # fmt: skip


def draw(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One draw: its frame, its seed, how anyone draws it again, and the visits."""
    actor = asker(request)
    found = draw_by_key(actor, pk)
    frame = frame_of(found)
    if sheet := sheet_if_asked(
        request.GET, f"{found.title}{_('抽取')}", COLUMNS,
        lambda: ((place, unit.code, unit.name, mark, _("抽中") if chosen else "") for place, (unit, mark, chosen) in enumerate(frame, 1)),
    ):  # fmt: skip
        return sheet
    made = list(found.visits.select_related("unit"))
    redrawn = [unit.pk for unit, _mark, chosen in frame if chosen]
    return render(
        request, "duties/draw.html",
        {
            "draw": found, "frame": frame, "visits": made, "is_same": redrawn == [visit.unit_id for visit in made],
            "may_manage": may_manage(actor), "today": clock.today(),
        },
    )  # fmt: skip


@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Note what was found at a unit."""
    actor = asker(request)
    draw_by_key(actor, pk)
    form = VisitForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请写明检查日期和检查情况。"))
        return redirect("duties_draw", pk)
    data = form.cleaned_data
    try:
        note_visit(actor, pk, data["unit"], data["visited_on"], data["found"], now=clock.now())
    except Refusal as refusal:
        messages.error(request, sentences(refusal.what, refusal.why, refusal.next_step))
    else:
        messages.success(request, _("已登记。"))
    return redirect("duties_draw", pk)
