"""The ledger's acts: open the log, record, seal; the walk that checks it all; proofs for others."""

from zhifa.ledger.services.proving import Proven, Prover, sheet_lines, sheet_rows, verifier_key
from zhifa.ledger.services.recording import commit_personal, open_log, record, record_bulk
from zhifa.ledger.services.rewinding import Head, rewound
from zhifa.ledger.services.sealing import seal_pending
from zhifa.ledger.services.verifying import LogReport, verify_log

__all__ = [
    "Head",
    "LogReport",
    "Proven",
    "Prover",
    "commit_personal",
    "open_log",
    "record",
    "record_bulk",
    "rewound",
    "seal_pending",
    "sheet_lines",
    "sheet_rows",
    "verifier_key",
    "verify_log",
]
