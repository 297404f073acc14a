"""The gallery of components: each one with realistic content, its empty state and its errors."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhifa.kernel.errors import Fault
from zhifa.kernel.web.forms import day_field

SEALED = datetime(2018, 3, 2, 1, 5, tzinfo=UTC)
FIRST_DAY = date(2018, 3, 1)


class SampleForm(forms.Form):
    """A form with every sort of field."""

    title = forms.CharField(label=gettext_lazy("名称"), max_length=120)
    kind = forms.ChoiceField(
        label=gettext_lazy("种类"),
        choices=[("lecture", gettext_lazy("法治讲座")), ("radio", gettext_lazy("广播节目"))],
    )
    day = day_field(label=gettext_lazy("日期"))
    times = forms.IntegerField(
        label=gettext_lazy("参加人次"),
        min_value=0,
        required=False,
        help_text=gettext_lazy("没有计量请留空，不要估填。"),
    )
    summary = forms.CharField(
        label=gettext_lazy("说明"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    public = forms.BooleanField(label=gettext_lazy("可以公开"), required=False)


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component of the shell; the page owns no fact and needs no account."""
    return render(request, "kernel/gallery.html", _samples())


def _samples() -> dict[str, Any]:
    """Content as it would stand in a district: long names, large numbers, nothing."""
    faulty = SampleForm({"title": "", "kind": "lecture", "day": "2099-13-01", "times": "-3"})
    return {
        "form": SampleForm(initial={"title": _("宪法进机关专题讲座"), "day": FIRST_DAY, "times": 120}),
        "faulty": faulty,
        "page": Paginator(range(230), 20).get_page(4),
        "states": [
            ("draft", _("草稿")), ("waiting", _("待确认")), ("done", _("已确认")), ("late", _("已退回")), ("off", _("已撤回")),
        ],
        "faults": [
            Fault(_("没有代码为 U55 的单位"), _("从单位名录中选择"), row=3, column=_("主办单位")),
            Fault(_("数值不能是负数"), _("填 0 或正整数；没有计量请留空"), row=7, column=_("参加人次")),
        ],
        "sealed": SEALED,
        "channels": [(_("现场"), 2_290, "2,290"), (_("广播"), 180_800, "180,800"), (_("微信"), 106_700, "106,700")],
        "calendar": [
            ((FIRST_DAY + timedelta(days=offset)).isoformat(), 20 + offset * 37 % 400, f"{20 + offset * 37 % 400} 人次")
            for offset in range(0, 180, 3)
        ],
        "months": [(f"2018-{month:02d}", month * 1_300, f"{month * 1_300:,} 人次") for month in range(1, 9)],
        "progress": [(_("法治讲座"), 266, _("266 场"), 320), (_("发放资料"), 117_540, _("117,540 份"), 180_000)],
        "entries": [{"recorded_at": SEALED, "act": "deeds.record_deed", "sealed_at": SEALED}],
        "rows": [
            (FIRST_DAY, _("宪法进机关专题讲座"), _("区教育局"), 120, "done", _("已确认")),
            (date(2018, 4, 2), _("民法总则进社区法律咨询"), _("区民政局"), 80, "waiting", _("待确认")),
            (date(2018, 5, 20), _("走进法庭网上直播"), _("区人民法院"), 31_260, "done", _("已确认")),
        ],
    }  # fmt: skip
