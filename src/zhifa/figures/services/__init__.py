"""The acts of figures: define, touch, bring up to date, value."""

from zhifa.figures.services.apart import own_roll_ups
from zhifa.figures.services.defining import definition_words, ensure_definitions
from zhifa.figures.services.rolling import touch
from zhifa.figures.services.valuing import (
    Door,
    RecordPage,
    bodies_behind,
    bring_up_to_date,
    composition,
    described,
    door_of,
    first_values,
    growth_of,
    rebuild_all,
    records_behind,
    sources_behind,
    value_of,
    values,
)

__all__ = [
    "Door",
    "RecordPage",
    "bodies_behind",
    "bring_up_to_date",
    "composition",
    "definition_words",
    "described",
    "door_of",
    "ensure_definitions",
    "first_values",
    "growth_of",
    "own_roll_ups",
    "rebuild_all",
    "records_behind",
    "sources_behind",
    "touch",
    "value_of",
    "values",
]
