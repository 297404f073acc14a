"""The door of people."""

from zhifa.people.models import (
    Area,
    Backbone,
    District,
    Holding,
    Person,
    Population,
    Post,
    Roster,
    Unit,
)
from zhifa.people.selectors import (
    actor_of,
    area_by_code,
    area_named,
    demonstration_accounts,
    district,
    district_code,
    district_or_none,
    holders_of,
    liaisons_of,
    names_on,
    populations_published_by,
    posts_of,
    unit_by_code,
    unit_named,
    units_as_now,
    visible_areas,
    visible_units,
)
from zhifa.people.services import (
    AreaDraft,
    HoldingDraft,
    PersonDraft,
    PopulationDraft,
    SuccessionDraft,
    UnitDraft,
    add_person,
    freeze_roster,
    hand_over,
    load_areas,
    load_people,
    load_populations,
    load_successions,
    load_units,
    open_district,
    stand_in,
)
from zhifa.people.terms import ROLE_WORDS, AreaKind, BackboneKind, Basis, UnitKind

__all__ = [
    "ROLE_WORDS", "Area", "AreaDraft", "AreaKind", "Backbone", "BackboneKind", "Basis", "District", "Holding",
    "HoldingDraft", "Person", "PersonDraft", "Population", "PopulationDraft", "Post", "Roster",
    "SuccessionDraft", "Unit", "UnitDraft", "UnitKind", "actor_of", "add_person", "area_by_code", "area_named",
    "demonstration_accounts", "district", "district_code", "district_or_none", "freeze_roster", "hand_over", "holders_of",
    "liaisons_of", "load_areas", "load_people", "load_populations", "load_successions", "load_units",
    "names_on", "open_district", "populations_published_by", "posts_of", "stand_in", "unit_by_code",
    "unit_named", "units_as_now", "visible_areas", "visible_units",
]  # fmt: skip
