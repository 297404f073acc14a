"""Questions asked of duties."""

from zhifa.duties.selectors.lists import (
    clock_of,
    compared,
    content_of,
    current_year,
    draft_of,
    kinds_offered,
    line_by_key,
    lines_of,
    list_by_key,
    lists_of,
    proposals_for,
    text_to_sign,
    version_by_key,
    version_on,
    versions,
    year_by_number,
    years,
)
from zhifa.duties.selectors.matching import duties_of_units, duty_titles, owed_by_units, served_duties
from zhifa.duties.selectors.progress import (
    DutyLine,
    UnitProgress,
    deeds_behind,
    duty_by_key,
    duty_lines,
    quarters,
    unit_progress,
    use_of,
)

__all__ = [
    "DutyLine", "UnitProgress", "clock_of", "compared", "content_of", "current_year", "deeds_behind", "draft_of", "duties_of_units",
    "duty_by_key", "duty_lines", "duty_titles", "kinds_offered", "line_by_key", "lines_of", "list_by_key", "lists_of", "owed_by_units",
    "proposals_for", "quarters", "served_duties", "text_to_sign", "unit_progress", "use_of", "version_by_key", "version_on", "versions",
    "year_by_number", "years",
]  # fmt: skip
