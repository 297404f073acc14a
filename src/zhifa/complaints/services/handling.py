"""A complaint is answered, closed, handed to the responsible unit or given back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.complaints.access import moves_of, visible_to
from zhifa.complaints.errors import AlreadySettled, TextOutOfBounds
from zhifa.complaints.models import Complaint, HandlingStep
from zhifa.complaints.terms import REMARKS_MOST, SUBJECT, TEXT_MOST, Move, State
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.errors import BadInput, NotFound
from zhifa.ledger.api import Subject, commit_personal, record
from zhifa.people.api import Unit


@transaction.atomic
def answer(actor: Actor, number: int, words: str, *, now: datetime) -> Complaint:
    """Answer it, finally: the bearer of the receipt number reads these words. Refused: no words, too many, one settled."""
    found = _open(actor, number, Move.ANSWER)
    _settle(actor, found, State.ANSWERED, _said(words, TEXT_MOST, _("请写答复")), now)
    return found


@transaction.atomic
def close(actor: Actor, number: int, reason: str, *, now: datetime) -> Complaint:
    """End it without an answer of its own, with a reason that the bearer reads (sent twice, no matter of the office)."""
    found = _open(actor, number, Move.CLOSE)
    _settle(actor, found, State.CLOSED, _said(reason, REMARKS_MOST, _("请写理由")), now)
    return found


@transaction.atomic
def hand_to(actor: Actor, number: int, unit: Unit, remarks: str = "", *, now: datetime) -> Complaint:
    """Hand it to the unit that is responsible; it then waits for the unit's head. Refused: the unit where it is, a unit
    that is no more."""
    found = _open(actor, number, Move.HAND)
    today = clock.civil_day(now)
    if unit.valid_until is not None and unit.valid_until < today:
        raise BadInput(_("这个单位已经撤销"), next_step=_("请选接替它的单位。"), field="unit")
    if found.unit_id == unit.pk:
        raise BadInput(_("已经在这个单位"), field="unit")
    found.state, found.unit = State.HANDED, unit
    found.save(update_fields=["state", "unit"])
    _leave(actor, found, Move.HAND, _said(remarks, REMARKS_MOST), facts={"unit": unit.code}, now=now)
    return found


@transaction.atomic
def give_back(actor: Actor, number: int, remarks: str, *, now: datetime) -> Complaint:
    """Give it back to the office: not this unit's matter. Refused without saying why."""
    found = _open(actor, number, Move.GIVE_BACK)
    said = _said(remarks, REMARKS_MOST, _("请写为什么退回"))
    assert found.unit is not None  # noqa: S101 - the table's constraint: what is handed has its unit
    facts = {"unit": found.unit.code}
    _leave(actor, found, Move.GIVE_BACK, said, facts=facts, now=now)
    found.state, found.unit = State.RECEIVED, None
    found.save(update_fields=["state", "unit"])
    return found


def _open(actor: Actor, number: int, move: Move) -> Complaint:
    """The complaint, locked, when the actor sees it and may make the move."""
    found = visible_to(actor).select_for_update(of=("self",)).select_related("unit").filter(pk=number).first()
    if found is None:
        raise NotFound(_("没有这件投诉建议"))
    if move not in moves_of(actor, found):
        raise AlreadySettled(
            _("这一步现在不能办"),
            why=_("它现在是“%(state)s”。") % {"state": found.get_state_display()},
            next_step=_("请回到列表看看现在由谁办。"),
        )
    return found


def _settle(actor: Actor, found: Complaint, state: State, words: str, now: datetime) -> None:
    by_unit = found.unit is not None and not actor.has_role(Role.OFFICE)
    found.state, found.reply, found.settled_at = state, words, now
    found.replied_by = found.unit.name if by_unit and found.unit else ""
    found.save(update_fields=["state", "reply", "settled_at", "replied_by"])
    move = Move.ANSWER if state == State.ANSWERED else Move.CLOSE
    committed = commit_personal(f"{SUBJECT}:{found.pk}", words)
    _leave(actor, found, move, words, facts={"words": committed}, now=now)


def _leave(
    actor: Actor, found: Complaint, move: Move, remarks: str, *, facts: Mapping[str, Any], now: datetime
) -> None:
    """The step and its ledger entry."""
    HandlingStep.objects.create(
        complaint=found, move=move, by_words=actor.name, unit=found.unit, remarks=remarks, at=now
    )
    act = f"complaints.{move.value.replace('-', '_')}"
    record(actor, act, Subject(SUBJECT, str(found.pk)), dict(facts), now=now)


def _said(words: str, most: int, missing: str = "") -> str:
    said = words.strip()
    if missing and not said:
        raise TextOutOfBounds(missing, field="words")
    if len(said) > most:
        raise TextOutOfBounds(
            _("写得太长，收不下"), next_step=_("最多 %(n)s 个字。") % {"n": most}, field="words"
        )
    return said
