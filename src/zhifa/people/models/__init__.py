"""Tables of people."""

from zhifa.people.models.areas import Area, District, Population
from zhifa.people.models.changes import PopulationChange, UnitChange
from zhifa.people.models.persons import (
    ActingFor,
    Backbone,
    Holding,
    Person,
    Post,
    Roster,
    RosterMember,
)
from zhifa.people.models.units import Unit, UnitName, UnitPlace, UnitSuccession

__all__ = [
    "ActingFor",
    "Area",
    "Backbone",
    "District",
    "Holding",
    "Person",
    "Population",
    "PopulationChange",
    "Post",
    "Roster",
    "RosterMember",
    "Unit",
    "UnitChange",
    "UnitName",
    "UnitPlace",
    "UnitSuccession",
]
