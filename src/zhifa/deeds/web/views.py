"""The pages of deeds: the list, one record, verdicts, corrections, its public page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhifa.deeds import access, services
from zhifa.deeds.api.deed_form import (
    CountFormSet,
    DeedForm,
    count_initials,
    counts_from,
    initial_of,
    show_refusal,
)
from zhifa.deeds.models import Deed
from zhifa.deeds.rules.corrections import changes_of
from zhifa.deeds.rules.timing import days_late, is_late
from zhifa.deeds.selectors import (
    deed_by_key,
    deed_list,
    kinds,
    served_by,
    sheet_columns,
    sheet_lines,
    totals,
    waiting,
)
from zhifa.deeds.terms import DEED, FOUR_COUNTS, UNIT_OF, Measure, State
from zhifa.deeds.web.forms import DeedFilterForm, EvidenceForm, ReasonForm, ReturnForm
from zhifa.evidence.api import attach, evidence_of
from zhifa.intake.api import stream_table
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.errors import NotAllowed, NotFound, Refusal
from zhifa.kernel.registry import Purpose, offered
from zhifa.kernel.web.asking import asker
from zhifa.laws.api import cited_views
from zhifa.ledger.api import Subject, demonstration_mark, entries_of, sealed_times
from zhifa.lookups.api import What, note_lookup
from zhifa.people.api import Unit
from zhifa.publishing.api import imprint_of, tell_if_withdrawn


def listing(request: HttpRequest) -> HttpResponse:
    """The records that the actor sees, narrowed as the address says."""
    actor = asker(request)
    form = DeedFilterForm(request.GET)
    chosen = form.chosen()
    rows = deed_list(actor, chosen)
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    return render(
        request,
        "deeds/list.html",
        {
            "form": form, "page": page, "lines": [_line(deed) for deed in page],
            "totals": totals(rows.order_by(), chosen.channel) if chosen.state == State.CONFIRMED else [],
            "may_confirm_all": actor.has_role(Role.OFFICE),
            "waiting": waiting(actor).count(),
        },
    )  # fmt: skip


def export(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as a sheet."""
    rows = deed_list(asker(request), DeedFilterForm(request.GET).chosen())
    fmt = "xlsx" if request.GET.get("format") == "xlsx" else "csv"
    return stream_table(_("履职记录"), sheet_columns(), sheet_lines(rows), fmt, demonstration_mark())


def deed(request: HttpRequest, key: str) -> HttpResponse:
    """One record with all that is known of it, and what the actor may do with it."""
    actor = asker(request)
    found = deed_by_key(actor, key)
    subject = Subject("deed", found.key)
    if access.is_restricted_to(actor, found):
        note_lookup(actor, subject, What.RECORD, now=clock.now())
    return render(
        request,
        "deeds/deed.html",
        {
            **_shown(actor, found),
            "evidence": evidence_of([subject])[subject],
            "entries": entries_of(subject),
            "may_confirm": access.may_confirm(actor, found) and found.recorder_id != actor.account_id,
            "may_revise": access.may_revise(actor, found),
            "may_correct": access.may_correct(actor, found),
            "may_attend": access.may_attend(actor, found),
            "may_record": access.may_record(actor, found.unit),
            "may_withdraw": access.may_withdraw(actor, found),
            "return_form": ReturnForm(),
            "reason_form": ReasonForm(),
            "evidence_form": EvidenceForm(),
        },
    )


@login_not_required
def public(request: HttpRequest, key: str) -> HttpResponse:
    """A published record as anyone reads it; whoever works here is led to the record itself."""
    actor = asker(request)
    if not actor.is_stranger:
        return redirect("deeds_deed", key)
    tell_if_withdrawn(DEED, key)
    found = deed_by_key(actor, key)
    return render(request, "deeds/public.html", {**_shown(actor, found), "imprint": imprint_of(DEED, key)})


@require_POST
def verdict(request: HttpRequest, key: str) -> HttpResponse:
    """Confirm, or send back with remarks."""
    actor = asker(request)
    if request.POST.get("confirm"):
        services.confirm_deed(actor, key, now=clock.now())
        messages.success(request, _("已确认。"))
    else:
        services.return_deed(actor, key, request.POST.get("remarks", ""), now=clock.now())
        messages.success(request, _("已退回，记录人会在待办里看到说明。"))
    return redirect("deeds_deed", key)


@require_POST
def confirm_all(request: HttpRequest) -> HttpResponse:
    """Confirm all that waits for the district office."""
    number = services.confirm_deeds(asker(request), now=clock.now())
    messages.success(request, _("已确认 %(number)s 条。") % {"number": number})
    return redirect("deeds_list")


def correct(request: HttpRequest, key: str) -> HttpResponse:
    """Correct a closed record, with its reason."""
    actor = asker(request)
    found = deed_by_key(actor, key)
    if not access.may_correct(actor, found):
        raise NotAllowed(_("只有本单位负责人和区普法办可以更正已封账的记录"))
    units = Unit.objects.filter(pk=found.unit_id)
    posted = request.POST if request.method == "POST" else None
    form = DeedForm(posted, units=units, initial=initial_of(found))
    counts = CountFormSet(posted, initial=count_initials(found), prefix="counts")
    reason = ReasonForm(posted)
    if posted is not None and form.is_valid() and counts.is_valid() and reason.is_valid():
        draft = form.draft(found.kind, counts_from(counts))
        try:
            services.correct_deed(actor, key, draft, reason.cleaned_data["reason"], now=clock.now())
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("已更正；更正前后的内容都保留。"))
            return redirect("deeds_deed", key)
    return render(
        request, "deeds/correct.html", {"form": form, "counts": counts, "reason": reason, "deed": found}
    )


@require_POST
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Take a record back, with its reason."""
    services.withdraw_deed(asker(request), key, request.POST.get("reason", ""), now=clock.now())
    messages.success(request, _("已撤回，不再计入任何数字。"))
    return redirect("deeds_deed", key)


@require_POST
def add_evidence(request: HttpRequest, key: str) -> HttpResponse:
    """Attach files to a record."""
    actor = asker(request)
    found = deed_by_key(actor, key)
    if not access.may_record(actor, found.unit):
        raise NotFound(_("没有这条记录"))
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        for file in form.cleaned_data["uploads"]:
            attach(
                actor,
                Subject("deed", key),
                file,
                kind=form.cleaned_data["kind"],
                title=file.name,
                now=clock.now(),
            )
        messages.success(request, _("佐证已附上。"))
    else:
        messages.error(request, _("没有选择文件。"))
    return redirect("deeds_deed", key)


def _shown(actor: Actor, found: Deed) -> dict[str, Any]:
    """What both pages of a record show."""
    kind = kinds().get(found.kind)
    measured = {count.measure for count in found.counts.all()}
    return {
        "deed": found,
        "kind": kind,
        "owner_url": kind.url(found.key) if kind and kind.url else "",
        "counts": [(count, UNIT_OF[count.measure].label) for count in found.counts.all()],
        "cited": cited_views(actor, found.cited.all()),
        "corrections": [(row, changes_of(row.before, row.after)) for row in found.corrections.all()],
        "by_rows": [count for count in found.counts.all() if count.from_events],
        "unmeasured": [Measure(code).label for code in FOUR_COUNTS if code not in measured],
        "served": served_by(actor, [found.pk])[found.pk],
        "mends": [
            purpose.mend(found.key)
            for purpose in offered(Purpose)
            if purpose.mend and not actor.is_stranger and access.may_record(actor, found.unit)
        ],
        "late": days_late(found.occurred_on, found.reported_on)
        if is_late(found.occurred_on, found.reported_on)
        else 0,
        "sealed_at": sealed_times([Subject("deed", found.key)])[Subject("deed", found.key)],
    }


def _line(found: Deed) -> dict[str, Any]:
    kind = kinds().get(found.kind)
    return {"deed": found, "kind": kind.title if kind else found.kind, "counted": _counted(found)}


def _counted(found: Deed) -> str:
    """The counts in words; one that still grows says so."""
    return _("，").join(
        f"{count.amount} {UNIT_OF[count.measure].label}" + ("" if count.is_final else _("（仍在到数）"))
        for count in found.counts.all()
    )
