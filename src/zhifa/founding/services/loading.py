"""Founding the demonstration district through the doors of the mechanisms."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from zhifa.founding.rules import bodies as bodies_of
from zhifa.kernel.actor import Actor
from zhifa.people import api as people

SCENARIO = Path(__file__).resolve().parent.parent / "scenario"
FOUNDER = Actor.system("founding")


def scenario(name: str) -> dict[str, Any]:
    """One file of the scenario."""
    return tomllib.loads((SCENARIO / f"{name}.toml").read_text(encoding="utf-8"))


@transaction.atomic
def found_district(*, now: datetime, say: Callable[[str], None]) -> None:
    """The whole demonstration district, or nothing of it. Refused where a district stands already."""
    bodies = scenario("bodies")
    district = bodies["district"]
    people.open_district(FOUNDER, district["code"], district["name"], demonstration=True, now=now)
    areas = people.load_areas(FOUNDER, bodies_of.area_drafts(bodies), now=now)
    people.load_populations(FOUNDER, bodies_of.population_drafts(bodies), now=now)
    say(f"区域：{areas} 个")
    units = people.load_units(FOUNDER, bodies_of.unit_drafts(bodies), now=now)
    people.load_successions(FOUNDER, bodies_of.succession_drafts(bodies), now=now)
    say(f"单位：{units} 个")
    persons = people.load_people(FOUNDER, bodies_of.person_drafts(bodies), now=now)
    say(f"人员：{persons} 人")
