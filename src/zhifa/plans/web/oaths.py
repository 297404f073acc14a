"""The register of oaths to the constitution: who has not sworn yet, who has, and by which text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhifa.intake.api import sheet_if_asked
from zhifa.kernel import clock
from zhifa.kernel.errors import NotFound
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import asked, day_field
from zhifa.kernel.wording import aside, listed
from zhifa.plans.access import may_manage_plans, may_read_oaths, units_taking_part, visible_oaths
from zhifa.plans.models import Oath, OathText
from zhifa.plans.services import AppointeeDraft, OathDraft, add_oath_text, enter_appointee, record_oath
from zhifa.plans.terms import OathForm
from zhifa.plans.web.taking_part import OfUnit


class AppointeeForm(OfUnit):
    """Who took which office."""

    name = forms.CharField(label=gettext_lazy("姓名"), max_length=40)
    office = forms.CharField(label=gettext_lazy("职务"), max_length=60)
    appointed_on = day_field(gettext_lazy("任职日期"))
    appointed_by = forms.CharField(
        label=gettext_lazy("任免机关"),
        max_length=60,
        help_text=gettext_lazy("例如：区人大常委会、区人民政府"),
    )

    def draft(self) -> AppointeeDraft:
        """The appointee as filled in."""
        data = self.cleaned_data
        return AppointeeDraft(
            data["name"], data["unit"].code, data["office"], data["appointed_on"], data["appointed_by"]
        )


class SwearForm(forms.Form):
    """An oath taken."""

    sworn_on = day_field(gettext_lazy("宣誓日期"))
    form = forms.ChoiceField(label=gettext_lazy("形式"), choices=OathForm.choices)
    led_by = forms.CharField(
        label=gettext_lazy("领誓人"), max_length=40, required=False, help_text=gettext_lazy("集体宣誓时填写")
    )
    witness = forms.CharField(label=gettext_lazy("监誓人"), max_length=40)
    place = forms.CharField(label=gettext_lazy("地点"), max_length=80, required=False)

    def draft(self) -> OathDraft:
        """The oath as filled in."""
        return OathDraft(**self.cleaned_data)


class TextForm(forms.Form):
    """A version of the oath's words."""

    since = day_field(gettext_lazy("施行日期"))
    source = forms.CharField(
        label=gettext_lazy("依据文件"),
        max_length=200,
        help_text=gettext_lazy("写明文件名称和日期，誓词照文件抄录"),
    )
    words = forms.CharField(
        label=gettext_lazy("誓词"), max_length=600, widget=forms.Textarea(attrs={"rows": 4})
    )


COLUMNS = (
    gettext_lazy("姓名"), gettext_lazy("单位"), gettext_lazy("职务"), gettext_lazy("任职日期"), gettext_lazy("任免机关"),
    gettext_lazy("宣誓日期"), gettext_lazy("形式"), gettext_lazy("领誓人"), gettext_lazy("监誓人"), gettext_lazy("誓词依据"),
)  # fmt: skip


def register(request: HttpRequest) -> HttpResponseBase:
    """Those without an oath first, then the oaths taken, newest first."""
    actor = asker(request)
    if not may_read_oaths(actor):
        raise NotFound(_("没有这个页面"))
    found = visible_oaths(actor).select_related("unit", "text")
    if sheet := sheet_if_asked(
        request.GET, _("宪法宣誓登记"), COLUMNS, lambda: map(_row, found.iterator(chunk_size=500))
    ):
        return sheet
    page = Paginator(found.exclude(sworn_on=None).order_by("-sworn_on", "unit__code", "name"), 30).get_page(
        request.GET.get("page")
    )
    context = {
        "without": found.filter(sworn_on=None).order_by("appointed_on", "unit__code", "name"), "page": page,
        "texts": OathText.objects.all(), "may_manage": may_manage_plans(actor),
        "may_enter": units_taking_part(actor).exists(),
    }  # fmt: skip
    return render(request, "plans/oaths.html", context)


def new_appointee(request: HttpRequest) -> HttpResponse:
    """Enter who took office."""
    actor = asker(request)
    if not units_taking_part(actor).exists():
        raise NotFound(_("没有这个页面"))
    form = AppointeeForm(request.POST or None, actor=actor)
    return _asked(
        request, form, lambda: enter_appointee(actor, form.draft(), now=clock.now()), title=_("登记任职人员"),
        lead=_("依法应当宣誓的任职人员；登记宣誓以前，列在没有宣誓的名单里。"),
        done=_("已登记，宣誓后在名单里勾选补上。"),
    )  # fmt: skip


def swear(request: HttpRequest) -> HttpResponse:
    """Record the oath of those ticked."""
    actor = asker(request)
    keys = {int(one) for one in request.GET.getlist("who") if one.isdigit()}
    oaths = list(visible_oaths(actor).filter(pk__in=keys))
    if not oaths:
        messages.error(request, _("没有选中任职人员。在名单里勾选要登记宣誓的人。"))
        return redirect("plans_oaths")
    form = SwearForm(
        request.POST or None, initial={"form": OathForm.TOGETHER if len(oaths) > 1 else OathForm.ALONE}
    )
    return _asked(
        request, form, lambda: record_oath(actor, keys, form.draft(), now=clock.now()), title=_("登记宣誓"),
        lead=listed([aside(one.name, one.office) for one in oaths]),
        done=_("已登记 %(count)s 人的宣誓。") % {"count": len(oaths)},
    )  # fmt: skip


def new_text(request: HttpRequest) -> HttpResponse:
    """Enter a version of the oath's words."""
    actor = asker(request)
    if not may_manage_plans(actor):
        raise NotFound(_("没有这个页面"))
    form = TextForm(request.POST or None)
    return _asked(
        request, form, lambda: add_oath_text(actor, now=clock.now(), **form.cleaned_data), title=_("登记誓词版本"),
        lead=_("每次宣誓绑定当天施行的誓词；以前的登记不随新版本改变。"),
    )  # fmt: skip


def _row(oath: Oath) -> tuple[Any, ...]:
    return (
        oath.name, oath.unit.name, oath.office, oath.appointed_on, oath.appointed_by, oath.sworn_on,
        oath.get_form_display() if oath.form else "", oath.led_by, oath.witness, oath.text.source if oath.text else "",
    )  # fmt: skip


def _asked(request: HttpRequest, form: forms.Form, act: Callable[[], object], **shown: str) -> HttpResponse:
    away = reverse("plans_oaths")
    return asked(request, form, act, "plans/shape.html", back=lambda: away, away=away, **shown)
