"""The page of the working calendar: a year at a glance, and the home's own days."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhifa.kernel import clock
from zhifa.kernel.errors import NotFound
from zhifa.kernel.web.asking import asker
from zhifa.notices.access import may_keep_calendar
from zhifa.notices.selectors import calendar_year, own_days
from zhifa.notices.services import release_day, settle_day
from zhifa.notices.web.forms import DayForm

FIRST_YEAR, LAST_YEAR = 2004, 2099


def calendar(request: HttpRequest) -> HttpResponse:
    """A year of the calendar for everyone signed in; settling a day for those who keep it."""
    actor = asker(request)
    today = clock.today()
    asked = request.GET.get("year", "")
    year = min(max(int(asked), FIRST_YEAR), LAST_YEAR) if asked.isdigit() and len(asked) < 5 else today.year
    may_keep = may_keep_calendar(actor)
    form = DayForm(request.POST or None) if may_keep else None
    if request.method == "POST":
        if form is None:
            raise NotFound(_("没有这个页面"))
        if form.is_valid():
            data = form.cleaned_data
            settle_day(actor, data["day"], works=data["works"], reason=data["reason"], now=clock.now())
            messages.success(request, _("已登记，期限和提醒按新的安排计算。"))
            return redirect(f"{reverse('working_calendar')}?year={data['day'].year}")
    return render(
        request,
        "notices/calendar.html",
        {"calendar": calendar_year(year), "own_days": own_days(year), "form": form, "today": today},
    )


@require_POST
def release(request: HttpRequest, day: date) -> HttpResponse:
    """Let the national calendar hold again for a day."""
    release_day(asker(request), day, now=clock.now())
    messages.success(request, _("已取消另行安排，按全国统一的安排执行。"))
    return redirect(f"{reverse('working_calendar')}?year={day.year}")
