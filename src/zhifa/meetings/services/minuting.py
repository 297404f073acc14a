"""After the meeting: what was decided, the minutes drafted from it, agreed to by those who attended, issued."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.accounts.api import Proof as Identity
from zhifa.accounts.api import sign
from zhifa.deeds.api import kinds
from zhifa.documents.api import DocumentDraft, Kind, register
from zhifa.figures.api import touch
from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.clock import civil_day
from zhifa.kernel.errors import BadInput, NotAllowed, NotFound
from zhifa.ledger.api import Subject
from zhifa.meetings.access import may_issue, role_to_agree
from zhifa.meetings.errors import CountersignMissing, MeetingIncomplete, ProofRuleUnclear
from zhifa.meetings.models import ActionItem, AgendaLine, Countersign, Meeting
from zhifa.meetings.rules.moves import RUNNING
from zhifa.meetings.selectors import is_told_by_unit, sheet_of, text_of
from zhifa.meetings.services.convening import any_locked, meeting_locked, move, note
from zhifa.meetings.terms import MEETING, ActionState, MatterState, MeetingState, Outcome, Proof
from zhifa.notices.api import notify
from zhifa.people.api import holders_of, unit_by_code
from zhifa.plans.api import measures
from zhifa.search.api import touch as search_touch


@dataclass(frozen=True)
class ActionDraft:
    """An action item as it is minuted; units by code. What its proof does not ask for is left out."""

    text: str
    unit: str
    due_on: date
    proof: str
    figure: str = ""
    deed_kind: str = ""
    words: str = ""
    at_least: Decimal | None = None
    partners: tuple[str, ...] = ()
    of_unit: bool = False


@transaction.atomic
def decide_line(
    actor: Actor, key: tuple[str, int], line_id: int, outcome: str, decision: str, *, now: datetime
) -> AgendaLine:
    """What the meeting did with a matter. Refused: a decision without words, a withdrawal without its reason; action items
    under what was not decided."""
    meeting = meeting_locked(actor, key, (MeetingState.HELD,))
    line = _line(meeting, line_id)
    if outcome not in Outcome.values:
        raise BadInput(_("请选择结果"), field="outcome")
    if outcome != Outcome.CARRIED and not decision.strip():
        raise BadInput(_("请写明议定内容；撤销议题的，写明理由"), field="decision")
    if outcome != Outcome.DECIDED and line.actions.exists():
        raise BadInput(_("这一项已有督办事项"), next_step=_("请先删除督办事项，再改结果。"), field="outcome")
    elsewhere = line.matter.lines.exclude(pk=line.pk).filter(
        meeting__state__in=RUNNING, meeting__number__gt=meeting.number
    )
    if line.outcome == Outcome.CARRIED and outcome != Outcome.CARRIED and elsewhere.exists():
        raise BadInput(
            _("这个议题已经排进后面的会议"),
            next_step=_("请先从那次会议的议程移出，再改这里的结果。"),
            field="outcome",
        )
    line.outcome, line.decision = outcome, decision.strip()
    line.save(update_fields=["outcome", "decision"])
    facts = {"matter": line.matter_id, "outcome": outcome, "decision": line.decision}
    note(actor, "meetings.decide_line", meeting, facts, now=now)
    return line


@transaction.atomic
def add_action(
    actor: Actor, key: tuple[str, int], line_id: int, draft: ActionDraft, *, now: datetime
) -> ActionItem:
    """A decision as the duty of a unit, with the rule by which it will be proven. Refused: a due day not after the meeting,
    a rule that nothing can weigh."""
    meeting = meeting_locked(actor, key, (MeetingState.HELD,))
    line = _line(meeting, line_id)
    if line.outcome != Outcome.DECIDED:
        raise MeetingIncomplete(_("这一项还没有议定"), next_step=_("请先记下议定内容，再转督办。"))
    return write_action(actor, meeting, line, draft, now=now)


def write_action(
    actor: Actor, meeting: Meeting, line: AgendaLine, draft: ActionDraft, *, now: datetime
) -> ActionItem:
    """The action item's row and entry, its draft weighed; the caller has weighed the rest."""
    _checked(meeting, draft)
    wants = draft.proof in (Proof.FIGURE, Proof.DEEDS)
    action = ActionItem.objects.create(
        line=line, text=draft.text.strip().rstrip("。"), unit=unit_by_code(draft.unit), due_on=draft.due_on, proof=draft.proof,
        figure=draft.figure if draft.proof == Proof.FIGURE else "",
        of_unit=draft.of_unit and draft.proof == Proof.FIGURE,
        deed_kind=draft.deed_kind if draft.proof == Proof.DEEDS else "",
        words=draft.words.strip() if draft.proof == Proof.DOCUMENT else "",
        at_least=draft.at_least if wants else None, continues=line.matter.from_action,
    )  # fmt: skip
    partners = [unit_by_code(code) for code in draft.partners if code != draft.unit]
    action.partners.set(partners)
    facts = {**asdict(draft), "action": action.pk, "matter": line.matter_id}
    note(actor, "meetings.add_action", meeting, facts, now=now)
    return action


@transaction.atomic
def remove_action(actor: Actor, key: tuple[str, int], action_id: int, *, now: datetime) -> None:
    """Take an action item out again before the minutes circulate."""
    meeting = meeting_locked(actor, key, (MeetingState.HELD,))
    action = ActionItem.objects.filter(pk=action_id, line__meeting=meeting).first()
    if action is None:
        raise NotFound(_("没有这个督办事项"))
    note(actor, "meetings.remove_action", meeting, {"action": action.pk, "text": action.text}, now=now)
    action.delete()


@transaction.atomic
def write_preface(actor: Actor, key: tuple[str, int], text: str, *, now: datetime) -> Meeting:
    """What the minutes say of the meeting besides its decisions."""
    meeting = meeting_locked(actor, key, (MeetingState.HELD,))
    meeting.preface = text.strip()
    meeting.save(update_fields=["preface"])
    note(actor, "meetings.write_preface", meeting, {"text": meeting.preface}, now=now)
    return meeting


@transaction.atomic
def circulate_minutes(actor: Actor, key: tuple[str, int], *, now: datetime) -> Meeting:
    """Write the minutes and send them to every unit that attended. Matters of which nothing was recorded are carried over.

    Refused: a decision without an action item.
    """
    meeting = move(actor, key, "circulate")
    meeting.lines.filter(outcome="").update(outcome=Outcome.CARRIED)
    must_be_whole(meeting)
    meeting.minutes, meeting.circulated_at, meeting.version = text_of(meeting), now, meeting.version + 1
    meeting.save(update_fields=["state", "minutes", "circulated_at", "version"])
    note(
        actor,
        "meetings.circulate_minutes",
        meeting,
        {"version": meeting.version, "text": meeting.minutes},
        now=now,
    )
    sheet = sheet_of(meeting)
    told = [
        account
        for line in sheet.waiting
        for role in (Role.HEAD, Role.STREET)
        for account in holders_of(line.seat.unit, role, civil_day(now))
    ]
    notify(
        told, title=_("请会签纪要：%(meeting)s") % {"meeting": meeting}, body=_("读过纪要，同意的签署，不同意的写明意见。"),
        url=meeting.get_absolute_url(), why=_("您的单位参加了这次会议"), subject=Subject(MEETING, meeting.key), now=now,
    )  # fmt: skip
    return meeting


@transaction.atomic
def agree_to_minutes(
    actor: Actor, key: tuple[str, int], unit: str, *, proof: Identity, now: datetime
) -> Countersign:
    """A unit that attended agrees to the very text, signed in the post of its head. Refused: another post, a unit that did not
    attend, twice, a text that changed while it was read."""
    meeting = any_locked(key, (MeetingState.CIRCULATED,))
    seat_unit, role = _may_agree(actor, meeting, unit)
    digest = sign(actor, meeting.minutes, Subject(MEETING, meeting.key), role=role, proof=proof, now=now)
    row = Countersign.objects.create(
        meeting=meeting, unit_id=seat_unit, version=meeting.version, agreed=True, at=now
    )
    facts = {"unit": unit, "version": meeting.version, "text_sha256": digest}
    note(actor, "meetings.agree_to_minutes", meeting, facts, now=now)
    return row


@transaction.atomic
def object_to_minutes(
    actor: Actor, key: tuple[str, int], unit: str, remarks: str, *, now: datetime
) -> Meeting:
    """A unit that attended does not agree, and says why. The minutes go back to the office; who agreed already reads the next
    text and agrees anew."""
    meeting = any_locked(key, (MeetingState.CIRCULATED,))
    seat_unit, _role = _may_agree(actor, meeting, unit)
    if not remarks.strip():
        raise BadInput(_("请写明不同意哪一处、应当怎么写"), field="remarks")
    Countersign.objects.create(
        meeting=meeting, unit_id=seat_unit, version=meeting.version, agreed=False, remarks=remarks.strip()[:400], at=now
    )  # fmt: skip
    meeting.state = MeetingState.HELD
    meeting.save(update_fields=["state"])
    facts = {"unit": unit, "version": meeting.version, "remarks": remarks.strip()[:400]}
    note(actor, "meetings.object_to_minutes", meeting, facts, now=now)
    return meeting


@transaction.atomic
def recall_minutes(actor: Actor, key: tuple[str, int], *, now: datetime) -> Meeting:
    """The office takes the minutes back to mend them; every unit agrees anew to the next text."""
    meeting = move(actor, key, "recall")
    meeting.save(update_fields=["state"])
    note(actor, "meetings.recall_minutes", meeting, {"version": meeting.version}, now=now)
    return meeting


@transaction.atomic
def issue_minutes(actor: Actor, key: tuple[str, int], *, proof: Identity, now: datetime) -> Meeting:
    """The lead signs the minutes out; they bear no seal and no document number of the conference. From now on the action items
    run, decided matters are closed, carried ones wait for the next agenda.

    Refused: while a unit that attended has not agreed, and by another post.
    """
    if not may_issue(actor):
        raise NotAllowed(_("只有区司法局领导可以签发纪要"))
    meeting = any_locked(key, (MeetingState.CIRCULATED,))
    waiting = sheet_of(meeting).waiting
    if waiting:
        raise CountersignMissing(
            _("还有 %(count)s 个参会单位没有会签") % {"count": len(waiting)},
            why="、".join(line.name for line in waiting[:8]),
            next_step=_("参会单位都会签后才能签发。"),
        )
    digest = sign(actor, meeting.minutes, Subject(MEETING, meeting.key), role=Role.LEAD, proof=proof, now=now)
    note(actor, "meetings.issue_minutes", meeting, {"text_sha256": digest}, now=now)
    settle(meeting, now)
    register_minutes(actor, meeting, civil_day(now), now=now)
    return meeting


def settle(meeting: Meeting, now: datetime) -> None:
    """The meeting's minutes stand: its state, and what becomes of its matters."""
    meeting.state, meeting.issued_at = MeetingState.ISSUED, now
    meeting.save(update_fields=["state", "issued_at"])
    touch("meetings.actions", [meeting.held_on])
    search_touch(MEETING, [meeting.key])
    for line in meeting.lines.select_related("matter"):
        if line.outcome == Outcome.CARRIED:
            continue
        matter = line.matter
        is_withdrawn = line.outcome == Outcome.WITHDRAWN
        matter.state = MatterState.WITHDRAWN if is_withdrawn else MatterState.DONE
        matter.reason = line.decision[:200] if is_withdrawn else ""
        matter.save(update_fields=["state", "reason"])
        if is_withdrawn and matter.from_action_id:
            ActionItem.objects.filter(pk=matter.from_action_id, state=ActionState.RETURNED).update(
                state=ActionState.DROPPED, reason=line.decision[:200], closed_on=meeting.held_on
            )


def register_minutes(actor: Actor, meeting: Meeting, issued_on: date, *, now: datetime) -> None:
    """The minutes enter the register of documents, without a number: the conference has none of its own."""
    draft = DocumentDraft(Kind.MINUTES, f"{meeting}纪要", meeting.series.office.name, issued_on)
    register(actor, draft, Subject(MEETING, meeting.key), now=now)


def must_be_whole(meeting: Meeting) -> None:
    """Refuses minutes in which a decision has no action item."""
    bare: Sequence[AgendaLine] = [
        line
        for line in meeting.lines.select_related("matter").prefetch_related("actions")
        if line.outcome == Outcome.DECIDED and not line.actions.all()
    ]
    if bare:
        raise MeetingIncomplete(
            _("“%(matter)s”议定了，还没有督办事项") % {"matter": bare[0].matter.title},
            why=_("每个议定事项都要落到单位、时限和证明办法。"),
            next_step=_("请添加督办事项；只是听取的，把结果改为“听取，不另督办”。"),
        )


def _line(meeting: Meeting, line_id: int) -> AgendaLine:
    line = meeting.lines.select_related("matter").filter(pk=line_id).first()
    if line is None:
        raise NotFound(_("议程里没有这一项"))
    return line


def _may_agree(actor: Actor, meeting: Meeting, unit: str) -> tuple[int, Role]:
    seat = meeting.seats.select_related("unit").filter(unit__code=unit).first()
    if seat is None or not seat.attended:
        raise NotFound(_("这个单位没有参加会议，不会签"))
    role = role_to_agree(actor, seat.unit)
    if role is None:
        raise NotAllowed(_("纪要由参会单位的负责人会签"))
    if meeting.countersigns.filter(unit=seat.unit, version=meeting.version).exists():
        raise BadInput(_("%(unit)s已经会签过这一稿") % {"unit": seat.unit.name})
    return seat.unit_id, role


def _checked(meeting: Meeting, draft: ActionDraft) -> None:
    if not draft.text.strip():
        raise BadInput(_("请写明要办什么事"), field="text")
    if draft.due_on <= meeting.held_on:
        raise BadInput(_("完成时限要在会议日期之后"), field="due_on")
    if draft.proof not in Proof.values:
        raise ProofRuleUnclear(_("请选择证明办法"), field="proof")
    if draft.proof == Proof.FIGURE and draft.of_unit and not is_told_by_unit(draft.figure):
        raise ProofRuleUnclear(
            _("这个数字不按单位分列，看不出牵头单位有多少"),
            next_step=_("请换一个按单位分列的数字，或改看全区的数，或改用“有履职记录”。"),
            field="of_unit",
        )
    if draft.proof == Proof.FIGURE and draft.figure not in {code for code, _title in measures()}:
        raise ProofRuleUnclear(
            _("没有这个数字，或它不能用来考核"), next_step=_("请从列表里选一个数字。"), field="figure"
        )
    if draft.proof == Proof.DEEDS and draft.deed_kind not in kinds():
        raise ProofRuleUnclear(_("没有这种工作记录"), next_step=_("请从列表里选一种。"), field="deed_kind")
    if draft.proof in (Proof.FIGURE, Proof.DEEDS) and (draft.at_least is None or draft.at_least <= 0):
        raise ProofRuleUnclear(_("请写明不少于多少"), why=_("大于零的数才能判断是否达到。"), field="at_least")
    if draft.proof == Proof.DOCUMENT and len(draft.words.strip()) < 2:
        raise ProofRuleUnclear(_("请写明公开信息的名称里有哪几个字"), field="words")
