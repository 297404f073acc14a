"""The ledger's acts: open the log, record, seal; the walk that checks it all; proofs for others."""

from zhifa.ledger.services.proving import (
    Proven,
    Prover,
    committed_rows,
    sheet_lines,
    sheet_rows,
    verifier_key,
)
from zhifa.ledger.services.recording import commit_personal, open_log, record, record_bulk
from zhifa.ledger.services.rewinding import Head, rewound
from zhifa.ledger.services.sealing import seal_pending
from zhifa.ledger.services.verifying import LogReport, verify_log
from zhifa.ledger.services.witnessing import (
    Strayed,
    compared,
    keep_witness,
    refusal_of,
    refuse_fork,
    resume_log,
    strayed,
)

__all__ = [
    "Head",
    "LogReport",
    "Proven",
    "Prover",
    "Strayed",
    "commit_personal",
    "committed_rows",
    "compared",
    "keep_witness",
    "open_log",
    "record",
    "record_bulk",
    "refusal_of",
    "refuse_fork",
    "resume_log",
    "rewound",
    "seal_pending",
    "sheet_lines",
    "sheet_rows",
    "strayed",
    "verifier_key",
    "verify_log",
]
