"""The invigilator's pages: who stands where as it goes on, words to all, the log of incidents, outages of ours."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhifa.kernel import clock
from zhifa.kernel.errors import NotFound
from zhifa.kernel.web.asking import asker
from zhifa.lookups.api import What, note_lookup
from zhifa.sittings.access import may_run, may_see_all
from zhifa.sittings.models import Exam
from zhifa.sittings.selectors.candidates import candidate_by_key, candidates_of, unit_lines
from zhifa.sittings.selectors.exams import exam_by_key, phase_of
from zhifa.sittings.selectors.watching import broadcasts_of, incidents_of, outages_in, tallies
from zhifa.sittings.services.exams import subject_of
from zhifa.sittings.services.outages import record_outage
from zhifa.sittings.services.watching import broadcast, note_incident
from zhifa.sittings.terms import Stage, Standing
from zhifa.sittings.web.asking import asked, exam_run
from zhifa.sittings.web.forms import BroadcastForm, CandidatesForm, IncidentForm, OutageForm

ROWS = 100


def live(request: HttpRequest, key: str) -> HttpResponse:
    """Who stands where, now; asked again every few seconds, of which only the part that changes is answered."""
    actor, now = asker(request), clock.now()
    exam = exam_by_key(actor, key)
    if not may_see_all(actor) or exam.stage == Stage.DRAFT:
        raise NotFound(_("没有这个页面"))
    units = unit_lines(actor, exam, now)
    form = CandidatesForm(request.GET or None, units=[(one.code, one.name) for one in units])
    asked_for = form.asked()
    page = Paginator(candidates_of(actor, exam, now, **asked_for), ROWS).get_page(request.GET.get("page"))
    for one in page.object_list:
        one.standing = Standing(one.standing)
    shown = {
        "exam": exam, "form": form, "page": page, "tallies": tallies(exam, now), "units": units, "now": now,
        "phase": phase_of(exam, now), "filtered": any(asked_for.values()), "standing": asked_for["standing"],
    }  # fmt: skip
    if request.htmx:  # type: ignore[attr-defined]  # set by django-htmx
        return render(request, "sittings/live.html", shown)
    note_lookup(actor, subject_of(exam), What.NAMES, people=len(page), now=now)
    shown |= {
        "broadcasts": broadcasts_of(exam)[:5],
        "incidents": incidents_of(exam)[:5],
        "outages": outages_in(exam),
        "may_run": may_run(actor),
    }
    return render(request, "sittings/watch.html", shown)


def say(request: HttpRequest, key: str) -> HttpResponse:
    """A word to all candidates."""
    actor, exam = exam_run(request, key)
    form, here = BroadcastForm(request.POST or None), _watch(exam)
    return asked(
        request, form, lambda: broadcast(actor, key, form.cleaned_data["words"], now=clock.now()), title=_("通知全体考生"),
        back=lambda: here, away=here, button=_("发出通知"), lead=_("发出后不能收回；说错了再发一条更正。"), done=_("已发出。"),
        said=broadcasts_of(exam),
    )  # fmt: skip


def log(request: HttpRequest, key: str) -> HttpResponse:
    """The log of incidents."""
    actor = asker(request)
    exam = exam_by_key(actor, key)
    if not (may_see_all(actor) or actor.sees_district) or exam.stage == Stage.DRAFT:
        raise NotFound(_("没有这个页面"))
    page = Paginator(incidents_of(exam), 50).get_page(request.GET.get("page"))
    names = may_see_all(actor)
    return render(
        request, "sittings/log.html", {"exam": exam, "page": page, "may_run": may_run(actor), "names": names}
    )


def incident(request: HttpRequest, key: str) -> HttpResponse:
    """Add a line to the log, of one candidate if the address names one."""
    actor, exam = exam_run(request, key)
    about = candidate_by_key(actor, exam, request.GET["candidate"]) if "candidate" in request.GET else None
    begin = {"happened_at": clock.now(), "kind": "candidate" if about else "place"}
    form = IncidentForm(request.POST or None, initial=begin)
    away = reverse("sittings_log", args=[exam.key])

    def act() -> None:
        data = form.cleaned_data
        note_incident(
            actor, key, data["kind"], data["words"], happened_at=data["happened_at"], now=clock.now(),
            candidate=about.key if about else "",
        )  # fmt: skip

    lead = _("考生：%(name)s") % {"name": about.person.name} if about else ""
    return asked(
        request, form, act, title=_("记一笔"), back=lambda: away, away=away, lead=lead or _("只增不改；记错了再记一笔更正。"),
        done=_("已记下。"),
    )  # fmt: skip


def outage(request: HttpRequest, key: str) -> HttpResponse:
    """Write down an outage of ours: whoever was sitting in it gets the time back."""
    actor, exam = exam_run(request, key)
    form, here = OutageForm(request.POST or None), _watch(exam)

    def act() -> None:
        data = form.cleaned_data
        record_outage(actor, data["from_at"], data["until_at"], data["why"], now=clock.now())

    return asked(
        request, form, act, title=_("登记系统中断"), back=lambda: here, away=here, button=_("登记，补回时间"),
        done=_("已登记，时间已补回。"),
        lead=_("那段时间正在答题的人，不管哪场考试，都按同一规则补回；系统自己发现的中断已经登记，不用再登。"),
        outages=outages_in(exam),
    )  # fmt: skip


def _watch(exam: Exam) -> str:
    return reverse("sittings_watch", args=[exam.key])
