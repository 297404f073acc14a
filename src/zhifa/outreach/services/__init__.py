"""The acts of outreach."""

from zhifa.outreach.services.activities import (
    ActivityDraft,
    load_activities,
    record_activity,
    revise_activity,
)
from zhifa.outreach.services.programmes import (
    PlaceDraft,
    ProgrammeDraft,
    TurnDraft,
    change_place,
    change_programme,
    load_places,
    open_programme,
)

__all__ = [
    "ActivityDraft",
    "PlaceDraft",
    "ProgrammeDraft",
    "TurnDraft",
    "change_place",
    "change_programme",
    "load_activities",
    "load_places",
    "open_programme",
    "record_activity",
    "revise_activity",
]
