"""Following an action item up: the unit reports, the rule is weighed, what is not proven goes back to the agenda."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.figures.api import touch
from zhifa.kernel.actor import Actor
from zhifa.kernel.clock import civil_day
from zhifa.kernel.errors import BadInput, NotAllowed, NotFound
from zhifa.ledger.api import Subject, record
from zhifa.meetings.access import may_manage, may_speak_for, visible_actions
from zhifa.meetings.errors import ActionClosed, ActionNotDue
from zhifa.meetings.models import ActionItem, ActionReport, Evaluation, Matter
from zhifa.meetings.rules.proving import weigh
from zhifa.meetings.selectors import asked_of, due_actions, found_for
from zhifa.meetings.terms import ACTION, ActionState, MatterState, Proof
from zhifa.notices.api import notify
from zhifa.people.api import liaisons_of

LIVE = (ActionState.OPEN, ActionState.RETURNED)


@transaction.atomic
def report_action(
    actor: Actor, pk: int, text: str, *, claims_done: bool, now: datetime, on: date | None = None
) -> Evaluation | ActionReport:
    """What a unit says of its action item. A report of "done" is weighed at once: with proof it closes, without it the report
    stands beside the item and proves nothing. Answers the weighing, or the report where none was due. `on` is the day of a report of the
    past, today's where none is given."""
    action = _locked(actor, pk)
    units = [action.unit, *action.partners.all()]
    if not any(may_speak_for(actor, unit) for unit in units):
        raise NotAllowed(_("只有牵头和配合单位可以报告办理情况"))
    if action.state not in LIVE:
        raise ActionClosed(_("这个事项已经了结"), why=str(action.get_state_display()))
    if not text.strip():
        raise BadInput(_("请写明办理情况"), field="text")
    report = ActionReport.objects.create(
        action=action,
        text=text.strip()[:400],
        claims_done=claims_done,
        by=actor.key,
        by_words=actor.name,
        at=now,
    )
    facts = {"claims_done": claims_done, "text": report.text}
    record(actor, "meetings.report_action", Subject(ACTION, str(pk)), facts, now=now)
    return _weighed(actor, action, on or civil_day(now), now) if claims_done else report


@transaction.atomic
def evaluate_action(actor: Actor, pk: int, *, now: datetime, on: date | None = None) -> Evaluation:
    """Weigh an action item's rule, and act on it: proven it closes; not proven after its due day it returns to the agenda.

    `on` is the day of weighing, today's where none is given. What was weighed, found and followed is kept line by line, here and
    in the ledger. Refused while it is neither due nor reported done, and when it is closed.
    """
    if not may_manage(actor):
        raise NotAllowed(_("只有区普法办可以核验督办事项"))
    action = _locked(actor, pk)
    day = on or civil_day(now)
    if action.state not in LIVE:
        raise ActionClosed(_("这个事项已经了结"), why=str(action.get_state_display()))
    if day <= action.due_on and not action.reports.filter(claims_done=True).exists():
        raise ActionNotDue(
            _("时限未到，单位也没有报办结"), why=_("时限是 %(day)s。") % {"day": action.due_on},
            next_step=_("时限过后会自动核验。"),
        )  # fmt: skip
    return _weighed(actor, action, day, now)


def evaluate_due(actor: Actor, *, now: datetime, on: date | None = None) -> int:
    """Weigh every open action item whose due day has passed; answers how many. Again changes nothing."""
    found = list(due_actions(on or civil_day(now)).values_list("pk", flat=True))
    for pk in found:
        evaluate_action(actor, pk, now=now, on=on)
    return len(found)


def _weighed(actor: Actor, action: ActionItem, day: date, now: datetime) -> Evaluation:
    asked, found = asked_of(action), found_for(action, day)
    verdict = weigh(asked, found, today=day)
    lines = [{"say": line.say, "met": line.met} for line in verdict.lines]
    kept = Evaluation.objects.create(
        action=action, on=day, claimed=found.word is not None, proven=verdict.proven, outcome=verdict.outcome, lines=lines, at=now,
    )  # fmt: skip
    facts = {
        "on": day, "claimed": kept.claimed, "proven": kept.proven, "outcome": kept.outcome,
        "lines": [line["say"] for line in lines],
    }  # fmt: skip
    record(actor, "meetings.evaluate_action", Subject(ACTION, str(action.pk)), facts, now=now)
    if verdict.outcome != action.state:
        _follow(action, str(verdict.outcome), day, now)
    return kept


def _follow(action: ActionItem, outcome: str, day: date, now: datetime) -> None:
    """The item's new state, and the agenda's: without proof it stands there, proven afterwards it leaves the backlog."""
    action.state, action.closed_on = outcome, day
    action.save(update_fields=["state", "closed_on"])
    touch("meetings.actions", [action.line.meeting.held_on])
    if outcome == ActionState.RETURNED:
        _return(action, day, now)
        return
    for matter in action.returns.filter(state=MatterState.OPEN):
        if not matter.lines.exclude(meeting__state="cancelled").exists():
            matter.state, matter.reason = MatterState.DONE, "已获证明"
            matter.save(update_fields=["state", "reason"])


def _return(action: ActionItem, day: date, now: datetime) -> None:
    claimed = action.reports.filter(claims_done=True).exists()
    said = (
        "报了办结，没有证明"
        if claimed and action.proof != Proof.WORD
        else "到期没有说明"
        if action.proof == Proof.WORD
        else "到期没有证明"
    )
    Matter.objects.create(
        series=action.line.meeting.series, title=f"督办事项退回：{action.text}"[:160], unit=action.unit, raised_on=day,
        brief=f"{action.line.meeting}议定，由{action.unit.name}牵头，时限{action.due_on.isoformat()}。{said}。",
        from_action=action,
    )  # fmt: skip
    notify(
        liaisons_of(action.unit, day), title=_("督办事项退回议程：%(text)s") % {"text": action.text},
        body=_("时限已过，没有证明。有了证明可以再报办结。"), url=action.get_absolute_url(),
        why=_("您是牵头单位的联络员"), subject=Subject(ACTION, str(action.pk)), now=now,
    )  # fmt: skip


def _locked(actor: Actor, pk: int) -> ActionItem:
    rows = (
        visible_actions(actor).select_related("unit", "line__meeting__series").select_for_update(of=("self",))
    )
    action = rows.filter(pk=pk).first()
    if action is None:
        raise NotFound(_("没有这个督办事项"))
    return action
