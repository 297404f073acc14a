"""The pages of outreach: recording an activity, one activity, the published ones, programmes, places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhifa.deeds.api import UNIT_OF, CountFormSet, counts_from, double_of, served_by, show_refusal
from zhifa.evidence.api import attach
from zhifa.intake.api import sheet_if_asked
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, NotFound, Refusal
from zhifa.kernel.web.asking import asker
from zhifa.ledger.api import Subject
from zhifa.outreach.access import may_manage, units_to_record_for
from zhifa.outreach.models import Activity
from zhifa.outreach.selectors import (
    activity_by_key,
    last_activity,
    places,
    programmes,
    published_activities,
    turn_by_key,
)
from zhifa.outreach.services import record_activity, revise_activity
from zhifa.outreach.terms import PLACE, PROGRAMME, ActivityKind
from zhifa.outreach.web.forms import ActivityForm, counts_of, starting_values, turn_values, values_of
from zhifa.publishing.api import imprints_of


def new(request: HttpRequest) -> HttpResponse:
    """Record an activity; `?copy=last` begins with what was recorded last time, `?turn=` with a turn of a programme."""
    actor = asker(request)
    units = units_to_record_for(actor)
    if not units.exists():
        raise NotFound(_("没有可以记录的单位"))
    mine = [unit.code for unit in units[:1]]
    last = last_activity(actor, list(units.values_list("code", flat=True)[:50]))
    initial, lines = starting_values(mine[0], clock.today()), [_count_line()]
    if request.GET.get("copy") == "last" and last is not None:
        initial = {**values_of(last), "occurred_on": clock.today()}
        lines = [{**line, "value": None} for line in counts_of(last)] or lines
    elif turn := turn_by_key(request.GET.get("turn", "")):
        initial |= turn_values(turn)
    return _form(request, units, initial, lines, last=last)


def change(request: HttpRequest, key: str) -> HttpResponse:
    """Change an activity before it closes, and hand it in again if it was returned."""
    actor = asker(request)
    found = activity_by_key(actor, key)
    return _form(
        request,
        units_to_record_for(actor),
        values_of(found),
        counts_of(found) or [_count_line()],
        found=found,
    )


def activity(request: HttpRequest, key: str) -> HttpResponse:
    """One activity: what it served stands first."""
    actor = asker(request)
    found = activity_by_key(actor, key)
    return render(
        request,
        "outreach/activity.html",
        {"activity": found, "deed": found.deed, "served": served_by(actor, [found.deed_id])[found.deed_id]},
    )


@login_not_required
def published(request: HttpRequest) -> HttpResponseBase:
    """Activities that anyone may see."""
    columns = (_("日期"), _("名称"), _("种类"), _("主办单位"), _("对象"), _("栏目"), _("期次"), _("数值"))
    if sheet := sheet_if_asked(request.GET, _("活动"), columns, _published_rows):
        return sheet
    page = Paginator(published_activities(), 20).get_page(request.GET.get("page"))
    return render(request, "outreach/published.html", {"page": page})


@login_not_required
def place_list(request: HttpRequest) -> HttpResponseBase:
    """The public register of 法治文化场所."""
    columns = (_("名称"), _("种类"), _("区域"), _("地址"), _("管理单位"), _("建成日期"))
    if sheet := sheet_if_asked(
        request.GET,
        _("法治文化场所"),
        columns,
        lambda: (
            (row.name, row.get_kind_display(), row.area.name, row.address, row.unit.name, row.opened_on)
            for row in places(asker(request), clock.today())
        ),
    ):
        return sheet
    actor = asker(request)
    shown = {
        "places": places(actor, clock.today()),
        "may_manage": may_manage(actor),
        "imprints": imprints_of(PLACE),
    }
    return render(request, "outreach/places.html", shown)


@login_not_required
def public_programmes(request: HttpRequest) -> HttpResponseBase:
    """Programmes that anyone may see, with how many of their issues are public."""
    rows = programmes(asker(request)).annotate(
        issues=Count("activities", filter=Q(activities__in=published_activities().order_by().values("pk")))
    )
    columns = (_("栏目"), _("种类"), _("起"), _("止"), _("合作单位"), _("已公开的活动（项）"))
    if sheet := sheet_if_asked(
        request.GET,
        _("栏目"),
        columns,
        lambda: (
            (one.title, one.get_kind_display(), one.since, one.until, one.partners, one.issues)
            for one in rows
        ),
    ):
        return sheet
    context = {"programmes": rows, "imprints": imprints_of(PROGRAMME)}
    return render(request, "outreach/public_programmes.html", context)


def _published_rows() -> Iterator[tuple[Any, ...]]:
    """Published activities as the sheet gives them."""
    titles = {kind.value: str(kind.label) for kind in ActivityKind}
    for row in published_activities().iterator(chunk_size=500):
        deed, programme = row.deed, row.programme if getattr(row, "programme_is_public", False) else None
        amounts = _("，").join(
            f"{count.amount} {UNIT_OF[count.measure].label}" for count in deed.counts.all()
        )
        yield (
            deed.occurred_on,
            deed.title,
            titles[deed.kind],
            deed.unit.name,
            deed.get_audience_display(),
            programme.title if programme else "",
            row.issue if programme else None,
            amounts,
        )


def _form(
    request: HttpRequest,
    units: Any,
    initial: dict[str, Any],
    lines: list[dict[str, Any]],
    *,
    found: Activity | None = None,
    last: Activity | None = None,
) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = ActivityForm(posted, request.FILES or None, units=units, initial=initial)
    counts = CountFormSet(posted, initial=lines, prefix="counts")
    if posted is not None and form.is_valid() and counts.is_valid():
        try:
            _ask_about_double(form, counts, found)
            saved = _save(asker(request), form, counts, found)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("已提交，等待本单位负责人确认。"))
            return redirect("outreach_activity", saved.deed.key)
    return render(
        request, "outreach/form.html", {"form": form, "counts": counts, "found": found, "last": last}
    )


def _ask_about_double(form: ActivityForm, counts: Any, found: Activity | None) -> None:
    """A new record that looks like one that stands is a question beside the form; what was typed stays."""
    if found is not None or form.cleaned_data["not_double"]:
        return
    if against := double_of(form.activity_draft(counts_from(counts)).deed):
        raise BadInput(
            _("好像已经记过：%(against)s。") % {"against": against},
            next_step=_("是同一件就不用再记；不是，请勾选“仍要另记”后再提交。"), field="not_double",
        )  # fmt: skip


@transaction.atomic
def _save(actor: Actor, form: ActivityForm, counts: Any, found: Activity | None) -> Activity:
    """The act and its evidence stand or fall together: a file that is refused keeps the form as it was."""
    draft, now = form.activity_draft(counts_from(counts)), clock.now()
    if found is None:
        saved = record_activity(actor, draft, submit=True, now=now)
    else:
        again = found.deed.state in ("draft", "returned")
        saved = revise_activity(actor, found.deed.key, draft, submit=again, now=now)
    for file in form.cleaned_data["uploads"]:
        kind = form.cleaned_data["evidence_kind"] or "other"
        attach(actor, Subject("deed", saved.deed.key), file, kind=kind, title=file.name, now=now)
    return saved


def _count_line() -> dict[str, Any]:
    return {"measure": "attendances", "channel": "onsite", "source": "sign_in"}
