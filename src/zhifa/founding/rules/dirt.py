"""Planted dirt: what goes wrong in offices, put among the deeds as the scenario lists it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from zhifa.deeds.api import CreditDraft, DeedDraft
from zhifa.founding.rules.planned import CONFIRMED, Planned

LAST_DAYS = 10


def soiled(
    clean: Sequence[Planned], rows: Sequence[Mapping[str, Any]], *, seed: int, until: date
) -> list[Planned]:
    """The deeds with the dirt among them, none dirtied twice; copies stand right after their originals."""
    found = list(clean)
    for row in rows:
        random = Random(f"{seed}:dirt:{row['code']}")
        eligible = [at for at, one in enumerate(found) if _suits(one, row, until)]
        changes = {
            at: _MAKE[row["code"]](found[at], row, random) for at in random.sample(eligible, row["number"])
        }
        found = [made for at, one in enumerate(found) for made in changes.get(at, (one,))]
    return found


def _suits(one: Planned, row: Mapping[str, Any], until: date) -> bool:
    """Whether a clean deed may take this dirt."""
    deed, code = one.deed, row["code"]
    if one.dirt or one.of or one.fate != CONFIRMED or one.code.rsplit("-", 1)[0] not in row["from"]:
        return False
    if code == "both-sides":
        return bool(deed.credits)
    if code == "people-for-times":
        return not one.logs and any(count.measure == "attendances" for count in deed.counts)
    if code.startswith("wrong-year"):
        return deed.occurred_on.year == 2017
    if code == "late":
        return deed.occurred_on + timedelta(days=200) <= until
    recent = deed.occurred_on > until - timedelta(days=LAST_DAYS)
    return recent if code == "provisional" else not recent


def _copy(one: Planned, row: Mapping[str, Any], draft: DeedDraft) -> Planned:
    return Planned(
        f"{one.code}+", replace(one.activity, deed=draft, issue=None), fate=row["fate"],
        reason=row.get("reason", ""), dirt=row["code"], of=one.code,
    )  # fmt: skip


def _twice(one: Planned, row: Mapping[str, Any], random: Random) -> tuple[Planned, ...]:
    title = random.choice(("开展{}", "{}活动", "举办{}")).format(one.deed.title)
    draft = replace(one.deed, title=title, reported_on=_later(one.deed, random.randint(1, 4)))
    return one, _copy(one, row, draft)


def _both_sides(one: Planned, row: Mapping[str, Any], random: Random) -> tuple[Planned, ...]:
    partner, organiser = one.deed.credits[0].unit, one.deed.unit
    draft = replace(one.deed, unit=partner, credits=(CreditDraft(organiser, "co_organiser"),))
    return one, _copy(one, row, replace(draft, reported_on=_later(one.deed, random.randint(1, 6))))


def _people_for_times(one: Planned, row: Mapping[str, Any], _random: Random) -> tuple[Planned, ...]:
    counts = tuple(
        replace(count, measure="distinct") if count.measure == "attendances" else count
        for count in one.deed.counts
    )
    return (_corrected(one, row, replace(one.deed, counts=counts)),)


def _wrong_year(one: Planned, row: Mapping[str, Any], _random: Random) -> tuple[Planned, ...]:
    return (_corrected(one, row, replace(one.deed, occurred_on=_year_before(one.deed.occurred_on))),)


def _returned(one: Planned, row: Mapping[str, Any], _random: Random) -> tuple[Planned, ...]:
    wrong = replace(one.deed, occurred_on=_year_before(one.deed.occurred_on))
    return (_fated(replace(one, activity=replace(one.activity, deed=wrong)), row),)


def _late(one: Planned, row: Mapping[str, Any], random: Random) -> tuple[Planned, ...]:
    draft = replace(one.deed, reported_on=one.deed.occurred_on + timedelta(days=random.randint(31, 200)))
    return (replace(one, activity=replace(one.activity, deed=draft), dirt=row["code"]),)


def _left(one: Planned, row: Mapping[str, Any], _random: Random) -> tuple[Planned, ...]:
    return (_fated(one, row),)


def _corrected(one: Planned, row: Mapping[str, Any], wrong: DeedDraft) -> Planned:
    """Recorded wrong, confirmed, closed, then put right with a reason."""
    return replace(_fated(one, row), activity=replace(one.activity, deed=wrong), truth=one.deed)


def _fated(one: Planned, row: Mapping[str, Any]) -> Planned:
    return replace(one, fate=row["fate"], reason=row.get("reason", ""), dirt=row["code"])


def _later(draft: DeedDraft, days: int) -> date:
    return (draft.reported_on or draft.occurred_on) + timedelta(days=days)


def _year_before(day: date) -> date:
    return day - timedelta(days=365)


_MAKE = {
    "twice": _twice, "twice-open": _twice, "both-sides": _both_sides, "people-for-times": _people_for_times,
    "wrong-year": _wrong_year, "wrong-year-returned": _returned, "late": _late, "unconfirmed": _left, "provisional": _left,
}  # fmt: skip
