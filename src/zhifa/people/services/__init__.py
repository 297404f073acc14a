"""The acts of people."""

from zhifa.people.services.backbone import (
    BackboneDraft,
    appoint_backbone,
    leave_backbone,
    note_training,
    renew_backbone,
)
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
    appoint,
    end_holding,
    end_standing_in,
    freeze_roster,
    hand_over,
    load_people,
    register_phone,
    reveal_phone,
    stand_in,
)
from zhifa.people.services.renaming import merge_unit, rename_unit

__all__ = [
    "AreaDraft",
    "BackboneDraft",
    "HoldingDraft",
    "PersonDraft",
    "PopulationDraft",
    "SuccessionDraft",
    "UnitDraft",
    "add_person",
    "appoint",
    "appoint_backbone",
    "end_holding",
    "end_standing_in",
    "found_real_district",
    "freeze_roster",
    "hand_over",
    "leave_backbone",
    "load_areas",
    "load_people",
    "load_populations",
    "load_successions",
    "load_units",
    "merge_unit",
    "note_training",
    "open_district",
    "register_phone",
    "rename_unit",
    "renew_backbone",
    "reveal_phone",
    "stand_in",
]
