"""A unit's pages: its list while it is written and signed, and what it owes, has proven, has to do next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhifa.accounts.api import METHOD_WORDS, SignatureForm, signatures_of
from zhifa.duties.access import DRAFTERS, may_draft, may_manage, may_sign
from zhifa.duties.models import Duty, UnitList
from zhifa.duties.rules.lines import faults_of
from zhifa.duties.rules.progress import quarter, rates
from zhifa.duties.selectors import (
    DutyLine,
    current_year,
    draft_of,
    duty_lines,
    line_by_key,
    lines_of,
    list_by_key,
    proposals_for,
    text_to_sign,
    year_by_number,
    years,
)
from zhifa.duties.services import (
    adopt_proposals,
    hand_on,
    keep_line,
    pass_legal,
    remove_line,
    reopen_list,
    return_list,
    sign_list,
)
from zhifa.duties.terms import LIST, ListState, Standing
from zhifa.duties.web.forms import LineForm, OpinionForm, RemarksForm, initial_of
from zhifa.intake.api import sheet_if_asked
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.errors import NotFound, Refusal
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import show_refusal
from zhifa.kernel.wording import sentences
from zhifa.ledger.api import Subject
from zhifa.people.api import ROLE_WORDS, Unit, unit_by_code

COLUMNS = (
    gettext_lazy("措施"),
    gettext_lazy("宣传的法律"),
    gettext_lazy("时间节点"),
    gettext_lazy("状态"),
    gettext_lazy("计划"),
    gettext_lazy("已确认"),
    gettext_lazy("一季度"),
    gettext_lazy("二季度"),
    gettext_lazy("三季度"),
    gettext_lazy("四季度"),
)


def own_units(actor: Actor) -> list[Unit]:
    """The units for which the actor works."""
    paths = [path for path in actor.unit_paths(*DRAFTERS) if path != "/"]
    return list(Unit.objects.filter(path__in=paths).order_by("path"))


# The list while it is written


def unit_list(request: HttpRequest, pk: int) -> HttpResponse:
    """One list with its lines, what is still missing, what the list proposes, and the next step."""
    actor, today = asker(request), clock.today()
    found = list_by_key(actor, pk)
    lines = lines_of(found)
    may_write = may_draft(actor, found.unit) and found.state == ListState.DRAFTING
    faults = faults_of(
        [(row, draft_of(line)) for row, line in enumerate(lines, start=1)], found.duty_year.year
    )
    by_row: dict[int, list[str]] = {}
    for fault in faults:
        by_row.setdefault(fault.row or 0, []).append(fault.what)
    return render(
        request, "duties/list.html",
        {
            "list": found, "lines": [(line, by_row.get(row, [])) for row, line in enumerate(lines, start=1)],
            "may_write": may_write, "is_common": found.unit_id is None, "is_ready": bool(lines) and not faults,
            "may_draft": may_draft(actor, found.unit), "may_sign": may_sign(actor, found.unit), "may_manage": may_manage(actor),
            "proposals": proposals_for(found, today) if may_write else [],
            "opinion": OpinionForm(), "remarks": RemarksForm(),
            "signatures": [
                (one, ROLE_WORDS[one.role], METHOD_WORDS[one.method]) for one in signatures_of(Subject(LIST, str(pk)))
            ] if found.signed_at else [],
        },
    )  # fmt: skip


def new_line(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a further duty."""
    found = list_by_key(asker(request), pk)
    return _line(request, found, None)


def change_line(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Change a duty that is being written."""
    found = list_by_key(asker(request), pk)
    return _line(request, found, line_by_key(found, key))


def _line(request: HttpRequest, found: UnitList, line: Duty | None) -> HttpResponse:
    actor = asker(request)
    if not may_draft(actor, found.unit) or found.state != ListState.DRAFTING:
        raise NotFound(_("没有这个页面"))
    initial = initial_of(line) if line else {"category": "common" if found.unit_id is None else "own"}
    form = LineForm(request.POST or None, initial=initial, year=found.duty_year.year)
    if request.method == "POST" and form.is_valid():
        draft = form.draft(line.origin if line else "")
        try:
            keep_line(actor, found.pk, draft, key=line.key if line else "", now=clock.now())
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("已存为草稿。"))
            return redirect("duties_list", found.pk)
    return render(request, "duties/line.html", {"form": form, "list": found, "line": line})


@require_POST
def take_out(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Take a duty out of the list."""
    remove_line(asker(request), pk, key, now=clock.now())
    messages.success(request, _("已删除。"))
    return redirect("duties_list", pk)


@require_POST
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over the ticked proposals."""
    made = adopt_proposals(
        asker(request), pk, request.POST.getlist("source"), today=clock.today(), now=clock.now()
    )
    messages.success(request, _("已采用 %(count)s 项，都是草稿，请逐项核对。") % {"count": len(made)})
    return redirect("duties_list", pk)


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a list on, pass it, give it back, begin it anew."""
    actor, now, words = asker(request), clock.now(), request.POST.get("words", "")
    moves: dict[str, tuple[Callable[[], UnitList], str]] = {
        "hand-on": (lambda: hand_on(actor, pk, now=now), _("已送法制审核。")),
        "pass-legal": (lambda: pass_legal(actor, pk, words, now=now), _("法制审核已通过，等负责人签署。")),
        "return": (lambda: return_list(actor, pk, words, now=now), _("已退回。")),
        "reopen": (
            lambda: reopen_list(actor, pk, words, now=now),
            _("已退回单位重新起草；现行版本在新版本生效前照旧。"),
        ),
    }
    if request.POST.get("move") not in moves:
        raise NotFound(_("没有这一步"))
    act, told = moves[request.POST["move"]]
    try:
        act()
    except Refusal as refusal:
        messages.error(request, sentences(refusal.what, refusal.why, refusal.next_step))
    else:
        messages.success(request, told)
    return redirect("duties_list", pk)


def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the unit's list and sign it."""
    actor = asker(request)
    found = list_by_key(actor, pk)
    if not may_sign(actor, found.unit) or found.state != ListState.SIGNING:
        raise NotFound(_("没有这个页面"))
    form = SignatureForm(request, text_to_sign(found))
    if request.method == "POST" and form.is_valid():
        sign_list(actor, pk, proof=form.proof, now=clock.now())
        messages.success(request, _("已签署并报送区普法办。"))
        return redirect("duties_list", pk)
    return render(
        request, "duties/sign.html",
        {"list": found, "signature": form, "post": ROLE_WORDS[Role.HEAD], "remarks": RemarksForm()},
    )  # fmt: skip


# What the unit owes


def progress(request: HttpRequest, code: str) -> HttpResponseBase:
    """What a unit owes, has proven, has to do next; computed from its records."""
    actor, today = asker(request), clock.today()
    unit = unit_by_code(code)
    if not (actor.sees_district or actor.reaches_unit(unit.path)):
        raise NotFound(_("没有这个单位"))
    asked = request.GET.get("year", "")
    year = year_by_number(int(asked)) if asked.isdigit() else current_year(today)
    chosen = Q(unit=unit, unit_list__duty_year=year)
    lines = duty_lines(actor, chosen, today) if year else []
    if year and (
        sheet := sheet_if_asked(request.GET, f"{unit.name}{year.title}", COLUMNS, lambda: map(_row, lines))
    ):
        return sheet
    groups = {standing: [line for line in lines if line.standing == standing] for standing in Standing}
    own = (
        UnitList.objects.filter(duty_year=year, unit=unit).select_related("duty_year").first()
        if year
        else None
    )
    return render(
        request, "duties/unit.html",
        {
            "unit": unit, "year": year, "years": years(), "today": today, "quarter": quarter(today), "lines": lines,
            "next": _next(lines, today), "owed": groups[Standing.MISSING] + groups[Standing.PARTIAL] + groups[Standing.OPEN],
            "proven": groups[Standing.IN_TIME] + groups[Standing.LATE], "rates": rates(line.standing for line in lines),
            "list": own, "may_draft": may_draft(actor, unit),
        },
    )  # fmt: skip


def _next(lines: list[DutyLine], today: date) -> DutyLine | None:
    """What comes next: the unproven duty with the nearest node, what is overdue first."""
    waiting = [
        line
        for line in lines
        if line.standing in (Standing.MISSING, Standing.PARTIAL, Standing.OPEN) and line.left
    ]
    return min(waiting, key=lambda line: line.duty.node_on or today, default=None)


def _row(line: DutyLine) -> tuple[object, ...]:
    duty = line.duty
    laws = _("、").join(law.label for law in duty.laws.all())
    return (duty.measure, laws, duty.node_on, line.standing.label, duty.quantity, duty.done, *line.by_quarter)
