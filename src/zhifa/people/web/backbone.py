"""The pages of those who carry law publicity."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhifa.kernel import clock
from zhifa.kernel.errors import NotFound, Refusal
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import show_as_one
from zhifa.ledger.api import Subject, entries_of
from zhifa.lookups.api import What, note_lookup
from zhifa.people import access
from zhifa.people.models import Backbone
from zhifa.people.selectors import backbone, backbone_on, untrained_since
from zhifa.people.services import (
    appoint_backbone,
    charge_backbone,
    leave_backbone,
    note_training,
    renew_backbone,
)
from zhifa.people.terms import LISTS, UNTRAINED_AFTER, BackboneKind
from zhifa.people.web.forms import (
    BackboneFilter,
    BackboneForm,
    DutyForm,
    LeaveForm,
    RenewForm,
    TrainingForm,
)


def backbone_list(request: HttpRequest) -> HttpResponse:
    """Who serves, by kind; with `all`, those who served."""
    actor, today = asker(request), clock.today()
    form = BackboneFilter(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = backbone(actor) if asked.get("all") else backbone_on(actor, today)
    if asked.get("kind"):
        rows = rows.filter(kind=asked["kind"])
    year_ago = today - UNTRAINED_AFTER
    if asked.get("untrained"):
        rows = untrained_since(rows, year_ago)
    if asked.get("q"):
        words = asked["q"]
        rows = rows.filter(Q(person__name__icontains=words) | Q(unit__name__icontains=words))
    counts = dict(
        backbone_on(actor, today).order_by().values_list("kind").annotate(n=Count("person", distinct=True))
    )
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    note_lookup(actor, Subject(LISTS, "people_backbone"), What.NAMES, people=len(page), now=clock.now())
    return render(
        request,
        "people/backbone.html",
        {
            "form": form, "page": page, "today": today, "year_ago": year_ago,
            "untrained": untrained_since(backbone_on(actor, today), year_ago).count(), "may_manage": access.may_manage_bodies(actor),
            "counts": [(kind, counts.get(kind.value, 0)) for kind in BackboneKind],
        },
    )  # fmt: skip


def service(request: HttpRequest, service_id: int) -> HttpResponse:
    """One appointment: term, training, exit, and everything that was recorded of it."""
    actor = asker(request)
    found = _service(request, service_id)
    may_manage = access.may_manage_bodies(actor)
    forms: dict[str, Form] = {}
    if may_manage:
        forms = {
            "duty": DutyForm(initial={"duty": found.duty}),
            "training": TrainingForm(),
            "renew": RenewForm(),
            "leave": LeaveForm(),
        }
    if request.method == "POST":
        answer = _change(request, found, forms)
        if answer is not None:
            return answer
    note_lookup(actor, Subject("person", found.person.code), What.PERSON, now=clock.now())
    return render(
        request,
        "people/backbone_service.html",
        {
            "service": found,
            "today": clock.today(),
            "entries": entries_of(Subject("backbone", str(service_id))),
            "forms": forms,
            "is_open": not found.exit_reason,
            "may_see_people": access.may_see_people(actor),
        },
    )


def _change(request: HttpRequest, found: Backbone, forms: dict[str, Form]) -> HttpResponse | None:
    """Train, renew or let go; None when the form has to be shown again."""
    if not forms:
        raise NotFound(_("没有这个页面"))
    actor, now = asker(request), clock.now()
    what = request.POST.get("what", "")
    kinds = {"duty": DutyForm, "training": TrainingForm, "renew": RenewForm, "leave": LeaveForm}
    if what not in kinds:
        raise NotFound(_("没有这个页面"))
    form = forms[what] = kinds[what](request.POST)
    if not form.is_valid():
        return None
    data = form.cleaned_data
    try:
        if what == "training":
            note_training(actor, found.pk, on=data["on"], now=now)
        elif what == "duty":
            charge_backbone(actor, found.pk, duty=data["duty"], now=now)
        elif what == "renew":
            renew_backbone(actor, found.pk, until=data["until"], document=data["document"], now=now)
        else:
            leave_backbone(actor, found.pk, last_day=data["last_day"], reason=data["reason"], now=now)
    except Refusal as refusal:
        show_as_one(form, refusal)
        return None
    messages.success(request, _("已登记。"))
    return redirect("people_backbone_service", found.pk)


def new_service(request: HttpRequest) -> HttpResponse:
    """Appoint someone."""
    actor = asker(request)
    if not access.may_manage_bodies(actor):
        raise NotFound(_("没有这个页面"))
    form = BackboneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = appoint_backbone(actor, form.draft(), now=clock.now())
        except Refusal as refusal:
            show_as_one(form, refusal)
        else:
            messages.success(request, _("已聘任。"))
            return redirect("people_backbone_service", made.pk)
    return render(request, "people/backbone_form.html", {"form": form})


def _service(request: HttpRequest, service_id: int) -> Backbone:
    found = backbone(asker(request)).filter(pk=service_id).first()
    if found is None:
        raise NotFound(_("没有这项聘任"))
    return found
