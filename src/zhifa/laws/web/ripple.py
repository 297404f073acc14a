"""The desk of changes: what each change of law touches, and the decisions of those who own it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhifa.intake.api import sheet_if_asked
from zhifa.kernel import clock
from zhifa.kernel.errors import Refusal
from zhifa.kernel.registry import Citer, LawUse
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import show_refusal
from zhifa.laws.access import may_decide
from zhifa.laws.models import RippleTask
from zhifa.laws.selectors import TouchedUse, change_seen, changes_listed, touched_uses
from zhifa.laws.services import decide
from zhifa.laws.web.forms import DecisionForm

PAGE = 50
SHOWN = 200  # touched things that ask nothing, on the page; the sheet has all of them


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """Every change of law that concerns the reader, newest first."""
    actor = asker(request)
    lines = changes_listed(actor, clock.today())
    page = Paginator(lines, PAGE).get_page(request.GET.get("page"))
    return render(request, "laws/changes.html", {"page": page, "today": clock.today()})


def change(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What one change touches, by kind and owner; the ticked ones are decided together."""
    actor = asker(request)
    found = change_seen(actor, pk)
    columns = (_("种类"), _("单位"), _("名称"), _("引用"), _("变化"), _("处理"), _("说明"))
    name = _("%(law)s变动影响") % {"law": found.instrument.short_title}
    if sheet := sheet_if_asked(
        request.GET, name, columns, lambda: map(_sheet_row, touched_uses(actor, found))
    ):
        return sheet
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        things = [tuple(thing.split(":", 1)) for thing in request.POST.getlist("things") if ":" in thing]
        try:
            many = decide(
                actor, pk, [(kind, subject) for kind, subject in things], form.cleaned_data["decision"],
                form.cleaned_data["remark"], now=clock.now(),
            )  # fmt: skip
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("已保存 %(many)d 件的处理。") % {"many": many})
            return redirect("laws_change", pk)
    asked, flagged = _parted(touched_uses(actor, found))
    context = {
        "change": found,
        "asked": [(title, list(rows)) for title, rows in groupby(asked, key=lambda row: row.citer.title)],
        "flagged": flagged[:SHOWN],
        "flagged_more": max(0, len(flagged) - SHOWN),
        "chosen": request.POST.getlist("things"),
        "form": form,
        "may_decide": any(not row.task.decision and may_decide(actor, row.task) for row in asked),
        "is_past": found.since <= clock.today(),
    }
    return render(request, "laws/change.html", context)


@dataclass(frozen=True)
class Asked:
    """One thing to decide about, with all its touched citings."""

    citer: Citer
    thing: str
    use: LawUse
    task: RippleTask
    cited: list[TouchedUse]


def _parted(uses: Iterable[TouchedUse]) -> tuple[list[Asked], list[TouchedUse]]:
    """Those with a task, one for each thing, and the citings that are only flagged."""
    asked: dict[str, Asked] = {}
    flagged = []
    for row in uses:
        if row.task is None:
            flagged.append(row)
            continue
        thing = f"{row.citer.kind}:{row.use.subject}"
        asked.setdefault(thing, Asked(row.citer, thing, row.use, row.task, [])).cited.append(row)
    return list(asked.values()), flagged


def _sheet_row(row: TouchedUse) -> tuple[str, ...]:
    task = row.task
    decided = str(_("仅提示，无需处理")) if task is None else task.get_decision_display() or str(_("待处理"))
    return (
        str(row.citer.title), row.use.unit_name, row.use.title, row.use.label, row.how, decided,
        task.remark if task else "",
    )  # fmt: skip
