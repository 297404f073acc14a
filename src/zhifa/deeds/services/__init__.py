"""The acts of deeds."""

from zhifa.deeds.services.attending import load_participations, take_attendance
from zhifa.deeds.services.confirming import (
    close_counts,
    confirm_deed,
    confirm_deeds,
    return_deed,
)
from zhifa.deeds.services.correcting import correct_deed
from zhifa.deeds.services.loading import load_deeds
from zhifa.deeds.services.recording import record_deed, revise_deed, submit_deed, withdraw_deed
from zhifa.deeds.services.recounting import check_events
from zhifa.deeds.services.writing import days_changed, rematch

__all__ = [
    "check_events",
    "close_counts",
    "confirm_deed",
    "confirm_deeds",
    "correct_deed",
    "days_changed",
    "load_deeds",
    "load_participations",
    "record_deed",
    "rematch",
    "return_deed",
    "revise_deed",
    "submit_deed",
    "take_attendance",
    "withdraw_deed",
]
