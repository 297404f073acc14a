"""The deeds of the scenario: series drawn with the seed, and those that are named one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp
from random import Random
from typing import Any

from zhifa.deeds.api import CountDraft, CreditDraft, DeedDraft
from zhifa.founding.rules import bodies as bodies_of
from zhifa.founding.rules.days import Calendar
from zhifa.founding.rules.planned import EventLog, Planned
from zhifa.outreach.api import ActivityDraft
from zhifa.people.api import UnitDraft

EVIDENCE = ("notice", "agenda", "sign_in_sheet", "counterpart_confirmation", "photo", "document")
ONLINE = ("micro", "livestream", "radio", "media", "product")
FILE_SHARES = {
    "notice": 0.5,
    "agenda": 0.25,
    "sign_in_sheet": 0.3,
    "counterpart_confirmation": 0.15,
    "photo": 0.45,
}


def planned_deeds(
    bodies: Mapping[str, Any], scenario: Mapping[str, Any], plan: Mapping[str, Any]
) -> list[Planned]:
    """Every deed of the scenario before dirt falls on it, in the order of their days."""
    house = House.of(bodies, scenario, plan)
    found = [one for series in scenario["series"] for one in house.series(series)]
    found += [house.named(row) for row in scenario["named"]]
    return sorted(found, key=lambda one: (one.deed.occurred_on, one.code))


@dataclass(frozen=True)
class House:
    """What a draft of a deed is drawn from: bodies with their weights, topics, the calendar, programmes."""

    seed: int
    calendar: Calendar
    topics: Mapping[str, Mapping[str, Any]]
    units: Mapping[str, UnitDraft]
    groups: Mapping[str, tuple[list[str], list[float]]]
    heirs: Mapping[str, tuple[date, str]]
    programmes: Mapping[str, date]
    places: Sequence[tuple[str, date]]
    communities: Sequence[str]

    @classmethod
    def of(cls, bodies: Mapping[str, Any], scenario: Mapping[str, Any], plan: Mapping[str, Any]) -> House:
        """The house of a scenario. Some units do far more than others."""
        seed = bodies["district"]["seed"]
        drafts = bodies_of.unit_drafts(bodies)
        ended = {row["name"] for row in bodies["ended"]}
        random, weights = Random(f"{seed}:weights"), {}
        for draft in drafts:
            weights[draft.name] = exp(random.gauss(0, 0.7))
        groups: dict[str, tuple[list[str], list[float]]] = {}
        for draft in drafts:
            kind = {"street": "streets", "community": "communities"}.get(draft.kind, draft.kind)
            for group in (kind, draft.name):
                names, shares = groups.setdefault(group, ([], []))
                if draft.name not in ended:
                    names.append(draft.name)
                    shares.append(weights[draft.name])
        heirs = {row["successor"]: (row["on"], row["name"]) for row in bodies["ended"]}
        return cls(
            seed, Calendar(scenario), scenario["topics"], {draft.name: draft for draft in drafts}, groups, heirs,
            {row["code"]: row["since"] for row in plan["programmes"]},
            [(row["name"], row["opened_on"]) for row in plan["places"]],
            [draft.area for draft in drafts if draft.kind == "community"],
        )  # fmt: skip

    def series(self, series: Mapping[str, Any]) -> Iterator[Planned]:
        """The deeds of a series. Numbered ones ({n} in the title) are numbered by their days."""
        random = Random(f"{self.seed}:{series['code']}")
        names = series.get("topics") or [
            name for name, topic in self.topics.items() if name not in ("studies", "beginnings", "engine")
        ]
        drawn = []
        for _ in range(series["number"]):
            topic = self.topics[random.choices(names, [self.topics[name]["weight"] for name in names])[0]]
            unit = self._unit(random, series["units"])
            office = self.units[unit].kind != "community" and series["kind"] not in ONLINE
            drawn.append((self.calendar.day(random, topic, series.get("months"), office=office), topic, unit))
        drawn.sort(key=lambda row: row[0])
        for number, (day, topic, unit) in enumerate(drawn, start=1):
            yield self._one(random, series, number, day, topic, unit)

    def _one(  # noqa: PLR0917
        self,
        random: Random,
        series: Mapping[str, Any],
        number: int,
        day: date,
        topic: Mapping[str, Any],
        name: str,
    ) -> Planned:
        unit = self.units[self._then(name, day)]
        code = f"{series['code']}-{number:03d}"
        title_at = random.randrange(len(series["titles"]))
        title = series["titles"][title_at].format(topic=topic["label"], n=number)
        counts = tuple(self._counts(random, series["counts"]))
        if "sent" in series:  # drawn apart, so that nothing else of the scenario moves
            apart = Random(f"{self.seed}:{code}:sent")
            counts += tuple(self._counts(apart, [series["sent"][title_at]]))
        logs: tuple[EventLog, ...] = ()
        if random.random() < series.get("signed", 0.0) and counts and counts[0].measure == "attendances":
            first, counts = counts[0], counts[1:]
            people = series.get("people", first.value)
            logs = (
                EventLog(
                    first.channel, "export" if "people" in series else "sign_in", first.value, people, f"{self.seed}:{code}",
                    random.randint(3, 9) if "people" in series else 1, series.get("stayed", 0.0),
                ),
            )  # fmt: skip
        credits = self._credits(random, series, unit.name)
        late = random.randint(0, series.get("late", 5)) + (random.random() < 0.1) * random.randint(3, 12)
        place, stands = "", [held for held, opened in self.places if opened <= day]
        if series.get("places") and random.random() < 0.5:
            place = random.choice(stands)
        draft = DeedDraft(
            kind=series["kind"], title=title, occurred_on=day, unit=unit.code,
            audience=random.choice(series["audience"]), area=self._area(random, unit, series["kind"]), place=place,
            summary="示例记录：内容、人员和数量均为编造。", counts=counts, credits=credits,
            reported_on=day + timedelta(days=late),
        )  # fmt: skip
        ranks = series.get("speakers", ("",))
        rank = random.choice(ranks)
        programme = ""
        if "programmes" in series and self.programmes[series["programmes"][title_at]] <= day:
            programme = series["programmes"][title_at]
        return Planned(
            code, ActivityDraft(draft, _speaker(random, rank), rank, programme), logs,
            evidence=_evidence(random, logs, draft), public=random.random() < 0.86, place=place,
            cites=topic.get("cites", "") if random.random() < 0.6 else "",
        )  # fmt: skip

    def named(self, row: Mapping[str, Any]) -> Planned:
        """A deed that stands in the scenario word for word."""
        unit = self.units[row["unit"]]
        counts = tuple(
            CountDraft(measure, channel, source, value, *more)
            for measure, channel, source, value, *more in row["counts"]
        )
        logs = tuple(
            EventLog(
                log["channel"],
                log["source"],
                log["times"],
                log["people"],
                f"{self.seed}:{row['code']}:{log['channel']}",
            )
            for log in row.get("rows", ())
        )
        draft = DeedDraft(
            kind=row["kind"], title=row["title"], occurred_on=row["day"], unit=unit.code, audience=row["audience"],
            summary="示例记录：内容、人员和数量均为编造。", counts=counts,
            credits=tuple(CreditDraft(self.units[name].code, "co_organiser") for name in row.get("partners", ())),
            reported_on=row["day"] + timedelta(days=2),
        )  # fmt: skip
        kinds = ("notice", "platform_export", "photo", "counterpart_confirmation")
        return Planned(
            row["code"], ActivityDraft(draft, programme=row["programme"], issue=row["issue"]), logs,
            evidence=kinds, public=True, cites=row.get("cites", ""),
        )  # fmt: skip

    def _unit(self, random: Random, wanted: Sequence[str]) -> str:
        """A body among those wanted: every mention draws alike when named, by weight among its kind."""
        names: list[str] = []
        shares: list[float] = []
        for group in wanted:
            members, weights = self.groups[group]
            total = sum(weights) if len(members) > 1 else 1.0
            names += members
            shares += [weight * len(members) / total if len(members) > 1 else 2.0 for weight in weights]
        return random.choices(names, shares)[0]

    def _then(self, name: str, day: date) -> str:
        """The body that did its work on that day."""
        began, before = self.heirs.get(name, (date.min, name))
        return name if day >= began else before

    def _counts(self, random: Random, counts: Sequence[Mapping[str, Any]]) -> Iterator[CountDraft]:
        """What was measured: one count of a measure over a channel, the first that hits."""
        seen: set[tuple[str, str]] = set()
        for wanted in counts:
            place = (wanted["measure"], wanted["channel"])
            if place in seen or random.random() > wanted.get("share", 1.0):
                continue
            seen.add(place)
            value = wanted["low"] + round((wanted["high"] - wanted["low"]) * random.betavariate(1.6, 3.0))
            if wanted["source"] == "estimate":
                value = round(value, -1)
            yield CountDraft(*place, wanted["source"], value, wanted.get("method", ""))

    def _credits(self, random: Random, series: Mapping[str, Any], unit: str) -> tuple[CreditDraft, ...]:
        if random.random() >= series.get("joint", 0.0):
            return ()
        wanted = series.get("partners") or [
            random.choice(("区司法局", "区妇联", "区人民法院", "团区委", "区公安分局"))
        ]
        return tuple(CreditDraft(self.units[name].code, "co_organiser") for name in wanted if name != unit)

    def _area(self, random: Random, unit: UnitDraft, kind: str) -> str:
        if unit.area:
            return unit.area
        outdoors = kind in ("consultation", "performance", "exhibition", "handout", "campus")
        return random.choice(self.communities) if outdoors else ""


def _speaker(random: Random, rank: str) -> str:
    """An invented name, marked so."""
    if not rank:
        return ""
    return random.choice(bodies_of.SURNAMES) + "".join(random.sample(bodies_of.GIVEN, 2)) + "（示例）"


def _evidence(random: Random, logs: Sequence[EventLog], draft: DeedDraft) -> tuple[str, ...]:
    """The kinds of evidence that a deed has; about one in seven has none."""
    if random.random() < 0.14:
        return ()
    found = [kind for kind, share in FILE_SHARES.items() if random.random() < share]
    if logs:
        found.append("platform_export" if logs[0].channel != "onsite" else "sign_in_sheet")
    if any(count.source == "export" for count in draft.counts):
        found.append("platform_export")
    return tuple(dict.fromkeys(found or ["document"]))
