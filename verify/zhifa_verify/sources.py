"""The rows of every source that a figure may read, with their published fields.

Names that begin with `#` are ours: `#id` (the record behind a row), `#weight` (how many rows this one stands for), `#declared` (that
it rests on a total), `#sheet` (event rows that stand for people), `#many` (relations: lists of related rows with their fields).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from zhifa_verify.reading import Wrong
from zhifa_verify.records import Deed, Row, Sheet, World

LATE_AFTER = 30  # days


class Sources:
    """Rows by source, made once."""

    def __init__(self, world: World, measures: Mapping[str, str], bases_called: Mapping[str, str]) -> None:
        self.world, self.measures, self.bases_called = world, measures, bases_called
        self._made: dict[str, list[Row]] = {}
        self._counted: list[tuple[str, Deed, Row]] | None = None

    def rows(self, source: str) -> list[Row]:
        """The rows of a source; Wrong where it is not known."""
        if source not in self._made:
            mechanism, _, measure = source.partition(".")
            maker = MAKERS.get(source)
            if maker is not None:
                self._made[source] = maker(self)
            elif mechanism == "deeds" and measure in self.measures:
                self._made[source] = self._counts(measure)
            elif mechanism == "outreach" and measure in self.measures:
                self._made[source] = self._counts_of_activities(measure)
            else:
                raise Wrong(f"不认识数据来源 {source}（this checker does not know the source {source}）")
        return self._made[source]

    def deeds(self) -> list[Row]:
        """Confirmed records that were not withdrawn."""
        return [{**base, "late": _is_late(deed)} for _key, deed, base in self._confirmed()]

    def activities(self) -> list[Row]:
        """Those of them that are activities."""
        return [
            {
                **base,
                "speaker_rank": deed.activity["speaker_rank"],
                "programme": deed.activity["programme"] or None,
            }
            for _key, deed, base in self._confirmed()
            if deed.activity is not None
        ]

    def _counts_of_activities(self, measure: str) -> list[Row]:
        """The counts of a measure that stand on activities, with what is peculiar to those."""
        by_record = {row["record"]: row for row in self.activities()}
        return [
            {**by_record[row["record"]], **row} for row in self._counts(measure) if row["record"] in by_record
        ]

    def participations(self) -> list[Row]:
        """Event rows, a line for each sheet, which stands for as many rows as it declares."""
        return [
            {
                **base, "channel": sheet.channel, "#weight": sheet.times, "#sheet": sheet,
                "#declared": sheet.tokens is None,
            }
            for _key, deed, base in self._confirmed()
            for sheet in deed.sheets.values()
            if sheet.times
        ]  # fmt: skip

    def honours(self) -> list[Row]:
        """Honours."""
        return [
            {
                "series": row["series"], "year": int(row["year"]), "level": row["level"], "day": row["awarded_on"],
                "opening": row["is_opening"] == "True", "#id": index,
            }
            for index, row in enumerate(self.world.honours)
        ]  # fmt: skip

    def units(self) -> list[Row]:
        """What began (+1) and ended (-1): a unit stands from its first day to its last."""
        rows: list[Row] = []
        for code, unit in self.world.units.items():
            base = {"kind": unit["kind"], "record": code, "#id": code}
            rows.append({**base, "day": unit["valid_from"], "change": 1})
            ended = unit.get("ended_on") or (day_after(unit["valid_until"]) if unit["valid_until"] else "")
            if ended:
                rows.append({**base, "day": ended, "change": -1})
        return rows

    def populations(self) -> list[Row]:
        """The district's population by each basis: the newest published number takes the place of the one before."""
        groups: dict[tuple[str, str], list[tuple[int, Row]]] = {}
        for index, row in enumerate(self._district_populations()):
            groups.setdefault((row["area"], row["basis"]), []).append((index, row))
        rows: list[Row] = []
        for (_area, basis), published in groups.items():
            counted = _newest_first_seen(published)
            for at, (index, row) in enumerate(counted):
                base = {"basis": basis, "record": index, "#id": index}
                rows.append({**base, "day": row["published_on"], "change": row["value"]})
                if at + 1 < len(counted):
                    day = counted[at + 1][1]["published_on"]
                    rows.append({**base, "day": day, "change": -row["value"]})
        return rows

    def money(self) -> list[Row]:
        """Postings of money; amounts in 元."""
        return [{**row, "#id": index} for index, row in enumerate(self.world.money)]

    def bases(self) -> list[Row]:
        """The populations under each budget year: those of its closing, else those published by its last day."""
        return [
            {
                "population": f"{self.bases_called.get(row['basis'], row['basis'])} {row['as_of']}（{row['source']}）",
                "day": max(row["published_on"], f"{year}-01-01"), "people": row["value"], "#id": f"{year}-{index}",
            }
            for year, frozen in self.world.years.items()
            for index, row in enumerate(self._district_populations() if frozen is None else frozen)
            if row["published_on"] <= f"{year}-12-31"
        ]  # fmt: skip

    def backbone(self) -> list[Row]:
        """Appointments of those who carry law publicity."""
        return [
            {"kind": row["kind"], "day": row["from"], "person": row["person"], "#id": index}
            for index, row in enumerate(self.world.backbone)
        ]

    def _district_populations(self) -> list[Row]:
        """The populations of areas of kind district, each told once by its source."""
        found: dict[tuple[Any, ...], Row] = {}
        for row in self.world.populations:
            if self.world.areas.get(row["area"], {}).get("kind") == "district":
                found.setdefault((row["area"], row["basis"], row["as_of"], row["source"]), row)
        return list(found.values())

    def _confirmed(self) -> list[tuple[str, Deed, Row]]:
        if self._counted is None:
            chosen = [
                (key, deed) for key, deed in self.world.deeds.items() if deed.confirmed and not deed.withdrawn
            ]
            self._counted = [(key, deed, self._base(key, deed)) for key, deed in chosen]
        return self._counted

    def _base(self, key: str, deed: Deed) -> Row:
        facts = deed.facts
        credited = {facts["unit"], *(unit for unit, _role in facts["credits"])}
        return {
            "kind": facts["kind"], "day": facts["occurred_on"], "unit": facts["unit"], "audience": facts["audience"],
            "area": facts["area"] or None, "opening": facts.get("opening", False), "record": key, "#id": key,
            "second_party": bool(deed.confirmations),
            "#many": [self._served(facts), [{"credited": code} for code in sorted(credited)]],
        }  # fmt: skip

    def _served(self, facts: Row) -> list[Row]:
        """The campaigns and goals that a piece of work serves, by their rules; a goal without kinds and audiences has none."""
        found = [
            {"served": code, "served_sort": rule["kind"]}
            for code, rule in self.world.campaigns.items()
            if _serves(facts, rule, rule) and _names(facts["title"], rule["words"])
        ]
        for code, goal in self.world.goals.items():
            asks = goal["kinds"] or goal["audiences"]
            if asks and _serves(facts, self.world.plans[goal["plan"]], goal):
                found.append({"served": code, "served_sort": ""})
        return found

    def _counts(self, measure: str) -> list[Row]:
        """Typed counts of a measure; where event rows give it, their total stands in the place of a typed one."""
        rows: list[Row] = []
        for _key, deed, base in self._confirmed():
            given = {
                sheet.channel: sheet for sheet in deed.sheets.values() if _amount(sheet, measure) is not None
            }
            for told, channel, origin, value, _method in deed.facts["counts"]:
                if told == measure and channel not in given:
                    rows.append(
                        {**base, "channel": channel, "source": origin, "value": value, "at_least": value}
                    )
            for channel, sheet in given.items():
                rows.append(
                    {
                        **base, "channel": channel, "source": sheet.source, "value": _amount(sheet, measure),
                        "at_least": sheet.least if measure == "distinct" else _amount(sheet, measure),
                        "#declared": sheet.tokens is None,
                    }
                )  # fmt: skip
        return rows


def _serves(facts: Row, days: Row, rule: Row) -> bool:
    """Whether a piece of work lies in the days and is of a kind and for an audience that a rule asks for."""
    return bool(
        days["since"] <= facts["occurred_on"] <= days["until"]
        and (not rule["kinds"] or facts["kind"] in rule["kinds"])
        and (not rule["audiences"] or facts["audience"] in rule["audiences"])
    )


def _names(title: str, words: list[str]) -> bool:
    return not words or any(word in title for word in words)


def _is_late(deed: Deed) -> bool:
    """Reported more than 30 days after it was done."""
    done, told = date.fromisoformat(deed.facts["occurred_on"]), date.fromisoformat(deed.reported_on)
    return (told - done).days > LATE_AFTER


def day_after(day: str) -> str:
    """The next civil day."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _amount(sheet: Sheet, measure: str) -> int | None:
    if measure == "attendances":
        return sheet.times
    if measure == "distinct":
        return sheet.people
    return sheet.stayed or None if measure == "stayed" else None


def _newest_first_seen(published: list[tuple[int, Row]]) -> list[tuple[int, Row]]:
    """Publications in order, without those that speak of no later date than one before them."""
    ordered = sorted(published, key=lambda one: (one[1]["published_on"], _backwards(one[1]["as_of"]), one[0]))
    counted: list[tuple[int, Row]] = []
    for one in ordered:
        if not counted or one[1]["as_of"] > counted[-1][1]["as_of"]:
            counted.append(one)
    return counted


def _backwards(day: str) -> int:
    return -date.fromisoformat(day).toordinal()


MAKERS: dict[str, Callable[[Sources], list[Row]]] = {
    "deeds.deeds": Sources.deeds, "deeds.participations": Sources.participations,
    "outreach.activities": Sources.activities, "plans.honours": Sources.honours, "people.units": Sources.units,
    "people.populations": Sources.populations, "people.backbone": Sources.backbone,
    "funding.money": Sources.money, "funding.bases": Sources.bases,
}  # fmt: skip
