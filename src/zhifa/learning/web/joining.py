"""Signing up: a unit's staff, oneself; one's own classes; what one says of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhifa.kernel import clock
from zhifa.kernel.errors import NotFound
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import pressed
from zhifa.learning.access import may_organise_any, units_of
from zhifa.learning.selectors import class_by_key, member_of, my_classes, staff_of
from zhifa.learning.selectors.classes import sessions_of_today
from zhifa.learning.services import leave_class, sign_up, sign_up_self, tell_feedback
from zhifa.learning.terms import ClassState, Place
from zhifa.learning.web.asking import asked
from zhifa.learning.web.forms import FeedbackForm, StaffForm


def sign_up_staff(request: HttpRequest, key: str) -> HttpResponse:
    """A unit signs its staff up: those who are on the list already do not stand there again."""
    actor = asker(request)
    training = class_by_key(actor, key)
    if not may_organise_any(actor) or training.state != ClassState.OPEN:
        raise NotFound(_("没有这个页面"))
    here = training.get_absolute_url()
    taken = set(training.enrolments.exclude(state=Place.WITHDRAWN).values_list("person", flat=True))
    members = [one for one in staff_of(units_of(actor), clock.today()) if one.person not in taken]
    form = StaffForm(request.POST or None, members=members)

    def act() -> None:
        sign_up(actor, key, form.cleaned_data["people"], now=clock.now())

    quota = training.quotas.filter(unit__in=units_of(actor)).select_related("unit")
    return asked(
        request, form, act, title=_("给本单位的人报名"), back=lambda: here, away=here, template="learning/sign_up.html",
        training=training, quotas=quota, members=members, done=_("已报名，名额满了的进候补；结果见下面的名单。"),
    )  # fmt: skip


@require_POST
def join(request: HttpRequest, key: str) -> HttpResponse:
    """Sign up oneself."""
    actor = asker(request)
    back = class_by_key(actor, key).get_absolute_url()
    return pressed(request, lambda: sign_up_self(actor, key, now=clock.now()), done=_("已报名。"), back=back)


@require_POST
def leave(request: HttpRequest, key: str) -> HttpResponse:
    """Leave, or take somebody of one's unit off the list."""
    actor = asker(request)
    back = class_by_key(actor, key).get_absolute_url()
    member = member_of(actor, clock.today())
    person = request.POST.get("person") or (member.code if member else "")
    return pressed(
        request, lambda: leave_class(actor, key, person, now=clock.now()), done=_("已退出，名额给了后面候补的人。"), back=back
    )  # fmt: skip


def mine(request: HttpRequest) -> HttpResponse:
    """One's own classes: those of today first, with the way to check in."""
    actor, today = asker(request), clock.today()
    member = member_of(actor, today)
    person = member.person if member else None
    shown = {"rows": my_classes(person), "today": sessions_of_today(person, today), "member": member}
    return render(request, "learning/mine.html", shown)


def feedback(request: HttpRequest, key: str) -> HttpResponse:
    """Say how a class was."""
    actor = asker(request)
    training = class_by_key(actor, key)
    form = FeedbackForm(request.POST or None)

    def act() -> None:
        data = form.cleaned_data
        tell_feedback(actor, key, data["useful"], data["clear"], data["remark"], now=clock.now())

    return asked(
        request, form, act, title=_("评价培训班"), back=lambda: "/work/training/mine/", away="/work/training/mine/",
        lead=training.title, done=_("谢谢，已收到。不记名，满五人评价后才汇总显示。"), button=_("提交评价"),
    )  # fmt: skip
