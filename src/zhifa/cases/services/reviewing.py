"""The moves of a case: each by the right person, signed over the very text, noted in the ledger without a name."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.accounts.api import Proof, sign
from zhifa.cases.access import role_for, visible_to
from zhifa.cases.errors import CaseIncomplete, MoveNotPossible, OwnWorkNotChecked
from zhifa.cases.models import Case, CaseStep
from zhifa.cases.rules.lists import Line
from zhifa.cases.rules.moves import MOVES, WITH_REASON, is_own_work
from zhifa.cases.selectors import lines_of, use_of, words_of_move
from zhifa.cases.terms import CASE, REASON_MOST, STATES_MASKED, ListSort, Move, State
from zhifa.figures.api import touch
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.errors import BadInput, NotAllowed, NotFound
from zhifa.laws.api import recited
from zhifa.ledger.api import Subject, commit_personal, record
from zhifa.publishing.api import end

SOURCE = "cases.approved"
BLANK = {"title": "", "subtitle": "", "facts": "", "handling": "", "analysis": "", "meaning": "", "more": []}


@transaction.atomic
def move_on(
    actor: Actor,
    key: str,
    move: str,
    *,
    remarks: str = "",
    stop: str = "",
    proof: Proof | None,
    now: datetime,
) -> Case:
    """Make a move and sign it. Refused: where the case does not stand there, whose move it is not, own work, a return, stop or
    recall without a reason."""
    case = locked(actor, key)
    role = _must_move(actor, case, move)
    said = remarks.strip()[:REASON_MOST]
    stops = lines_of(ListSort.STOP, clock.civil_day(now)) if move == Move.STOP else {}
    if move == Move.STOP and stop not in stops:
        raise BadInput(_("请选停止的原因"), field="stop")
    if move in WITH_REASON and not said:
        raise CaseIncomplete(_("请写明理由"), field="remarks")
    if proof is not None:
        sign(actor, words_of_move(case, move), Subject(CASE, key), role=role, proof=proof, now=now)
    was = case.state
    case.state = MOVES[case.state, move][0]
    if case.state not in STATES_MASKED:
        for name, value in BLANK.items():
            setattr(case, name, value)
        case.masker = ""
    if move == Move.STOP:
        case.stops, case.no_stops = sorted({*case.stops, stop}), False
    if was == State.READY:
        end(actor, CASE, [key], said, now=now)
        _count(case)
    case.save()
    if move in (Move.STOP, Move.RECALL, Move.REOPEN):  # out of use, or in use again
        uses = [] if move != Move.REOPEN else [use_of(row) for row in case.cited.select_related("case__unit")]
        recited(CASE, key, uses, now=now)
    leave(actor, case, move, said, stop=stops[stop] if stops else None, now=now)
    return case


@transaction.atomic
def approve(actor: Actor, key: str, *, proof: Proof, now: datetime) -> Case:
    """The second person's word: read again, nobody can be told by it. From then on the office may send it to the gate."""
    case = locked(actor, key)
    role = _must_move(actor, case, Move.APPROVE)
    sign(actor, words_of_move(case, Move.APPROVE), Subject(CASE, key), role=role, proof=proof, now=now)
    case.state, case.approved_on = State.READY, clock.civil_day(now)
    case.save(update_fields=["state", "approved_on"])
    _count(case)
    leave(actor, case, Move.APPROVE, "", now=now)
    return case


def recall(actor: Actor, key: str, reason: str, *, proof: Proof, now: datetime) -> Case:
    """Take an approved case back; if it is public, it ends at once, and its old address says the day and the reason."""
    return move_on(actor, key, Move.RECALL, remarks=reason, proof=proof, now=now)


def reopen(actor: Actor, key: str, *, now: datetime) -> Case:
    """Draft a stopped or recalled case anew."""
    return move_on(actor, key, Move.REOPEN, proof=None, now=now)


def locked(actor: Actor, key: str) -> Case:
    """The case, locked, when the actor sees it."""
    rows = visible_to(actor).select_for_update(of=("self",)).select_related("unit", "original")
    found = rows.filter(key=key).first()
    if found is None:
        raise NotFound(_("没有这个案例"))
    return found


def leave(
    actor: Actor, case: Case, move: str, remarks: str, *, stop: Line | None = None,
    facts: dict[str, object] | None = None, now: datetime,
) -> None:  # fmt: skip
    """The step and its ledger entry."""
    CaseStep.objects.create(
        case=case, move=move, by_words=actor.name, remarks=remarks or None, at=now,
        stop=stop.code if stop else "", stop_words=stop.words if stop else "",
    )  # fmt: skip
    told = {"kind": case.kind, "topic": case.topic, "unit": case.unit.code, **(facts or {})}
    if stop:
        told["stop"] = stop.code
    if remarks:
        told["remarks"] = commit_personal(f"{CASE}:{case.key}", remarks)
    record(actor, f"cases.{move}", Subject(CASE, case.key), told, now=now)


def _must_move(actor: Actor, case: Case, move: str) -> Role:
    if (case.state, move) not in MOVES:
        raise MoveNotPossible(
            _("这一步现在不能办"),
            why=_("它现在是“%(state)s”。") % {"state": case.get_state_display()},
            next_step=_("请刷新页面，看现在轮到谁。"),
        )
    if is_own_work(actor.key, move, author=case.author, masker=case.masker):
        raise OwnWorkNotChecked(
            _("自己写的或自己脱敏的案例，不能由自己审"), next_step=_("请由另一个人来办这一步。")
        )
    role = role_for(actor, case, move)
    if role is None:
        raise NotAllowed(_("您的职务不能办这一步"))
    return role


def _count(case: Case) -> None:
    if case.approved_on is not None:
        touch(SOURCE, {case.approved_on})
