"""The pages on which units say what they do in a campaign and take their turns at its stalls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import asked, day_field
from zhifa.people.api import Unit
from zhifa.plans.access import units_taking_part
from zhifa.plans.models import Campaign, CampaignPart, CampaignShift
from zhifa.plans.selectors import campaign_by_code
from zhifa.plans.services import PartDraft, ShiftDraft, add_shift, drop_shift, take_part


class OfUnit(forms.Form):
    """A form that speaks for one unit; who has only one is not asked."""

    unit = forms.ModelChoiceField(
        label=gettext_lazy("单位"), queryset=Unit.objects.none(), to_field_name="code"
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = units_taking_part(actor).order_by("code")
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        if len(only := units[:2]) == 1:
            self.fields["unit"].initial = only[0].code


class PartForm(OfUnit):
    """A unit's plan for a campaign."""

    section = forms.CharField(label=gettext_lazy("责任科室"), max_length=60)
    channel = forms.CharField(
        label=gettext_lazy("渠道"), max_length=120, help_text=gettext_lazy("例如：社区广场摊位、本局公众号")
    )
    measure = forms.CharField(
        label=gettext_lazy("怎样算做到"),
        max_length=160,
        help_text=gettext_lazy("例如：办讲座2场，记录经确认"),
    )
    stop_rule = forms.CharField(
        label=gettext_lazy("到什么时候为止"), max_length=160,
        help_text=gettext_lazy("例如：12月10日止；资料发完为止"),
    )  # fmt: skip

    def draft(self) -> PartDraft:
        """The plan as it was filled in."""
        data = self.cleaned_data
        return PartDraft(data["section"], data["channel"], data["measure"], data["stop_rule"])


class ShiftForm(OfUnit):
    """A turn at a stall."""

    place = forms.CharField(label=gettext_lazy("摊位地点"), max_length=80)
    day = day_field(gettext_lazy("日期"))
    starts_at = forms.TimeField(label=gettext_lazy("开始"), widget=forms.TimeInput(attrs={"type": "time"}))
    ends_at = forms.TimeField(label=gettext_lazy("结束"), widget=forms.TimeInput(attrs={"type": "time"}))
    people = forms.IntegerField(label=gettext_lazy("值班人数"), min_value=1, max_value=200)
    brings = forms.CharField(label=gettext_lazy("带去的资料和服务"), max_length=160, required=False)

    def clean(self) -> dict[str, Any]:
        """The hours in order."""
        data = super().clean() or {}
        if data.get("starts_at") and data.get("ends_at") and data["ends_at"] <= data["starts_at"]:
            self.add_error("ends_at", ValidationError(_("结束时间要晚于开始时间。请更正。")))
        return data

    def draft(self) -> ShiftDraft:
        """The turn as it was filled in."""
        data = self.cleaned_data
        return ShiftDraft(
            data["place"], data["day"], data["starts_at"], data["ends_at"], data["people"], data["brings"]
        )


def part(request: HttpRequest, code: str) -> HttpResponse:
    """Write or change a unit's plan for a campaign."""
    actor, campaign = _of(request, code)
    chosen = request.GET.get("unit", "")
    standing = CampaignPart.objects.filter(
        campaign=campaign, unit__in=units_taking_part(actor), unit__code=chosen
    ).first()
    form = PartForm(request.POST or None, actor=actor, initial=_values(standing) if standing else None)
    lead = (
        _("活动已经开始：现在写下的安排会标明是事后补写的。")
        if campaign.since <= clock.today()
        else _("在活动开始以前写下；开始以后写的会标明是事后补写的。")
    )
    return _asked(
        request, campaign, form,
        lambda: take_part(actor, code, form.cleaned_data["unit"].code, form.draft(), now=clock.now()),
        title=_("修改安排") if standing else _("登记参加安排"), lead=lead,
    )  # fmt: skip


def shift(request: HttpRequest, code: str) -> HttpResponse:
    """A further turn at a stall; the place and hours of the last stay for the next unit."""
    actor, campaign = _of(request, code)
    last = CampaignShift.objects.filter(campaign=campaign).order_by("-pk").first()
    first = {name: getattr(last, name) for name in ("place", "day", "starts_at", "ends_at")} if last else {}
    form = ShiftForm(request.POST or None, actor=actor, initial={"day": campaign.since, **first})
    return _asked(
        request, campaign, form,
        lambda: add_shift(actor, code, form.cleaned_data["unit"].code, form.draft(), now=clock.now()),
        title=_("排一班"), lead=_("各单位共用这一张摊位和值班表，不用另外报。"), done=_("已排进值班表。"),
    )  # fmt: skip


@require_POST
def drop(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take a turn out of the rota."""
    actor, campaign = _of(request, code)
    drop_shift(actor, campaign.code, pk, now=clock.now())
    messages.success(request, _("已撤掉这一班。"))
    return redirect("plans_campaign", code)


def _of(request: HttpRequest, code: str) -> tuple[Actor, Campaign]:
    actor = asker(request)
    if not units_taking_part(actor).exists():
        raise NotFound(_("没有这个页面"))
    return actor, campaign_by_code(actor, code)


def _values(standing: CampaignPart) -> dict[str, Any]:
    return {
        "unit": standing.unit.code, "section": standing.section, "channel": standing.channel,
        "measure": standing.measure, "stop_rule": standing.stop_rule,
    }  # fmt: skip


def _asked(
    request: HttpRequest, campaign: Campaign, form: forms.Form, act: Callable[[], object], **shown: str
) -> HttpResponse:
    away = reverse("plans_campaign", args=[campaign.code])
    return asked(request, form, act, "plans/shape.html", back=lambda: away, away=away, **shown)
