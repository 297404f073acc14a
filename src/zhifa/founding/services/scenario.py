"""Reading the scenario: TOML files in, drafts out, always the same."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhifa.founding.rules.dirt import soiled
from zhifa.founding.rules.duties import PlannedList, duties_truth, planned_lists
from zhifa.founding.rules.funding import funding_truth
from zhifa.founding.rules.meetings import meetings_truth
from zhifa.founding.rules.planned import Planned
from zhifa.founding.rules.training import PlannedClass, planned_classes, training_truth
from zhifa.founding.rules.truth import whole_truth
from zhifa.founding.rules.uses import uses_truth
from zhifa.founding.rules.work import planned_deeds

SCENARIO = Path(__file__).resolve().parent.parent / "scenario"
TRUTH = SCENARIO / "truth.json"


@dataclass(frozen=True)
class Scenario:
    """The files as they were read, and the deeds drawn from them."""

    bodies: dict[str, Any]
    plan: dict[str, Any]
    work: dict[str, Any]
    meetings: dict[str, Any]
    duties: tuple[PlannedList, ...]
    funding: dict[str, Any]
    deeds: tuple[Planned, ...]
    classes: tuple[PlannedClass, ...]


def file_of(name: str) -> dict[str, Any]:
    """One file of the scenario."""
    return tomllib.loads((SCENARIO / f"{name}.toml").read_text(encoding="utf-8"))


def read_scenario() -> Scenario:
    """The whole scenario, dirt included."""
    bodies, plan, work = file_of("bodies"), file_of("plan"), file_of("deeds")
    deeds = soiled(
        planned_deeds(bodies, work, plan),
        file_of("dirt")["dirt"],
        seed=bodies["district"]["seed"],
        until=work["until"],
    )
    duties = planned_lists(file_of("duties"), bodies, work["topics"])
    classes = planned_classes(file_of("training"), bodies)
    return Scenario(
        bodies,
        plan,
        work,
        file_of("meetings"),
        tuple(duties),
        file_of("funding"),
        tuple(deeds),
        tuple(classes),
    )


def truth_text() -> str:
    """The truth file as it follows from the scenario."""
    scenario = read_scenario()
    truth = whole_truth(
        scenario.deeds, scenario.classes, scenario.plan, scenario.bodies, scenario.work["until"]
    )
    met = meetings_truth(scenario.meetings, scenario.bodies, scenario.deeds, scenario.work["until"])
    owed = duties_truth(scenario.duties, scenario.bodies, scenario.deeds, scenario.work["until"])
    used = uses_truth(scenario.duties, scenario.plan, scenario.bodies, scenario.deeds)
    paid = funding_truth(scenario.funding, scenario.bodies, scenario.work["until"])
    taught = training_truth(scenario.classes)
    truth["figures"] = dict(sorted((truth["figures"] | met | owed | used | paid | taught).items()))
    return json.dumps(truth, ensure_ascii=False, indent=1) + "\n"
