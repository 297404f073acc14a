"""The pages of people: units, areas, persons, hand-over."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhifa.accounts.api import invite, restore, suspend
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.people import access
from zhifa.people.models import Holding, UnitSuccession
from zhifa.people.selectors import (
    unit_by_code,
    visible_areas,
    visible_people,
    visible_units,
)
from zhifa.people.services import hand_over
from zhifa.people.terms import ROLE_WORDS
from zhifa.people.web.forms import HandOverForm, UnitFilter


def units(request: HttpRequest) -> HttpResponse:
    """The register of units."""
    form = UnitFilter(request.GET or None)
    rows = visible_units(_actor(request))
    if form.is_valid():
        if form.cleaned_data["kind"]:
            rows = rows.filter(kind=form.cleaned_data["kind"])
        if form.cleaned_data["q"]:
            rows = rows.filter(name__icontains=form.cleaned_data["q"])
    page = Paginator(rows.order_by("kind", "pinyin"), 50).get_page(request.GET.get("page"))
    return render(request, "people/units.html", {"form": form, "page": page})


def unit(request: HttpRequest, code: str) -> HttpResponse:
    """One unit: what it was called when, what it came from and became, who holds its posts."""
    found = unit_by_code(code)
    today = clock.today()
    held = Holding.objects.filter(valid_from__lte=today).exclude(valid_until__lt=today)
    posts = found.posts.prefetch_related(Prefetch("holdings", held.select_related("person"), "held_now"))
    return render(
        request,
        "people/unit.html",
        {
            "unit": found,
            "names": found.names.all(),
            "posts": posts,
            "became": UnitSuccession.objects.filter(old=found).select_related("new"),
            "came_from": UnitSuccession.objects.filter(new=found).select_related("old"),
        },
    )


def areas(request: HttpRequest) -> HttpResponse:
    """Areas from the district down to the community, each with its populations by basis, date and source."""
    return render(request, "people/areas.html", {"areas": visible_areas(_actor(request)).order_by("path")})


def people(request: HttpRequest) -> HttpResponse:
    """Who holds which post today."""
    actor = _actor(request)
    if not access.may_see_people(actor):
        raise NotFound(_("没有这个页面"))
    rows = visible_people(actor, clock.today())
    if words := request.GET.get("q"):
        rows = rows.filter(name__icontains=words)
    page = Paginator(rows.order_by("pinyin", "code"), 50).get_page(request.GET.get("page"))
    return render(request, "people/people.html", {"page": page, "q": words or "", "roles": ROLE_WORDS})


def person(request: HttpRequest, code: str) -> HttpResponse:
    """One person: posts over time, and for administrators invitation and hand-over."""
    actor = _actor(request)
    found = visible_people(actor, clock.today()).filter(code=code).first()
    if found is None:
        raise NotFound(_("没有这个人员"))
    return render(
        request,
        "people/person.html",
        {
            "person": found,
            "holdings": found.holdings.select_related("post__unit").order_by("-valid_from"),
            "may_manage": access.may_manage_people(actor),
        },
    )


@require_POST
def send_invitation(request: HttpRequest, code: str) -> HttpResponse:
    """Make an invitation link and show it to the administrator, who passes it on."""
    found = visible_people(_actor(request), clock.today()).filter(code=code).first()
    if found is None or found.account_id is None:
        raise NotFound(_("没有这个人员的账号"))
    token = invite(_actor(request), found.account_id, now=clock.now())
    link = request.build_absolute_uri(reverse("accounts_invitation", args=[token]))
    return render(request, "people/invitation.html", {"person": found, "link": link})


@require_POST
def switch_account(request: HttpRequest, code: str) -> HttpResponse:
    """Suspend or restore a person's sign-in."""
    found = visible_people(_actor(request), clock.today()).filter(code=code).first()
    if found is None or found.account_id is None:
        raise NotFound(_("没有这个人员的账号"))
    switch = restore if request.POST.get("active") == "1" else suspend
    switch(_actor(request), found.account_id, now=clock.now())
    return redirect("people_person", code)


def hand_over_work(request: HttpRequest, code: str, holding_id: int) -> HttpResponse:
    """Pass a post, and with it all open work, to a successor."""
    actor = _actor(request)
    if not access.may_manage_people(actor):
        raise NotFound(_("没有这个页面"))
    form = HandOverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        hand_over(actor, holding_id, data["successor"], on=data["on"], now=clock.now())
        messages.success(request, _("已交接，未办完的事项随职务转给接任人。"))
        return redirect("people_person", code)
    return render(request, "people/hand_over.html", {"form": form, "code": code})


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined,no-any-return]  # set by ActorMiddleware
