"""The duty lists of the scenario: drafts for their door, and what their figures must say, counted apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from zhifa.duties.api import CallDraft, Category, Consideration, Issue, Issuer, LineDraft
from zhifa.founding.rules.bodies import unit_drafts
from zhifa.founding.rules.planned import COUNTS, Planned

STATE = "中华人民共和国"


@dataclass(frozen=True)
class PlannedDuty:
    """A duty of the scenario: whose it is, what it says but the law, and each law as it is cited, with the day whose text is meant."""

    unit: str
    draft: LineDraft
    cites: tuple[tuple[str, date], ...]


@dataclass(frozen=True)
class PlannedList:
    """One year's list, as it was called, considered and issued."""

    call: CallDraft
    said: Consideration
    issue: Issue
    duties: tuple[PlannedDuty, ...]


def planned_lists(
    told: Mapping[str, Any], bodies: Mapping[str, Any], topics: Mapping[str, Any]
) -> list[PlannedList]:
    """The years in their order. Every agency that stood when a list was issued has its common duty and its own."""
    codes = {draft.name: draft.code for draft in unit_drafts(bodies)}
    return [
        PlannedList(
            CallDraft(row["year"], row["title"], row["called_on"], row["due_on"], row["notice"]),
            Consideration("joint-meeting", row["considered_on"], row["record"], Issuer.JOINT.value),
            Issue(row["document"], row["issued_on"], row["effective_on"]),
            tuple(_duties(told, row, codes, topics)),
        )
        for row in told["years"]
    ]


def _duties(
    told: Mapping[str, Any], year: Mapping[str, Any], codes: Mapping[str, str], topics: Mapping[str, Any]
) -> Iterator[PlannedDuty]:
    common, own = told["common"], told["own_words"]
    for number, (name, laws) in enumerate(told["own"].items()):
        person = f"{told['names'][number % len(told['names'])]}某（示例）"
        wanted = [
            (Category.COMMON, common["measure"], common["topics"], year["common_node"], common["effect"]),
            (Category.OWN, own["measure"], laws, year["own_node"], own["effect"]),
        ]
        wanted += [
            (Category.TOPIC, row["measure"], row["topics"], row["node"], own["effect"])
            for row in year["special"]
            if name in row["units"]
        ]
        for category, measure, chosen, (node, words), effect in wanted:
            first = date(year["year"], 1, 1)
            cites = tuple(  # as the list's readers found the law, and one that came into force later, as it then read
                (topics[one]["cites"], max(year["issued_on"], topics[one].get("since", first)))
                for one in chosen
                if topics[one].get("since", first) <= node
            )
            yield PlannedDuty(
                codes[name],
                LineDraft(
                    category, audiences=tuple(told["audiences"]), since=first, until=date(year["year"], 12, 31),
                    measure=measure.format(laws="".join(f"《{_short(one)}》" for one, _day in cites)), kinds=tuple(told["kinds"]),
                    quantity=1, node_on=node, node_words=words, section=told["section"], person=person,
                    evidence=tuple(told["evidence"]), effect=effect,
                ),
                cites,
            )  # fmt: skip


def duties_truth(
    lists: Sequence[PlannedList], bodies: Mapping[str, Any], deeds: Sequence[Planned], until: date
) -> dict[str, Any]:
    """What the figures must say on the scenario's last day: nobody said which record serves what, and no prompt was sent."""
    by_unit = _by_unit(bodies, deeds)
    due = proven = late = 0
    for duty in (one for row in lists for one in row.duties):
        draft = duty.draft
        assert draft.node_on  # noqa: S101 - every duty of the scenario has its node
        if draft.node_on > until:
            continue
        due += 1
        days = sorted(one.deed.occurred_on for one in by_unit[duty.unit] if _serves(one, duty))
        if len(days) >= (draft.quantity or 1):
            proven += 1
            late += days[(draft.quantity or 1) - 1] > draft.node_on
    return {
        "duties.due": due, "duties.proven": proven, "duties.late": late, "duties.feedback_days": 0,
        "duties.completeness": _per_cent(proven, due), "duties.timeliness": _per_cent(proven - late, due),
        "duties.untyped": _per_cent(proven, due),
    }  # fmt: skip


def duties_served(
    lists: Sequence[PlannedList], bodies: Mapping[str, Any], deeds: Sequence[Planned]
) -> Iterator[list[Planned]]:
    """The kept deeds behind each duty of the scenario, in the order of the lists."""
    by_unit = _by_unit(bodies, deeds)
    for duty in (one for row in lists for one in row.duties):
        yield [one for one in by_unit[duty.unit] if _serves(one, duty)]


def _by_unit(bodies: Mapping[str, Any], deeds: Sequence[Planned]) -> dict[str, list[Planned]]:
    """The kept deeds of each agency: its own, those that it held with others, those of whom it took over from."""
    codes = {draft.name: draft.code for draft in unit_drafts(bodies)}
    heirs = {codes[row["name"]]: codes[row["successor"]] for row in bodies["ended"]}
    found: dict[str, list[Planned]] = defaultdict(list)
    for one in deeds:
        if one.fate in COUNTS:
            units = {one.deed.unit, *(credit.unit for credit in one.deed.credits)}
            for unit in units | {heirs[unit] for unit in units if unit in heirs}:
                found[unit].append(one)
    return found


def _serves(one: Planned, duty: PlannedDuty) -> bool:
    deed, draft = one.deed, duty.draft
    assert draft.since  # noqa: S101
    assert draft.until  # noqa: S101
    if not draft.since <= deed.occurred_on <= draft.until:
        return False
    if deed.kind not in draft.kinds or deed.audience not in draft.audiences:
        return False
    if one.cites and one.truth is None:  # a correction drafts the record anew, without its citation
        return one.cites in {law for law, _day in duty.cites}
    return any(_short(law) in deed.title for law, _day in duty.cites)


def _short(law: str) -> str:
    return law.strip("《》").removeprefix(STATE)


def _per_cent(part: int, whole: int) -> str | None:
    if not whole:
        return None
    return str((Decimal(100) * part / whole).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))
