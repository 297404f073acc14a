"""The acts of requests for data."""

from zhifa.requests.services.answering import hand_in
from zhifa.requests.services.composing import (
    FieldDraft,
    FormDraft,
    add_field,
    ask_anyway,
    change_form,
    compose_form,
    remove_field,
    take_held,
)
from zhifa.requests.services.issuing import close_form, issue_form, withdraw_form
from zhifa.requests.services.settling import settle_clause, settle_time

__all__ = [
    "FieldDraft",
    "FormDraft",
    "add_field",
    "ask_anyway",
    "change_form",
    "close_form",
    "compose_form",
    "hand_in",
    "issue_form",
    "remove_field",
    "settle_clause",
    "settle_time",
    "take_held",
    "withdraw_form",
]
