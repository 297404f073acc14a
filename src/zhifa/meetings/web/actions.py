"""Action items: the list, and one with its rule, what was said, and each weighing line by line."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhifa.intake.api import sheet_if_asked
from zhifa.kernel import clock
from zhifa.kernel.errors import NotFound
from zhifa.kernel.web.asking import asker
from zhifa.ledger.api import Subject, entries_of
from zhifa.meetings.access import may_manage, may_see_meetings, may_speak_for
from zhifa.meetings.selectors import action_by_key, actions, rule_of
from zhifa.meetings.services import evaluate_action, report_action
from zhifa.meetings.terms import ACTION, ActionState
from zhifa.meetings.web.asking import asked, done, office_of
from zhifa.meetings.web.forms import ActionFilterForm, ReportForm

LIVE = (ActionState.OPEN, ActionState.RETURNED)


def listing(request: HttpRequest) -> HttpResponseBase:
    """What was decided and what became of it, the first due first."""
    actor = asker(request)
    if not may_see_meetings(actor):
        raise NotFound(_("没有这个页面"))
    form = ActionFilterForm(request.GET)
    rows = actions(actor)
    counts = [(state, rows.filter(state=state).count()) for state in ActionState]
    for name in ("state", "proof"):
        if form.is_valid() and form.cleaned_data[name]:
            rows = rows.filter(**{name: form.cleaned_data[name]})
    columns = (
        _("会议"),
        _("议题"),
        _("事项"),
        _("牵头单位"),
        _("时限"),
        _("证明办法"),
        _("办理情况"),
        _("了结日期"),
    )
    if sheet := sheet_if_asked(
        request.GET, _("督办事项"), columns,
        lambda: (
            (str(row.line.meeting), row.line.matter.title, row.text, row.unit.name, row.due_on, rule_of(row),
             row.get_state_display(), row.closed_on)
            for row in rows
        ),
    ):  # fmt: skip
        return sheet
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    today = clock.today()
    lines = [(row, rule_of(row), row.state == ActionState.OPEN and row.due_on < today) for row in page]
    return render(
        request, "meetings/actions.html",
        {"page": page, "lines": lines, "form": form, "counts": [(s, n) for s, n in counts if n]},
    )  # fmt: skip


def action(request: HttpRequest, pk: int) -> HttpResponse:
    """One action item."""
    return _page(request, pk, ReportForm())


def report(request: HttpRequest, pk: int) -> HttpResponse:
    """What the unit says."""
    actor = asker(request)
    found = action_by_key(actor, pk)
    form, here = ReportForm(request.POST or None), found.get_absolute_url()
    return asked(
        request, form,
        lambda: report_action(
            actor, pk, form.cleaned_data["text"], claims_done=form.cleaned_data["claims_done"], now=clock.now()
        ),
        title=_("报告办理情况"), back=lambda: here, away=here, lead=found.text, done=_("已报告。"),
    )  # fmt: skip


@require_POST
def weigh(request: HttpRequest, pk: int) -> HttpResponse:
    """Weigh the rule now."""
    actor = office_of(request)
    found = action_by_key(actor, pk)
    return done(
        request,
        lambda: evaluate_action(actor, pk, now=clock.now()),
        found.get_absolute_url() + "#weighed",
        _("已核验。"),
    )


def _page(request: HttpRequest, pk: int, form: ReportForm) -> HttpResponse:
    actor = asker(request)
    found = action_by_key(actor, pk)
    units = [found.unit, *found.partners.all()]
    is_live = found.state in LIVE
    claimed = found.reports.filter(claims_done=True).exists()
    return render(
        request, "meetings/action.html",
        {
            "action": found, "rule": rule_of(found), "reports": found.reports.all(),
            "evaluations": list(found.evaluations.all())[::-1], "form": form,
            "may_report": is_live and any(may_speak_for(actor, unit) for unit in units),
            "may_weigh": is_live and may_manage(actor) and (claimed or found.due_on < clock.today()),
            "is_late": found.state == ActionState.OPEN and found.due_on < clock.today(),
            "returns": found.returns.select_related("series"), "later": found.continued_by.all(),
            "entries": entries_of(Subject(ACTION, str(pk))),
        },
    )  # fmt: skip
