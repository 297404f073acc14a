"""When things happened: busy months, days around which a topic gathers, working days for offices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any


class Calendar:
    """Draws days of the scenario's window as its months and years are weighted."""

    def __init__(self, scenario: Mapping[str, Any]) -> None:
        self.since: date = scenario["since"]
        self.until: date = scenario["until"]
        self.years = {int(year): weight for year, weight in scenario["years"].items()}
        self.months: Sequence[float] = scenario["months"]

    def day(
        self, random: Random, topic: Mapping[str, Any], months: Sequence[float] | None, *, office: bool
    ) -> date:
        """A day for a deed about a topic; offices rarely work on Sunday or Saturday."""
        first = max(self.since, topic.get("since", self.since))
        for _ in range(400):
            day = self._around(random, topic) if "around" in topic else self._ordinary(random, months)
            if not first <= day <= self.until:
                continue
            if office and day.weekday() > 4 and random.random() < 0.85:
                continue
            return day
        raise ValueError(f"no day for {topic['label']}")

    def _around(self, random: Random, topic: Mapping[str, Any]) -> date:
        month, day = (int(part) for part in topic["around"].split("-"))
        year = random.choices(list(self.years), list(self.years.values()))[0]
        return date(year, month, day) + timedelta(days=round(random.gauss(0, topic["spread"] / 2)))

    def _ordinary(self, random: Random, months: Sequence[float] | None) -> date:
        places = [
            (year, month, weight * (months or self.months)[month - 1])
            for year, weight in self.years.items()
            for month in range(1, 13)
            if date(year, month, 1) <= self.until
        ]
        year, month, _ = random.choices(places, [weight for *_, weight in places])[0]
        return date(year, month, random.randint(1, 28)) + timedelta(days=random.choice((0, 0, 0, 0, 1, 2, 3)))
