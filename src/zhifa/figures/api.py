"""The door of figures.

A source above tells what changed with `touch(source, days)` inside its own transaction. A source whose rows are less
than a record (events of a deed) publishes the record's key as a field named `record`; `records(keys)` then
takes those keys, otherwise primary keys of rows.
"""

from zhifa.figures.access import units_told
from zhifa.figures.errors import (
    DefinitionNotUnderstood,
    DefinitionsDiffer,
    FigureIncomplete,
    FigureNotFound,
    WindowNotUsable,
)
from zhifa.figures.rules.judging import complete_for_report, growth_between, missing_parts
from zhifa.figures.rules.values import FigureValue, Range, as_data, as_json, plain, shown
from zhifa.figures.selectors import names_beside, visible_codes
from zhifa.figures.services import (
    RecordPage,
    bodies_behind,
    bring_up_to_date,
    composition,
    definition_words,
    described,
    ensure_definitions,
    growth_of,
    own_roll_ups,
    rebuild_all,
    records_behind,
    sources_behind,
    touch,
    value_of,
    values,
)
from zhifa.figures.terms import HELD_BACK_WORDS, STATE_WORDS, WINDOW_WORDS, State, WindowKind

__all__ = [
    "HELD_BACK_WORDS",
    "STATE_WORDS",
    "WINDOW_WORDS",
    "DefinitionNotUnderstood",
    "DefinitionsDiffer",
    "FigureIncomplete",
    "FigureNotFound",
    "FigureValue",
    "Range",
    "RecordPage",
    "State",
    "WindowKind",
    "WindowNotUsable",
    "as_data",
    "as_json",
    "bodies_behind",
    "bring_up_to_date",
    "complete_for_report",
    "composition",
    "definition_words",
    "described",
    "ensure_definitions",
    "growth_between",
    "growth_of",
    "missing_parts",
    "names_beside",
    "own_roll_ups",
    "plain",
    "rebuild_all",
    "records_behind",
    "shown",
    "sources_behind",
    "touch",
    "units_told",
    "value_of",
    "values",
    "visible_codes",
]
