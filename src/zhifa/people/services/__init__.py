"""The acts of people."""

from zhifa.people.services.bodies import (
    AreaDraft,
    PopulationDraft,
    SuccessionDraft,
    UnitDraft,
    load_areas,
    load_populations,
    load_successions,
    load_units,
    open_district,
)
from zhifa.people.services.founding import found_real_district
from zhifa.people.services.persons import (
    HoldingDraft,
    PersonDraft,
    add_person,
    freeze_roster,
    hand_over,
    load_people,
    stand_in,
)

__all__ = [
    "AreaDraft",
    "HoldingDraft",
    "PersonDraft",
    "PopulationDraft",
    "SuccessionDraft",
    "UnitDraft",
    "add_person",
    "found_real_district",
    "freeze_roster",
    "hand_over",
    "load_areas",
    "load_people",
    "load_populations",
    "load_successions",
    "load_units",
    "open_district",
    "stand_in",
]
