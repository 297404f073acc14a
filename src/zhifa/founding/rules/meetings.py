"""The quarterly joint meetings of the scenario: drafts for their door, and what their figures must say, counted apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from zhifa.founding.rules.bodies import unit_drafts
from zhifa.founding.rules.planned import COUNTS, Planned
from zhifa.meetings.api import (
    ActionDraft,
    DecidedDraft,
    HeldDraft,
    MemberDraft,
    Part,
    Seat,
    SeriesDraft,
    Sitting,
)
from zhifa.people.api import UnitDraft

NAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
OUTSIDE = ("street", "community")


def series_draft(told: Mapping[str, Any], bodies: Mapping[str, Any]) -> SeriesDraft:
    """The conference."""
    row = told["series"]
    return SeriesDraft(
        row["code"], row["title"], row["document"], _codes(bodies)[row["office"]], row["per_year"]
    )


def member_drafts(told: Mapping[str, Any], bodies: Mapping[str, Any]) -> list[MemberDraft]:
    """Every agency from its first day within the conference's time; those that ended leave it then."""
    first, office = told["meetings"][0]["held_on"], _codes(bodies)[told["series"]["office"]]
    ended = _ended(bodies)
    return [
        MemberDraft(
            draft.code, max(first, draft.valid_from), Part.CONVENOR if draft.code == office else Part.MEMBER,
            valid_until=ended.get(draft.name),
        )
        for draft in _agencies(bodies)
    ]  # fmt: skip


def held_drafts(told: Mapping[str, Any], bodies: Mapping[str, Any]) -> list[HeldDraft]:
    """The meetings, each numbered."""
    place, chair, codes = told["series"]["place"], told["series"]["chair"], _codes(bodies)
    return [
        HeldDraft(
            number, row["held_on"], place, chair,
            tuple(
                DecidedDraft(
                    line["title"], line.get("outcome", "decided"), line.get("decision", ""),
                    tuple(_action(action, codes) for action in line.get("actions", ())),
                )
                for line in row["lines"]
            ),
            dict(sittings(number, row["held_on"], bodies)),
        )
        for number, row in enumerate(told["meetings"], start=1)
    ]  # fmt: skip


def sittings(number: int, day: date, bodies: Mapping[str, Any]) -> Iterator[tuple[str, Sitting]]:
    """Who sat at a meeting: by a fixed pattern a few send a delegate, apologise or stay away."""
    ended = _ended(bodies)
    for index, draft in enumerate(_agencies(bodies)):
        if not draft.valid_from <= day <= ended.get(draft.name, date.max):
            continue
        name, lot = f"{NAMES[(index + number) % len(NAMES)]}某", (index * 7 + number * 3) % 20
        if lot == 0:
            yield draft.code, Sitting(Seat.ABSENT)
        elif lot == 1:
            yield draft.code, Sitting(Seat.APOLOGY, reason="参加市里的会议（示例）")
        elif lot < 4:
            yield draft.code, Sitting(Seat.DELEGATE, name, "科长", "负责人书面委托（示例）")
        else:
            yield draft.code, Sitting(Seat.PRESENT, name, "分管负责人")


def claims(told: Mapping[str, Any]) -> dict[str, str]:
    """What units reported done, by the action item's words."""
    return {one["text"]: one["claims"] for _day, one in _actions(told) if "claims" in one}


def meetings_truth(
    told: Mapping[str, Any], bodies: Mapping[str, Any], deeds: Sequence[Planned], until: date
) -> dict[str, Any]:
    """What the figures must say on the scenario's last day."""
    codes = _codes(bodies)
    states = [_state(day, one, codes[one["unit"]], deeds, until) for day, one in _actions(told)]
    seats = [
        sitting.state
        for number, row in enumerate(told["meetings"], start=1)
        for _unit, sitting in sittings(number, row["held_on"], bodies)
    ]
    came = sum(state in (Seat.PRESENT, Seat.DELEGATE) for state in seats)
    share = (Decimal(100) * came / len(seats)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    counted = {
        f"meetings.actions_{name}": states.count(name) for name in ("proven", "word", "open", "overdue")
    }
    return {
        "meetings.held": len(told["meetings"]), "meetings.actions": len(states), "meetings.attended_share": str(share), **counted,
    }  # fmt: skip


def _state(day: date, action: Mapping[str, Any], unit: str, deeds: Sequence[Planned], until: date) -> str:
    """Where an action item stands: what was kept between the meeting and the due day decides, and a word only where it was
    to decide."""
    if action["due_on"] >= until:
        return "open"
    if action["proof"] == "word":
        return "word" if "claims" in action else "overdue"
    kept = [
        one.deed
        for one in deeds
        if one.fate in COUNTS and day <= one.deed.occurred_on <= action["due_on"]
        and one.deed.kind == action.get("deed_kind", "lecture")
    ]  # fmt: skip
    if action["proof"] == "deeds":
        kept = [one for one in kept if unit == one.unit or unit in {credit.unit for credit in one.credits}]
    return "proven" if len(kept) >= action["at_least"] else "overdue"


def _action(row: Mapping[str, Any], codes: Mapping[str, str]) -> ActionDraft:
    least = Decimal(row["at_least"]) if "at_least" in row else None
    return ActionDraft(
        row["text"], codes[row["unit"]], row["due_on"], row["proof"], row.get("figure", ""), row.get("deed_kind", ""), at_least=least,
    )  # fmt: skip


def due_days(told: Mapping[str, Any], until: date) -> list[date]:
    """The days after due days on which something is weighed, in order."""
    return sorted(
        {one["due_on"] + timedelta(days=1) for _day, one in _actions(told) if one["due_on"] < until}
    )


def _actions(told: Mapping[str, Any]) -> Iterator[tuple[date, Mapping[str, Any]]]:
    for row in told["meetings"]:
        for line in row["lines"]:
            for action in line.get("actions", ()):
                yield row["held_on"], action


def _agencies(bodies: Mapping[str, Any]) -> list[UnitDraft]:
    return [draft for draft in unit_drafts(bodies) if draft.kind not in OUTSIDE]


def _ended(bodies: Mapping[str, Any]) -> dict[str, date]:
    return {row["name"]: row["on"] - timedelta(days=1) for row in bodies["ended"]}


def _codes(bodies: Mapping[str, Any]) -> dict[str, str]:
    return {draft.name: draft.code for draft in unit_drafts(bodies)}
