"""The door of duties.

Meetings record their consideration of a year's list with `consider`; whoever weighs a unit's year reads `unit_progress` and `duty_lines`.
"""

from zhifa.duties.models import Duty, DutyYear, ListVersion, UnitList
from zhifa.duties.rules.lines import LawWords, LineDraft
from zhifa.duties.rules.progress import Rates
from zhifa.duties.selectors import (
    DutyLine,
    UnitProgress,
    current_year,
    deeds_behind,
    duty_by_key,
    duty_lines,
    unit_progress,
    version_on,
    versions,
    years,
)
from zhifa.duties.services import (
    CallDraft,
    Consideration,
    Issue,
    call_year,
    consider,
    issue_text,
    issue_version,
    keep_line,
    load_issued,
    say_served,
)
from zhifa.duties.terms import Category, ConsideredBy, Issuer, Standing

__all__ = [
    "CallDraft", "Category", "Consideration", "ConsideredBy", "Duty", "DutyLine", "DutyYear", "Issue", "Issuer", "LawWords", "LineDraft",
    "ListVersion", "Rates", "Standing", "UnitList", "UnitProgress", "call_year", "consider", "current_year", "deeds_behind",
    "duty_by_key", "duty_lines", "issue_text", "issue_version", "keep_line", "load_issued", "say_served", "unit_progress", "version_on",
    "versions", "years",
]  # fmt: skip
