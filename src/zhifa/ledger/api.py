"""The door of the ledger."""

from zhifa.ledger.models import Checkpoint
from zhifa.ledger.selectors import (
    EntryView,
    LogState,
    demonstration_mark,
    entries_of,
    latest_checkpoint,
    log_state,
    sealed_times,
)
from zhifa.ledger.services import (
    LogReport,
    commit_personal,
    open_log,
    record,
    record_bulk,
    seal_pending,
    verify_log,
)
from zhifa.ledger.terms import Subject

__all__ = [
    "Checkpoint",
    "EntryView",
    "LogReport",
    "LogState",
    "Subject",
    "commit_personal",
    "demonstration_mark",
    "entries_of",
    "latest_checkpoint",
    "log_state",
    "open_log",
    "record",
    "record_bulk",
    "seal_pending",
    "sealed_times",
    "verify_log",
]
