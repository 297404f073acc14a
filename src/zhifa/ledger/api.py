"""The door of the ledger."""

from zhifa.ledger.models import Checkpoint
from zhifa.ledger.selectors import (
    EntryView,
    LogState,
    demonstration_mark,
    entries_about,
    entries_of,
    latest_checkpoint,
    log_state,
    sealed_times,
)
from zhifa.ledger.services import (
    Head,
    LogReport,
    Proven,
    Prover,
    commit_personal,
    open_log,
    record,
    record_bulk,
    rewound,
    seal_pending,
    sheet_lines,
    sheet_rows,
    verifier_key,
    verify_log,
)
from zhifa.ledger.terms import Subject

__all__ = [
    "Checkpoint",
    "EntryView",
    "Head",
    "LogReport",
    "LogState",
    "Proven",
    "Prover",
    "Subject",
    "commit_personal",
    "demonstration_mark",
    "entries_about",
    "entries_of",
    "latest_checkpoint",
    "log_state",
    "open_log",
    "record",
    "record_bulk",
    "rewound",
    "seal_pending",
    "sealed_times",
    "sheet_lines",
    "sheet_rows",
    "verifier_key",
    "verify_log",
]
