"""The minutes as text: every line follows from the meeting's rows, so that units agree to what was recorded and to nothing
else. Always in Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from zhifa.kernel.clock import day_in_chinese
from zhifa.meetings.rules.attending import Sitting
from zhifa.meetings.terms import Outcome, Seat

DIGITS: Final = "零一二三四五六七八九"
ROLL: Final = (  # how GB/T 9704-2012 lists who attended, and what this field adds: delegates and absentees apart
    (Seat.PRESENT, "出席"), (Seat.DELEGATE, "委托出席"), (Seat.APOLOGY, "请假"), (Seat.ABSENT, "缺席"),
)  # fmt: skip
NOBODY: Final = "无"


@dataclass(frozen=True)
class ActionWords:
    """An action item in words: who, what, until when, proven by what."""

    unit: str
    partners: tuple[str, ...]
    text: str
    due_on: date
    rule: str


@dataclass(frozen=True)
class LineWords:
    """A matter with what the meeting did."""

    title: str
    outcome: str
    decision: str
    actions: tuple[ActionWords, ...] = ()


@dataclass(frozen=True)
class MeetingWords:
    """A meeting as its minutes tell it; `seats` are (unit, sitting)."""

    series: str
    number: int
    kind: str
    held_on: date
    place: str
    chair: str
    preface: str
    lines: tuple[LineWords, ...]
    seats: tuple[tuple[str, Sitting], ...]


@dataclass(frozen=True)
class Shown:
    """A line of minutes and how it is set: title, text, heading, sub-heading, or one of the roll."""

    kind: str
    text: str


def minutes_text(meeting: MeetingWords) -> str:
    """The minutes, a line a paragraph: title, the meeting, each matter with its decision and action items, what is carried
    over, who attended in four states."""
    return "\n".join(line for line in _lines(meeting) if line)


def _lines(meeting: MeetingWords) -> Iterator[str]:
    yield f"{meeting.series}第{meeting.number}次会议纪要"
    yield (
        f"{day_in_chinese(meeting.held_on)}，{meeting.series}在{meeting.place}召开第{meeting.number}次会议（{meeting.kind}），"
        f"{meeting.chair}主持。"
    )
    yield from (part.strip() for part in meeting.preface.splitlines())
    dealt = [line for line in meeting.lines if line.outcome in (Outcome.DECIDED, Outcome.NOTED)]
    if dealt:
        yield "会议议定事项如下："
    for number, line in enumerate(dealt, start=1):
        yield f"{numeral(number)}、{line.title}"
        yield from (part.strip() for part in line.decision.splitlines())
        for index, action in enumerate(line.actions, start=1):
            partners = f"，{'、'.join(action.partners)}配合" if action.partners else ""
            yield (
                f"（{numeral(index)}）{action.text}。由{action.unit}牵头{partners}，{day_in_chinese(action.due_on)}前完成。"
                f"证明办法：{action.rule}。"
            )
    carried = [line.title for line in meeting.lines if line.outcome == Outcome.CARRIED]
    if carried:
        yield f"下次会议再议：{'；'.join(carried)}。"
    withdrawn = [
        f"{line.title}（{line.decision}）" for line in meeting.lines if line.outcome == Outcome.WITHDRAWN
    ]
    if withdrawn:
        yield f"撤销的议题：{'；'.join(withdrawn)}。"
    for state, words in ROLL:
        sat = [_sat(unit, sitting) for unit, sitting in meeting.seats if sitting.state == state]
        yield f"{words}：{'；'.join(sat) or NOBODY}。"


def _sat(unit: str, sitting: Sitting) -> str:
    who = f"{sitting.name}（{sitting.post}）" if sitting.post else sitting.name
    if sitting.state == Seat.DELEGATE:
        return f"{unit} {who}，委托依据：{sitting.authority}"
    if sitting.state == Seat.APOLOGY:
        return f"{unit}（{sitting.reason}）"
    return f"{unit} {who}".strip()


def set_out(text: str) -> list[Shown]:
    """The text as a page or a document sets it, by what stands at the head of each line."""
    roll = tuple(f"{words}：" for _state, words in ROLL)
    shown = []
    for number, line in enumerate(text.splitlines()):
        if number == 0:
            kind = "title"
        elif line.startswith(roll):
            kind = "roll"
        elif line[:4].partition("、")[1] and set(line.partition("、")[0]) <= set(f"{DIGITS}十"):
            kind = "heading"
        else:
            kind = "text"
        shown.append(Shown(kind, line))
    return shown


def numeral(number: int) -> str:
    """A number from 1 to 99 as headings count: 一, 十, 十二, 二十."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{DIGITS[tens]}十")
    return head + (DIGITS[ones] if ones else "")
