"""What was missed and not answered for, and the prompts that were written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zhifa.deeds.api import Deed, State
from zhifa.duties.access import visible_prompts
from zhifa.duties.models import Prompt
from zhifa.duties.rules.prompting import ground
from zhifa.duties.selectors.progress import DutyLine, duty_lines
from zhifa.duties.terms import DUTY, Ground
from zhifa.evidence.api import kinds_of
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.ledger.api import Subject


@dataclass(frozen=True)
class Miss:
    """A duty whose node has passed and for which a prompt is due: nobody has drafted or dropped one."""

    line: DutyLine
    ground: Ground

    @property
    def key(self) -> str:
        """The duty's key."""
        return self.line.duty.key


@dataclass(frozen=True)
class MissedNode:
    """The misses of one node for one reason: what a single click may draft prompts for."""

    node_on: date
    node_words: str
    ground: Ground
    misses: tuple[Miss, ...]


def missed_nodes(found: Sequence[Miss]) -> list[MissedNode]:
    """The misses by node and reason, the oldest node first."""
    groups: dict[tuple[date, str, Ground], list[Miss]] = defaultdict(list)
    for miss in found:
        duty = miss.line.duty
        assert duty.node_on  # noqa: S101 - what has no node is never missed
        groups[duty.node_on, duty.node_words, miss.ground].append(miss)
    worst_first = list(Ground)
    keys = sorted(groups, key=lambda key: (key[0], key[1], worst_first.index(key[2])))
    return [MissedNode(*key, tuple(groups[key])) for key in keys]


def misses(actor: Actor, year: int, today: date, key: str = "") -> list[Miss]:
    """The misses of a year for which a prompt is proposed, the oldest first. Six queries."""
    chosen = Q(unit_list__duty_year__year=year, node_on__lt=today)
    lines = duty_lines(actor, chosen & Q(key=key) if key else chosen, today)
    held = set(
        Prompt.objects.filter(duty_key__in=[line.duty.key for line in lines]).values_list(
            "duty_key", "missed_on"
        )
    )
    proven = _with_proof(lines)
    found = []
    for line in lines:
        why = ground(line.standing, has_proof=line.duty.key in proven)
        if why is not None and (line.duty.key, line.duty.node_on) not in held:
            found.append(Miss(line, why))
    return found


def _with_proof(lines: list[DutyLine]) -> set[str]:
    """The duties behind which a deed has a file of a kind that the list asks for."""
    deeds: dict[str, list[Subject]] = defaultdict(list)
    rows = Deed.objects.filter(
        state=State.CONFIRMED,
        served__purpose=DUTY,
        served__code__in=[line.duty.key for line in lines if line.duty.done],
    )
    for code, deed in rows.values_list("served__code", "key"):
        deeds[code].append(Subject("deed", deed))
    kinds = kinds_of([one for row in deeds.values() for one in row])
    wanted = {line.duty.key: set(line.duty.evidence) for line in lines}
    return {
        key
        for key, subjects in deeds.items()
        if any(wanted[key] & set(kinds.get(one, ())) for one in subjects)
    }


def prompts(actor: Actor) -> QuerySet[Prompt]:
    """The prompts that the actor sees, the newest first."""
    return visible_prompts(actor).select_related("unit")


def prompt_by_key(actor: Actor, pk: int) -> Prompt:
    """One prompt; 404 otherwise."""
    found = prompts(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这份普法提示"))
    return found
