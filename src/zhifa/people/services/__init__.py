"""The acts of people."""

from zhifa.people.services.areas import end_area
from zhifa.people.services.backbone import (
    BackboneDraft,
    appoint_backbone,
    charge_backbone,
    leave_backbone,
    load_backbone,
    note_training,
    renew_backbone,
)
from zhifa.people.services.bodies import (
    AreaDraft,
    SuccessionDraft,
    UnitDraft,
    load_areas,
    load_successions,
    load_units,
    open_district,
)
from zhifa.people.services.erasing import erase_person, redo_erasures
from zhifa.people.services.founding import found_real_district
from zhifa.people.services.inviting import Invited, invite_people
from zhifa.people.services.numbers import phone_mark_of
from zhifa.people.services.persons import (
    HoldingDraft,
    PersonDraft,
    add_person,
    appoint,
    end_holding,
    end_standing_in,
    hand_over,
    load_people,
    open_account,
    stand_in,
)
from zhifa.people.services.phones import register_phone, reveal_phone
from zhifa.people.services.placing import place_unit
from zhifa.people.services.populations import PopulationDraft, correct_population, load_populations
from zhifa.people.services.posts import mark_enforcing
from zhifa.people.services.renaming import merge_unit, rename_unit
from zhifa.people.services.rosters import freeze_roster

__all__ = [
    "AreaDraft",
    "BackboneDraft",
    "HoldingDraft",
    "Invited",
    "PersonDraft",
    "PopulationDraft",
    "SuccessionDraft",
    "UnitDraft",
    "add_person",
    "appoint",
    "appoint_backbone",
    "charge_backbone",
    "correct_population",
    "end_area",
    "end_holding",
    "end_standing_in",
    "erase_person",
    "found_real_district",
    "freeze_roster",
    "hand_over",
    "invite_people",
    "leave_backbone",
    "load_areas",
    "load_backbone",
    "load_people",
    "load_populations",
    "load_successions",
    "load_units",
    "mark_enforcing",
    "merge_unit",
    "note_training",
    "open_account",
    "open_district",
    "phone_mark_of",
    "place_unit",
    "redo_erasures",
    "register_phone",
    "rename_unit",
    "renew_backbone",
    "reveal_phone",
    "stand_in",
]
