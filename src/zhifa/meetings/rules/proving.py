"""Whether an action item is done: the rule chosen when it was minuted, weighed on a day, explained line by line.

What a unit says is no proof; only an item whose rule is a person's word is closed by it, and is then counted apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhifa.kernel.clock import day_in_chinese
from zhifa.meetings.terms import MOST_NAMED, ActionState, Proof


@dataclass(frozen=True)
class Asked:
    """The rule: what must be found between the day of the meeting and the due day. `named` is the title of the figure or
    what the kind of deeds is called; `unit` counts it; `of_unit` asks for the part of it that is the lead's own."""

    proof: str
    since: date
    due_on: date
    lead: str
    named: str = ""
    unit: str = ""
    words: str = ""
    at_least: Decimal = Decimal(0)
    of_unit: bool = False


@dataclass(frozen=True)
class Found:
    """What the records say until the day of weighing: an amount (None: not measured) and what it consists of; and the unit's
    word that it is done (None: it said nothing)."""

    amount: Decimal | None = None
    names: tuple[str, ...] = ()
    word: str | None = None
    note: str = ""


@dataclass(frozen=True)
class Said:
    """One line of an explanation; `met` is None where it only tells."""

    say: str
    met: bool | None = None


@dataclass(frozen=True)
class Verdict:
    """What the weighing says: proven by records or not, where the item stands now, and why."""

    proven: bool
    outcome: str
    lines: tuple[Said, ...]


def weigh(asked: Asked, found: Found, *, today: date) -> Verdict:
    """Weigh a rule.

    Proven at any time: done. Otherwise it stays open until its due day has passed (the day itself inside) and then goes back
    to the agenda, whatever the unit says, but for an item that rests on its word alone.

    Example: at least 2 lectures from 30 March to 30 June, one is found. On 1 July it goes back, though the unit reported
    it done; with two found it is proven, though the unit reported nothing.
    """
    is_past = today > asked.due_on
    proven = _is_met(asked, found)
    lines = [
        Said(f"规则：{rule_words(asked)}。"),
        Said(_found_words(asked, found), proven if asked.proof != Proof.WORD else None),
    ]
    if asked.proof == Proof.WORD:
        done = found.word is not None
        outcome = ActionState.WORD if done else (ActionState.RETURNED if is_past else ActionState.OPEN)
        lines.append(Said(f"{asked.lead}{f'说明：{found.word}' if done else '没有说明'}。", None))
        ends = "按单位说明办结，没有别的证明，单独计数。" if done else _end(is_past)
        return Verdict(False, outcome, (*lines, Said(ends, done)))
    if found.word is not None:
        lines.append(Said(f"{asked.lead}报办结：{found.word}。单位的说明不作证明。"))
    if proven:
        late = "，晚于时限" if is_past else ""
        return Verdict(True, ActionState.PROVEN, (*lines, Said(f"达到规则，办结{late}。", True)))
    outcome = ActionState.RETURNED if is_past else ActionState.OPEN
    return Verdict(False, outcome, (*lines, Said(_end(is_past), False)))


def rule_words(asked: Asked) -> str:
    """The rule as the minutes say it, without its days: 区司法局有已确认的“法治讲座”记录不少于 2 条."""
    amount = plain(asked.at_least)
    if asked.proof == Proof.FIGURE:
        whose = f"{asked.lead}的" if asked.of_unit else ""
        return f"{whose}数字“{asked.named}”从会议当日到时限不少于 {amount} {asked.unit}"
    if asked.proof == Proof.DEEDS:
        return f"{asked.lead}从会议当日到时限有已确认的“{asked.named}”记录不少于 {amount} 条"
    if asked.proof == Proof.DOCUMENT:
        return f"{asked.lead}从会议当日到时限公开了名称含“{asked.words}”的信息"
    return "凭单位说明，没有其他证明"


def _is_met(asked: Asked, found: Found) -> bool:
    if asked.proof == Proof.WORD:
        return False
    if asked.proof == Proof.DOCUMENT:
        return bool(found.names)
    return found.amount is not None and found.amount >= asked.at_least


def _found_words(asked: Asked, found: Found) -> str:
    days = f"{day_in_chinese(asked.since)}至{day_in_chinese(asked.due_on)}"
    named = "；".join(found.names[:MOST_NAMED])
    if len(found.names) > MOST_NAMED:
        named += f"；等共 {len(found.names)} 条"
    if asked.proof == Proof.WORD:
        return "这一项没有可以查的记录。"
    if asked.proof == Proof.DOCUMENT:
        return (
            f"查得：{days}{f'公开 {len(found.names)} 条：{named}' if found.names else '没有这样的公开信息'}。"
        )
    if found.amount is None:
        return f"查得：{days}没有数。{found.note}"
    unit = asked.unit if asked.proof == Proof.FIGURE else "条"
    return f"查得：{days}有 {plain(found.amount)} {unit}{f'：{named}' if named else ''}。{found.note}"


def _end(is_past: bool) -> str:
    return "时限已过，没有证明，退回议程。" if is_past else "还没有达到，时限未到，继续办理。"


def plain(amount: Decimal) -> str:
    """1,200 for 1200.00."""
    text = f"{amount:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
