"""A unit writes its lines: drafts are kept with whatever is missing; a list is handed on when nothing is."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.duties.access import may_draft, may_move, visible_lists
from zhifa.duties.errors import LineIncomplete, MoveNotPossible
from zhifa.duties.models import Duty, DutyLaw, UnitList
from zhifa.duties.rules.lines import LineDraft, faults_of
from zhifa.duties.rules.moves import after
from zhifa.duties.selectors import draft_of, lines_of, proposals_for
from zhifa.duties.terms import LIST, LineVerdict, ListState, Move
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, NotAllowed, NotFound
from zhifa.ledger.api import Subject, record

PLAIN = (
    "category", "since", "until", "measure", "quantity", "node_on", "node_words", "section", "person", "effect", "origin",
)  # fmt: skip
LISTS = ("kinds", "audiences", "evidence")


@transaction.atomic
def keep_line(actor: Actor, pk: int, draft: LineDraft, *, key: str = "", now: datetime) -> Duty:
    """Keep a line of a list in its unit's hands, new or changed, whatever it still lacks."""
    unit_list = open_list(actor, pk)
    line = _line(unit_list, key) if key else new_line(unit_list)
    if not key:
        line.position = unit_list.lines.filter(version=None).count()
    fill(line, draft)
    line.verdict = LineVerdict.OPEN
    line.save()
    line.laws.all().delete()
    DutyLaw.objects.bulk_create(laws_of(line, draft))
    record(actor, "duties.keep_line", subject_of(unit_list), {"line": line.key, **facts_of(draft)}, now=now)
    return line


@transaction.atomic
def remove_line(actor: Actor, pk: int, key: str, *, now: datetime) -> None:
    """Take a line out of a list in its unit's hands."""
    unit_list = open_list(actor, pk)
    _line(unit_list, key).delete()
    record(actor, "duties.remove_line", subject_of(unit_list), {"line": key}, now=now)


@transaction.atomic
def adopt_proposals(
    actor: Actor, pk: int, sources: Collection[str], *, today: date, now: datetime
) -> list[Duty]:
    """Take over proposed lines as drafts; each keeps where it came from."""
    unit_list = open_list(actor, pk)
    chosen = [one for one in proposals_for(unit_list, today) if one.source in set(sources)]
    start = unit_list.lines.filter(version=None).count()
    made = []
    for number, one in enumerate(chosen):
        line = new_line(unit_list)
        fill(line, one.draft)
        line.origin, line.position = one.why[:200], start + number
        made.append(line)
    Duty.objects.bulk_create(made)
    DutyLaw.objects.bulk_create(
        law for line, one in zip(made, chosen, strict=True) for law in laws_of(line, one.draft)
    )
    facts = {
        "lines": [{"line": line.key, **facts_of(one.draft)} for line, one in zip(made, chosen, strict=True)]
    }
    record(actor, "duties.adopt_proposals", subject_of(unit_list), facts, now=now)
    return made


@transaction.atomic
def hand_on(actor: Actor, pk: int, *, now: datetime) -> UnitList:
    """Hand the list to the unit's legal section. Refused: no line, a line with an empty field or days that contradict."""
    unit_list = moved(actor, pk, Move.HAND_ON)
    lines = [(number, draft_of(line)) for number, line in enumerate(lines_of(unit_list), start=1)]
    if not lines:
        raise LineIncomplete(_("清单里还没有责任"), next_step=_("请先写一项，或采用建议。"))
    if faults := faults_of(lines, unit_list.duty_year.year):
        raise LineIncomplete(_("有几项还没有写完，未送出"), why=_("草稿都还在。"), faults=faults)
    unit_list.remarks = ""
    return _keep(actor, unit_list, Move.HAND_ON, {"lines": len(lines)}, now=now)


@transaction.atomic
def pass_legal(actor: Actor, pk: int, opinion: str, *, now: datetime) -> UnitList:
    """The legal section has looked: its opinion stands with the list, and the head can sign."""
    unit_list = moved(actor, pk, Move.PASS_LEGAL)
    if not opinion.strip():
        raise BadInput(_("请写明由谁审核、意见是什么"), field="opinion")
    unit_list.legal_opinion = opinion.strip()
    return _keep(actor, unit_list, Move.PASS_LEGAL, {"has_opinion": True}, now=now)


@transaction.atomic
def return_list(actor: Actor, pk: int, remarks: str, *, now: datetime) -> UnitList:
    """Give a list back to those who draft it, saying what to mend."""
    unit_list = moved(actor, pk, Move.RETURN)
    if not remarks.strip():
        raise BadInput(_("请写明哪里需要改"), field="remarks")
    unit_list.remarks = remarks.strip()
    return _keep(actor, unit_list, Move.RETURN, {"remarks": remarks.strip()}, now=now)


def subject_of(unit_list: UnitList) -> Subject:
    """The list as the ledger knows it."""
    return Subject(LIST, str(unit_list.pk))


def locked_list(actor: Actor, pk: int) -> UnitList:
    """The list for changing, locked; 404 when it does not exist for this actor."""
    found = (
        visible_lists(actor)
        .select_for_update(of=("self",))
        .select_related("unit", "duty_year")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotFound(_("没有这份清单"))
    return found


def open_list(actor: Actor, pk: int) -> UnitList:
    """The locked list while its lines are in the drafters' hands."""
    found = locked_list(actor, pk)
    if not may_draft(actor, found.unit):
        raise NotAllowed(_("只有本单位的联络员和负责人可以写这份清单"))
    if found.state != ListState.DRAFTING:
        raise MoveNotPossible(
            _("这份清单是“%(state)s”，不能再改") % {"state": found.get_state_display()},
            next_step=_("需要修改时，请退回后再改。"),
        )
    return found


def moved(actor: Actor, pk: int, move: Move) -> UnitList:
    """The locked list in its new state, not saved. Refused: not the actor's move, not from where it stands."""
    found = locked_list(actor, pk)
    leads = after(found.state, move)
    if leads is None:
        raise MoveNotPossible(
            _("这份清单是“%(state)s”，不能“%(move)s”")
            % {"state": found.get_state_display(), "move": move.label},
            why=_("可能别人刚刚处理过。"), next_step=_("请刷新页面看最新状态。"),
        )  # fmt: skip
    state, whose = leads
    if not may_move(actor, found.unit, whose):
        raise NotAllowed(_("这一步由%(who)s办理") % {"who": whose.label})
    found.state = state
    return found


def _keep(actor: Actor, unit_list: UnitList, move: Move, facts: dict[str, Any], *, now: datetime) -> UnitList:
    unit_list.save()
    record(actor, f"duties.{move.value.replace('-', '_')}", subject_of(unit_list), facts, now=now)
    return unit_list


def _line(unit_list: UnitList, key: str) -> Duty:
    found = unit_list.lines.filter(version=None, key=key).first()
    if found is None:
        raise NotFound(_("没有这项责任"))
    return found


def new_line(unit_list: UnitList) -> Duty:
    """An unsaved empty line."""
    return Duty(key=secrets.token_hex(5), unit_list=unit_list, unit=unit_list.unit)


def fill(line: Duty, draft: LineDraft) -> None:
    """Write a draft into a line."""
    for name in PLAIN:
        value = getattr(draft, name)
        setattr(line, name, value.strip() if isinstance(value, str) else value)
    for name in LISTS:
        setattr(line, name, list(getattr(draft, name)))


def laws_of(line: Duty, draft: LineDraft) -> list[DutyLaw]:
    """The unsaved law of a line, each citation once."""
    laws = {law.label: law for law in draft.laws}
    return [
        DutyLaw(duty=line, version_id=law.version, text_id=law.text, label=law.label) for law in laws.values()
    ]


def facts_of(draft: LineDraft) -> dict[str, Any]:
    """What the ledger keeps of a line: all but the name of whoever is responsible."""
    return {
        **{name: getattr(draft, name) for name in PLAIN if name not in ("origin", "person")},
        **{name: list(getattr(draft, name)) for name in LISTS},
        "laws": [law.label for law in draft.laws],
    }
