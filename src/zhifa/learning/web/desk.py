"""The organiser's desk: all classes, one class, what changes it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhifa.deeds.api import served_by
from zhifa.intake.api import sheet_if_asked
from zhifa.kernel import clock
from zhifa.kernel.errors import BadInput, Fault, NotFound
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import pressed
from zhifa.laws.api import cited_views
from zhifa.learning.access import may_organise, may_organise_any, may_see_names, units_of, units_seen
from zhifa.learning.selectors import class_by_key, class_lines, enrolments_of, member_of, session_lines
from zhifa.learning.selectors.classes import clashing
from zhifa.learning.selectors.classes import classes as classes_seen
from zhifa.learning.selectors.feedback import said_of
from zhifa.learning.services import (
    cancel_class,
    change_class,
    conclude_class,
    open_sign_up,
    plan_class,
    set_quotas,
)
from zhifa.learning.terms import CLASS, ClassState, Place
from zhifa.learning.web.asking import asked, organiser_of
from zhifa.learning.web.forms import ClassForm, QuotasForm, ReasonForm, class_values
from zhifa.ledger.api import Subject, entries_of
from zhifa.people.api import unit_named


def classes(request: HttpRequest) -> HttpResponseBase:
    """All classes that the actor sees: signed up, 人次 and 人, each by itself."""
    actor = asker(request)
    rows = classes_seen(actor)
    columns = (
        _("班名"), _("举办单位"), _("开班"), _("结束"), _("状态"), _("名额（人）"), _("报名（人）"), _("候补（人）"), _("到课（人次）"),
        _("到课的不同的人（人）"),
    )  # fmt: skip
    if exported := sheet_if_asked(
        request.GET, _("培训班"), columns,
        lambda: (
            (one.training.title, one.training.organiser.name, one.training.since, one.training.until,
             one.training.get_state_display(), one.training.capacity, one.registered, one.waiting, one.times, one.people)
            for one in class_lines(rows)
        ),
    ):  # fmt: skip
        return exported
    page = Paginator(rows, 40).get_page(request.GET.get("page"))
    shown = {"page": page, "lines": class_lines(page.object_list), "may_organise": may_organise_any(actor)}
    return render(request, "learning/classes.html", shown)


def new(request: HttpRequest) -> HttpResponse:
    """Plan a class."""
    actor = asker(request)
    if not may_organise_any(actor):
        raise NotFound(_("没有这个页面"))
    units = units_of(actor)
    member = member_of(actor, clock.today())
    first = (units.filter(pk=member.unit).first() if member else None) or units.first()
    form = ClassForm(request.POST or None, units=units, initial={"organiser": first.code if first else None})
    made: list[str] = []

    def act() -> None:
        made.append(plan_class(actor, form.draft(), now=clock.now()).get_absolute_url())

    return asked(
        request, form, act, title=_("筹备培训班"), back=lambda: made[0], away="/work/training/", button=_("保存，下一步排课"),
        done=_("已保存。现在排课，排好再开放报名。"),
    )  # fmt: skip


def one(request: HttpRequest, key: str) -> HttpResponse:
    """One class: sessions with registered beside present, who signed up as far as the actor sees them, what is next."""
    actor = asker(request)
    training = class_by_key(actor, key)
    (line,) = class_lines([training])
    enrolled = list(enrolments_of(training))
    if not may_see_names(actor, training):
        seen = set(units_seen(actor).values_list("pk", flat=True))
        enrolled = [one for one in enrolled if one.unit_id in seen]
    member = member_of(actor, clock.today())
    mine = training.enrolments.filter(person=member.person).first() if member else None
    organises = may_organise(actor, training.organiser)
    subject = Subject(CLASS, training.key)
    return render(
        request, "learning/class.html",
        {
            "training": training, "line": line,
            "cited": cited_views(actor, training.cited.all()), "sessions": session_lines(training), "enrolled": enrolled, "mine": mine,
            "quotas": training.quotas.select_related("unit") if organises else (),
            "clashes": clashing(training) if organises and training.state in (ClassState.DRAFT, ClassState.OPEN) else (),
            "may_organise": organises, "may_send": may_organise_any(actor),
            "may_join": member is not None and training.self_sign_up and training.state == ClassState.OPEN
            and (mine is None or mine.state == Place.WITHDRAWN),
            "may_leave": mine is not None and mine.state != Place.WITHDRAWN and training.state == ClassState.OPEN,
            "is_over": training.until is not None and training.until <= clock.today(),
            "served": served_by(actor, [training.deed_id])[training.deed_id] if training.deed_id else (),
            "said": said_of(actor, training), "entries": entries_of(subject) if organises or actor.sees_district else (),
        },
    )  # fmt: skip


def change(request: HttpRequest, key: str) -> HttpResponse:
    """Change what a class is."""
    actor, training = organiser_of(request, key)
    form = ClassForm(request.POST or None, units=units_of(actor), initial=class_values(training))
    here = training.get_absolute_url()
    return asked(
        request, form, lambda: change_class(actor, key, form.draft(), now=clock.now()), title=_("修改培训班"),
        back=lambda: here, away=here,
    )  # fmt: skip


def quotas(request: HttpRequest, key: str) -> HttpResponse:
    """Places of units."""
    actor, training = organiser_of(request, key)
    standing = "\n".join(f"{row.unit.name} {row.places}" for row in training.quotas.select_related("unit"))
    form = QuotasForm(request.POST or None, initial={"lines": standing})
    here = training.get_absolute_url()

    def act() -> None:
        set_quotas(actor, key, places_in(form.cleaned_data["lines"]), now=clock.now())

    return asked(
        request, form, act, title=_("分配名额"), back=lambda: here, away=here,
        lead=_("一个单位最多来几人；不分配的班先到先得。"),
    )  # fmt: skip


def places_in(text: str) -> dict[str, int]:
    """The places of units that lines name; refused with every line that names none."""
    places: dict[str, int] = {}
    faults = []
    for line in (one.strip() for one in text.splitlines()):
        if not line:
            continue
        name, _blank, number = line.replace("\u3000", " ").rpartition(" ")
        unit = unit_named(name.strip()) if name.strip() else None
        if unit is None or not number.isdecimal() or len(number) > 4:
            faults.append(Fault(_("“%(line)s”看不懂") % {"line": line}, _("写单位名称，空格，名额"), "lines"))
        elif unit.code in places:
            faults.append(Fault(_("%(unit)s写了两行") % {"unit": unit.name}, _("只留一行"), "lines"))
        else:
            places[unit.code] = int(number)
    if faults:
        raise BadInput(_("有几行要改"), faults=faults)
    return places


@require_POST
def open_up(request: HttpRequest, key: str) -> HttpResponse:
    """Open a class for sign-ups."""
    actor, training = organiser_of(request, key)
    return pressed(
        request, lambda: open_sign_up(actor, key, now=clock.now()), done=_("已开放报名。"), back=training.get_absolute_url()
    )  # fmt: skip


def cancel(request: HttpRequest, key: str) -> HttpResponse:
    """Call a class off."""
    actor, training = organiser_of(request, key)
    form, here = ReasonForm(request.POST or None), training.get_absolute_url()
    return asked(
        request, form, lambda: cancel_class(actor, key, form.cleaned_data["reason"], now=clock.now()), title=_("取消培训班"),
        back=lambda: here, away=here, button=_("取消这个班"), lead=_("报了名的人会收到通知，写明理由。"), done=_("已取消。"),
    )  # fmt: skip


@require_POST
def conclude(request: HttpRequest, key: str) -> HttpResponse:
    """Close a class: its record is written."""
    actor, training = organiser_of(request, key)
    return pressed(
        request, lambda: conclude_class(actor, key, now=clock.now()), back=training.get_absolute_url(),
        done=_("已结班，履职记录已提交，等待确认。"),
    )  # fmt: skip
