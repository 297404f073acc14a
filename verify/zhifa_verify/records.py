"""From entries to records: what was recorded, corrected, confirmed, withdrawn, in the log's order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from zhifa_verify.log import Wrong

Row = dict[str, Any]


@dataclass
class Deed:
    """A piece of work as the entries tell it."""

    facts: Row
    confirmed: bool = False
    closed: bool = False
    withdrawn: bool = False
    declared: list[Row] = field(default_factory=list)  # totals of event rows that the bundle does not show
    activity: Row | None = None


@dataclass
class World:
    """Everything that the bundle's entries say."""

    deeds: dict[str, Deed] = field(default_factory=dict)
    campaigns: dict[str, Row] = field(default_factory=dict)
    honours: list[Row] = field(default_factory=list)
    units: dict[str, str] = field(default_factory=dict)
    definitions: dict[str, Row] = field(
        default_factory=dict
    )  # by code: version and fingerprint as last entered


def world_of(entries: Iterable[tuple[Mapping[str, Any], list[Row]]]) -> World:
    """Walk entries (with the shown rows of their sheets) in the log's order."""
    world = World()
    for entry, rows in entries:
        act, key, facts = entry["act"], entry["subject"][1], entry["facts"]
        step = _STEPS.get(act)
        if step is not None:
            step(world, key, facts, rows)
    return world


def _deed(world: World, key: str) -> Deed:
    if key not in world.deeds:
        raise Wrong(f"an entry speaks of {key} before it was recorded")
    return world.deeds[key]


def _load(world: World, _key: str, _facts: Row, rows: list[Row]) -> None:
    for row in rows:
        world.deeds[row["deed"]] = Deed({name: value for name, value in row.items() if name != "deed"})


def _record(world: World, key: str, facts: Row, _rows: list[Row]) -> None:
    known = world.deeds.get(key)
    world.deeds[key] = Deed(dict(facts), activity=known.activity if known else None)


def _correct(world: World, key: str, facts: Row, _rows: list[Row]) -> None:
    deed = _deed(world, key)
    deed.facts = {**deed.facts, **facts["after"]}
    for row in (
        deed.declared
    ):  # a correction tells all counts; those of event rows are told again by their own entry
        told = [row["measure"], row["channel"]]
        deed.facts["counts"] = [count for count in deed.facts["counts"] if count[:2] != told]


def _confirm_many(world: World, _key: str, _facts: Row, rows: list[Row]) -> None:
    for row in rows:
        if row["deed"] in world.deeds:
            _deed(world, row["deed"]).confirmed = True


def _confirm(world: World, key: str, facts: Row, _rows: list[Row]) -> None:
    if facts.get("final"):
        _deed(world, key).confirmed = True


def _return(world: World, key: str, _facts: Row, _rows: list[Row]) -> None:
    _deed(world, key).confirmed = False


def _withdraw(world: World, key: str, _facts: Row, _rows: list[Row]) -> None:
    _deed(world, key).withdrawn = True


def _participations(world: World, key: str, facts: Row, _rows: list[Row]) -> None:
    totals = facts["totals"]
    deed = _deed(world, key)
    told = {
        "measure": "attendances",
        "channel": totals["channel"],
        "source": totals["source"],
        "value": totals["times"],
    }
    deed.declared = [row for row in deed.declared if row["channel"] != totals["channel"]] + [told]
    counts = deed.facts.get("counts", [])
    deed.facts["counts"] = [count for count in counts if count[:2] != ["attendances", totals["channel"]]]


def _activities(world: World, _key: str, _facts: Row, rows: list[Row]) -> None:
    for row in rows:
        if row["deed"] in world.deeds:
            world.deeds[row["deed"]].activity = row


def _activity(world: World, key: str, facts: Row, _rows: list[Row]) -> None:
    _deed(world, key).activity = dict(facts)


def _campaign(world: World, key: str, facts: Row, _rows: list[Row]) -> None:
    world.campaigns[key] = dict(facts)


def _honours(world: World, _key: str, _facts: Row, rows: list[Row]) -> None:
    world.honours.extend(rows)


def _units(world: World, _key: str, _facts: Row, rows: list[Row]) -> None:
    world.units.update({row["code"]: row["name"] for row in rows})


def _define(world: World, key: str, facts: Row, _rows: list[Row]) -> None:
    world.definitions[key] = dict(facts)


_STEPS = {
    "figures.define_figure": _define,
    "deeds.load_deeds": _load, "deeds.record_deed": _record, "deeds.revise_deed": _record, "deeds.correct_deed": _correct,
    "deeds.confirm_deeds": _confirm_many, "deeds.confirm_deed": _confirm, "deeds.return_deed": _return,
    "deeds.withdraw_deed": _withdraw, "deeds.load_participations": _participations,
    "outreach.load_activities": _activities, "outreach.record_activity": _activity,
    "outreach.revise_activity": _activity, "plans.open_campaign": _campaign, "plans.change_campaign": _campaign,
    "plans.load_honours": _honours, "people.load_units": _units,
}  # fmt: skip


def served(world: World, facts: Mapping[str, Any]) -> list[str]:
    """The campaigns that a piece of work serves, by their rules."""
    found = []
    for code, rule in world.campaigns.items():
        words = rule.get("words") or [""]
        if (
            rule["since"] <= facts["occurred_on"] <= rule["until"]
            and (not rule.get("kinds") or facts["kind"] in rule["kinds"])
            and (not rule.get("audiences") or facts["audience"] in rule["audiences"])
            and any(word in facts["title"] for word in words)
        ):
            found.append(code)
    return found


def rows_of(world: World, source: str) -> list[Row] | None:
    """The rows of a figure source with its published fields; None for a source whose rows a bundle does not show."""
    if source == "plans.honours":
        return [
            {"series": row["series"], "year": int(row["year"]), "day": row["awarded_on"]}
            for row in world.honours
        ]
    counted = {key: deed for key, deed in world.deeds.items() if deed.confirmed and not deed.withdrawn}
    base = {
        key: {
            "record": key, "kind": deed.facts["kind"], "day": deed.facts["occurred_on"],
            "unit": world.units.get(deed.facts["unit"], deed.facts["unit"]), "audience": deed.facts["audience"],
            "served": served(world, deed.facts),
        }
        for key, deed in counted.items()
    }  # fmt: skip
    if source == "deeds.deeds":
        return list(base.values())
    if source == "outreach.activities":
        return [
            {
                **base[key],
                "speaker_rank": deed.activity.get("speaker_rank", ""),
                "programme": deed.activity.get("programme", ""),
            }
            for key, deed in counted.items()
            if deed.activity is not None
        ]
    mechanism, _, measure = source.partition(".")
    if mechanism != "deeds" or measure == "participations":
        return None
    rows = []
    for key, deed in counted.items():
        for told, channel, origin, value, _method in deed.facts.get("counts", []):
            if told == measure:
                rows.append(
                    {**base[key], "channel": channel, "source": origin, "value": value, "declared": False}
                )
        for row in deed.declared:
            if row["measure"] == measure:
                rows.append(
                    {
                        **base[key],
                        "channel": row["channel"],
                        "source": row["source"],
                        "value": row["value"],
                        "declared": True,
                    }
                )
    return rows
