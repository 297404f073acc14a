"""From entries to records: what was recorded, corrected, confirmed, withdrawn, in the log's order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from zhifa_verify.reading import Wrong

Row = dict[str, Any]
AMOUNT = re.compile(r"-?[0-9]{1,12}\.[0-9]{2}")  # 元, to the 分
OTHER_SIDE = "counterpart_confirmation"  # the kind of a file in which the other side confirms the work


@dataclass
class Sheet:
    """Event rows of a deed over one channel, as their entry declares them: how many, how many stayed, how many different
    people at the most and at the least. `tokens` are the people themselves, where the rows were checked whole."""

    entry: int
    channel: str
    source: str
    times: int
    stayed: int
    people: int | None
    rows: int
    root: str
    tokens: frozenset[str] | None = None
    least: int | None = None


@dataclass
class Deed:
    """A piece of work as the entries tell it."""

    facts: Row
    reported_on: str
    confirmed: bool = False
    withdrawn: bool = False
    sheets: dict[str, Sheet] = field(default_factory=dict)  # by channel
    confirmations: set[int] = field(default_factory=set)  # files in which the other side confirms it
    activity: Row | None = None


@dataclass
class World:
    """Everything that the bundle's entries say."""

    deeds: dict[str, Deed] = field(default_factory=dict)
    campaigns: dict[str, Row] = field(default_factory=dict)
    plans: dict[str, Row] = field(default_factory=dict)
    goals: dict[str, Row] = field(default_factory=dict)
    programmes: dict[str, str] = field(default_factory=dict)
    honours: list[Row] = field(default_factory=list)
    units: dict[str, Row] = field(default_factory=dict)
    areas: dict[str, Row] = field(default_factory=dict)
    populations: list[Row] = field(default_factory=list)
    backbone: list[Row] = field(default_factory=list)
    money: list[Row] = field(default_factory=list)
    years: dict[int, list[Row] | None] = field(default_factory=dict)  # budget years; populations at closing
    definitions: dict[str, Row] = field(default_factory=dict)  # version and fingerprint as last entered

    @property
    def sheets(self) -> dict[int, Sheet]:
        """Sheets of event rows by the index of their entry."""
        return {sheet.entry: sheet for deed in self.deeds.values() for sheet in deed.sheets.values()}


def world_of(entries: Iterable[tuple[int, Mapping[str, Any], list[Row]]]) -> World:
    """Walk entries (index, entry, shown rows of its sheet) in the log's order."""
    world = World()
    for index, entry, rows in entries:
        step = _STEPS.get(entry["act"])
        if step is not None:
            told = {**entry["facts"], "#index": index, "#day": civil_day(entry["recorded_at"])}
            step(world, entry["subject"][1], told, rows)
    return world


def civil_day(instant: str) -> str:
    """The day in Shanghai (UTC+8) of an instant in UTC."""
    moment = datetime.strptime(instant, "%Y-%m-%dT%H:%M:%S.%f%z")
    return (moment + timedelta(hours=8)).date().isoformat()


def _deed(world: World, key: str) -> Deed:
    if key not in world.deeds:
        raise Wrong(f"记录 {key} 还没有录入就被提到（an entry speaks of {key} before it was recorded）")
    return world.deeds[key]


def _load_deeds(world: World, _key: str, facts: Row, rows: list[Row]) -> None:
    for row in rows:
        world.deeds[row["deed"]] = Deed(row, row["reported_on"] or facts["#day"])


def _record(world: World, key: str, facts: Row, _rows: list[Row]) -> None:
    known = world.deeds.get(key)
    if known is None:
        world.deeds[key] = Deed(facts, facts["reported_on"] or facts["#day"])
    else:
        known.facts = facts
        known.reported_on = max(known.reported_on, facts["occurred_on"])


def _correct(world: World, key: str, facts: Row, _rows: list[Row]) -> None:
    deed = _deed(world, key)
    deed.facts = {**deed.facts, **facts["after"]}
    deed.reported_on = max(deed.reported_on, facts["after"]["occurred_on"])


def _confirm_many(world: World, _key: str, _facts: Row, rows: list[Row]) -> None:
    for row in rows:
        _deed(world, row["deed"]).confirmed = True


def _confirm(world: World, key: str, facts: Row, _rows: list[Row]) -> None:
    if facts["final"] is True:
        _deed(world, key).confirmed = True


def _return(world: World, key: str, _facts: Row, _rows: list[Row]) -> None:
    _deed(world, key).confirmed = False


def _withdraw(world: World, key: str, _facts: Row, _rows: list[Row]) -> None:
    _deed(world, key).withdrawn = True


def _attach(world: World, key: str, facts: Row, _rows: list[Row]) -> None:
    if facts["kind"] == OTHER_SIDE:
        _deed(world, key).confirmations.add(facts["evidence"])


def _detach(world: World, key: str, facts: Row, _rows: list[Row]) -> None:
    _deed(world, key).confirmations.discard(facts["evidence"])


def _attach_many(world: World, _key: str, facts: Row, rows: list[Row]) -> None:
    if facts["totals"]["kind"] == OTHER_SIDE:
        for row in rows:
            _deed(world, row["subject"].removeprefix("deed:")).confirmations.add(facts["totals"]["evidence"])


def _participations(world: World, key: str, facts: Row, _rows: list[Row]) -> None:
    if facts["totals"]["channel"] in _deed(world, key).sheets:
        raise Wrong(f"记录 {key} 的同一渠道申报了两次总数（a total is declared twice for {key}）")
    _declare(world, key, facts)


def _replace(world: World, key: str, facts: Row, _rows: list[Row]) -> None:
    if facts["totals"]["channel"] not in _deed(world, key).sheets:
        raise Wrong(f"记录 {key} 没有可换下的参加记录（no rows of {key} to replace）")
    _declare(world, key, facts)


def _declare(world: World, key: str, facts: Row) -> None:
    """The rows of a channel that hold from this entry on."""
    totals, deed = facts["totals"], _deed(world, key)
    channel = totals["channel"]
    if totals["times"] != facts["rows"]:
        raise Wrong(f"记录 {key} 的总数与行数不符（the total of {key} is not the number of its rows）")
    people = totals.get("people")
    least = totals.get("people_least", people)
    if least is not None and not (people is not None and 0 < least <= people):
        raise Wrong(f"记录 {key} 的人数两端不合（the least and the most people of {key} do not fit）")
    deed.sheets[channel] = Sheet(
        facts["#index"], channel, totals["source"], totals["times"], totals.get("stayed", 0), people, facts["rows"],
        facts["root"], least=least,
    )  # fmt: skip


def _load_activities(world: World, _key: str, _facts: Row, rows: list[Row]) -> None:
    for row in rows:
        _deed(world, row["deed"]).activity = row


def _activity(world: World, key: str, facts: Row, _rows: list[Row]) -> None:
    _deed(world, key).activity = facts


def _programme(world: World, key: str, facts: Row, _rows: list[Row]) -> None:
    world.programmes[key] = facts["title"]


def _campaign(world: World, key: str, facts: Row, _rows: list[Row]) -> None:
    world.campaigns[key] = facts


def _plan(world: World, key: str, facts: Row, _rows: list[Row]) -> None:
    world.plans[key] = facts
    for rule in facts.get("rules", []):
        world.goals[rule["goal"]] = {"plan": key, **rule}


def _change_plan(world: World, key: str, facts: Row, _rows: list[Row]) -> None:
    world.plans[key] = facts


def _goal(world: World, key: str, facts: Row, _rows: list[Row]) -> None:
    world.goals[facts["goal"]] = {"plan": key, **facts}


def _remove_goal(world: World, _key: str, facts: Row, _rows: list[Row]) -> None:
    world.goals.pop(facts["goal"], None)


def _honours(world: World, _key: str, _facts: Row, rows: list[Row]) -> None:
    world.honours.extend(rows)


def _change_honour(world: World, _key: str, facts: Row, _rows: list[Row]) -> None:
    before = facts["before"]
    for at, row in enumerate(world.honours):
        if (row["series"], row["year"]) == (before["series"], before["year"]):
            world.honours[at] = facts["after"]
            return


def _units(world: World, _key: str, _facts: Row, rows: list[Row]) -> None:
    world.units.update((row["code"], dict(row)) for row in rows)


def _rename(world: World, key: str, facts: Row, _rows: list[Row]) -> None:
    if key in world.units:
        world.units[key]["name"] = facts["to"]


def _successions(world: World, _key: str, _facts: Row, rows: list[Row]) -> None:
    for row in rows:
        if world.units[row["old"]]["valid_until"] is None:
            world.units[row["old"]]["ended_on"] = row["on"]
            world.units[row["old"]]["valid_until"] = row["on"]


def _district(world: World, key: str, facts: Row, _rows: list[Row]) -> None:
    world.areas[key] = {"code": key, "name": facts["name"], "kind": "district"}


def _areas(world: World, _key: str, _facts: Row, rows: list[Row]) -> None:
    world.areas.update((row["code"], row) for row in rows)


def _populations(world: World, _key: str, _facts: Row, rows: list[Row]) -> None:
    world.populations.extend(rows)


def _correct_population(world: World, key: str, facts: Row, _rows: list[Row]) -> None:
    told = (key.rpartition(":")[0], facts["basis"], facts["as_of"], facts["from"])
    for at, row in enumerate(world.populations):
        if (row["area"], row["basis"], row["as_of"], row["value"]) == told:
            world.populations[at] = {**row, "value": facts["to"]}
            return


def _load_backbone(world: World, _key: str, _facts: Row, rows: list[Row]) -> None:
    world.backbone.extend(rows)


def _appoint(world: World, _key: str, facts: Row, _rows: list[Row]) -> None:
    world.backbone.append(facts)


def _post(world: World, _key: str, facts: Row, _rows: list[Row]) -> None:
    posting = facts["posting"]
    if not AMOUNT.fullmatch(posting["amount"]):
        raise Wrong(f"金额写得不对（an amount is misspelt）：{posting['amount'][:40]}")
    world.money.append(posting)


def _open_year(world: World, _key: str, facts: Row, _rows: list[Row]) -> None:
    world.years[facts["year"]] = None


def _close_year(world: World, _key: str, facts: Row, _rows: list[Row]) -> None:
    world.years[facts["year"]] = facts["bases"]


def _define(world: World, key: str, facts: Row, _rows: list[Row]) -> None:
    world.definitions[key] = facts


def _undefine(world: World, key: str, _facts: Row, _rows: list[Row]) -> None:
    world.definitions.pop(key, None)


_STEPS: dict[str, Callable[[World, str, Row, list[Row]], None]] = {
    "figures.define_figure": _define, "figures.withdraw_figure": _undefine,
    "deeds.load_deeds": _load_deeds, "deeds.record_deed": _record, "deeds.revise_deed": _record,
    "deeds.correct_deed": _correct, "deeds.confirm_deeds": _confirm_many, "deeds.confirm_deed": _confirm,
    "deeds.return_deed": _return, "deeds.withdraw_deed": _withdraw, "deeds.load_participations": _participations,
    "evidence.attach": _attach, "evidence.attach_existing_many": _attach_many, "evidence.detach": _detach,
    "deeds.replace_participations": _replace,
    "outreach.load_activities": _load_activities, "outreach.record_activity": _activity,
    "outreach.revise_activity": _activity, "outreach.open_programme": _programme, "outreach.change_programme": _programme,

    "plans.open_campaign": _campaign, "plans.change_campaign": _campaign, "plans.open_plan": _plan,
    "plans.change_plan": _change_plan, "plans.add_goal": _goal, "plans.change_goal": _goal,
    "plans.remove_goal": _remove_goal, "plans.load_honours": _honours, "plans.change_honour": _change_honour,
    "people.open_district": _district, "people.load_areas": _areas, "people.load_populations": _populations,
    "people.correct_population": _correct_population,
    "people.load_units": _units, "people.rename_unit": _rename, "people.load_successions": _successions,
    "funding.open_year": _open_year, "funding.close_year": _close_year, "funding.open_item": _post,
    "funding.revise_budget": _post, "funding.release_money": _post, "funding.commit_money": _post,
    "funding.spend_money": _post, "funding.correct_posting": _post,
    "people.load_backbone": _load_backbone, "people.appoint_backbone": _appoint,
}  # fmt: skip
