"""The door of deeds."""

from zhifa.deeds.access import may_confirm, may_correct, may_publish, may_record, may_revise, visible_to
from zhifa.deeds.errors import (
    DeedAlreadyClosed,
    DeedIncomplete,
    DeedNotWaiting,
    OwnDeedNotConfirmed,
    ReasonMissing,
)
from zhifa.deeds.models import Count, Credit, Deed, Participation
from zhifa.deeds.rules.counting import CountDraft, weakest
from zhifa.deeds.rules.drafts import CreditDraft, DeedDraft
from zhifa.deeds.rules.timing import days_late, is_late
from zhifa.deeds.selectors import (
    DeedFilter,
    attendances_by_month,
    deed_by_key,
    deed_list,
    doubles_of,
    kinds,
    last_of,
    published_deeds,
    returned_to,
    served_by,
    totals,
    waiting,
)
from zhifa.deeds.services import (
    close_counts,
    confirm_deed,
    confirm_deeds,
    correct_deed,
    load_deeds,
    load_participations,
    publish_deeds,
    record_deed,
    rematch,
    return_deed,
    revise_deed,
    submit_deed,
    withdraw_deed,
)
from zhifa.deeds.services.loading import Attendance
from zhifa.deeds.terms import (
    FOUR_COUNTS,
    UNIT_OF,
    Audience,
    Channel,
    CreditRole,
    Level,
    Measure,
    Source,
    State,
)

__all__ = [
    "FOUR_COUNTS", "UNIT_OF", "Attendance", "Audience", "Channel", "Count", "CountDraft", "Credit", "CreditDraft",
    "CreditRole", "Deed", "DeedAlreadyClosed", "DeedDraft", "DeedFilter", "DeedIncomplete", "DeedNotWaiting",
    "Level", "Measure", "OwnDeedNotConfirmed", "Participation", "ReasonMissing", "Source", "State",
    "attendances_by_month", "close_counts", "confirm_deed", "confirm_deeds", "correct_deed", "days_late",
    "deed_by_key", "deed_list", "doubles_of", "is_late", "kinds", "last_of", "load_deeds", "load_participations",
    "may_confirm", "may_correct", "may_publish", "may_record", "may_revise", "publish_deeds", "published_deeds",
    "record_deed", "rematch", "return_deed", "returned_to", "revise_deed", "served_by", "submit_deed", "totals", "visible_to",
    "waiting", "weakest", "withdraw_deed",
]  # fmt: skip
