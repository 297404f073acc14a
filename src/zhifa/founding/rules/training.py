"""The training classes of the scenario: drafts for their door, and what their figures must say, counted from the drafts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from random import Random
from typing import Any

from zhifa.founding.rules.bodies import person_drafts, unit_drafts
from zhifa.founding.rules.planned import CONFIRMED, COUNTS
from zhifa.kernel.actor import Role
from zhifa.learning.api import HeldClass, HeldSession
from zhifa.people.api import PersonDraft

HOURS = ((time(9), time(11, 30)), (time(14), time(16, 30)))
IN_TIME = 5  # days after its last one in which a class is reported
SENT = {
    "leaders": {Role.HEAD}, "liaisons": {Role.LIAISON, Role.STREET}, "communities": {Role.COMMUNITY},
    "all": {Role.LIAISON, Role.STREET, Role.COMMUNITY},
}  # fmt: skip


@dataclass(frozen=True)
class PlannedClass:
    """One class of the scenario and what becomes of its record."""

    code: str
    draft: HeldClass
    fate: str = CONFIRMED
    reason: str = ""
    dirt: str = ""

    @property
    def ended(self) -> date:
        """The day of its record."""
        return max(one.day for one in self.draft.sessions)

    @property
    def present(self) -> list[list[str]]:
        """Who was at each session, each person once whatever the sheet says."""
        return [list(dict.fromkeys(one.present)) for one in self.draft.sessions]

    @property
    def times(self) -> int:
        """人次."""
        return sum(map(len, self.present))

    @property
    def people(self) -> set[str]:
        """The different people."""
        return {code for session in self.present for code in session}


def planned_classes(told: Mapping[str, Any], bodies: Mapping[str, Any]) -> list[PlannedClass]:
    """Every class, dirt included, always the same for one seed."""
    random = Random(bodies["district"]["seed"] + 31)
    organiser = next(unit.code for unit in unit_drafts(bodies) if unit.name == told["organiser"])
    people = person_drafts(bodies)
    late = {row["began"]: row["days"] for row in told["late"]}
    found: list[PlannedClass] = []
    for series in told["series"]:
        turn = 0
        for number, began in _numbered(series["began"]):
            held = _class(series, told, organiser, number, began)
            sent = [one for one in people if _is_sent(one, SENT[series["sent"]], began)]
            chosen = [
                sent[(turn + place) % len(sent)].code for place in range(min(series["send"], len(sent)))
            ]
            turn += series["send"]
            others = [one.code for one in sent if one.code not in chosen]
            sessions = tuple(
                replace(one, present=tuple(_signed(chosen, others, told, random))) for one in held.sessions
            )
            held = replace(held, registered=tuple(chosen), sessions=sessions)
            held = replace(held, reported_on=sessions[-1].day + timedelta(days=late.get(began, IN_TIME)))
            found.append(PlannedClass(f"training-{began}", held))
    return [*found, *_dirt(told, found)]


def training_truth(classes: Sequence[PlannedClass]) -> dict[str, Any]:
    """What the figures must say: classes, attendances and different people, each by itself."""
    kept = [one for one in classes if one.fate in COUNTS]
    times = sum(one.times for one in kept)
    people = len(set().union(*(one.people for one in kept)))
    return {
        "learning.classes": len(kept), "learning.attendances": times, "learning.people": people,
        "learning.registered": sum(len(one.draft.registered) for one in kept), "learning.unit_times": times,
        "learning.unit_people": people, "learning.post_times": times,
        "learning.exam_due": 0, "learning.exam_sat": 0, "learning.exam_sat_share": None, "learning.exam_passed_share": None,
        "learning.exam_excellent_share": None,
    }  # fmt: skip


def _numbered(days: Sequence[date]) -> Iterator[tuple[int, date]]:
    """Each day with which one of its year it is."""
    for day in days:
        yield sum(other.year == day.year and other <= day for other in days), day


def _class(
    series: Mapping[str, Any], told: Mapping[str, Any], organiser: str, number: int, began: date
) -> HeldClass:
    """The class as its papers tell it, without its people yet; two sessions a day."""
    sessions = []
    for turn in range(series["sessions"]):
        starts, ends = HOURS[turn % 2]
        topics, lecturers = series["topics"], series["lecturers"]
        sessions.append(
            HeldSession(
                began + timedelta(days=turn // 2), starts, ends, topics[(turn + number) % len(topics)], (),
                room=told["rooms"][number % len(told["rooms"])], speaker=lecturers[turn % len(lecturers)],
            )
        )  # fmt: skip
    title = series["title"].format(year=began.year, n=number)
    return HeldClass(
        title, organiser, tuple(sessions), theme=series["theme"], audience=series["audience"], place=told["place"],
        capacity=series["send"],
    )  # fmt: skip


def _is_sent(person: PersonDraft, roles: set[Role], day: date) -> bool:
    return any(
        held.role in roles and held.valid_from <= day and (held.valid_until is None or held.valid_until > day + timedelta(days=3))
        for held in person.holdings
    )  # fmt: skip


def _signed(
    chosen: Sequence[str], others: Sequence[str], told: Mapping[str, Any], random: Random
) -> Iterator[str]:
    """The names on a sheet: some of the list are missing, a few stand there unasked, a few twice."""
    for code in chosen:
        if random.random() >= told["stay_away"]:
            yield code
            if random.random() < told["signed_twice"]:
                yield code
    yield from (code for code in others if random.random() < told["come_unasked"])


def _dirt(told: Mapping[str, Any], classes: Sequence[PlannedClass]) -> Iterator[PlannedClass]:
    """What offices do: the same class again under another name."""
    by_code = {one.code: one for one in classes}
    for row in told["dirt"]:
        first = by_code[f"training-{row['began']}"]
        draft = replace(first.draft, title=row["title"])
        yield PlannedClass(f"{first.code}-{row['dirt']}", draft, row["fate"], row["reason"], row["dirt"])
