"""The door of outreach."""

from zhifa.outreach.models import Activity, Place, Programme
from zhifa.outreach.selectors import places, programmes, published_activities
from zhifa.outreach.services import (
    ActivityDraft,
    PlaceDraft,
    ProgrammeDraft,
    TurnDraft,
    load_activities,
    load_places,
    open_programme,
    record_activity,
    revise_activity,
)
from zhifa.outreach.terms import ActivityKind, SpeakerRank

__all__ = [
    "Activity", "ActivityDraft", "ActivityKind", "Place", "PlaceDraft", "Programme", "ProgrammeDraft", "SpeakerRank",
    "TurnDraft", "load_activities", "load_places", "open_programme", "places", "programmes", "published_activities",
    "record_activity", "revise_activity",
]  # fmt: skip
