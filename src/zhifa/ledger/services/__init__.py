"""The ledger's acts: open the log, record, seal; the walk that checks it all; proofs for others."""

from zhifa.ledger.services.erasures import destroyed_owners, erasures_noted, keep_erasure
from zhifa.ledger.services.following import entry_bundle, hash_tile, head_note
from zhifa.ledger.services.proving import (
    Proven,
    Prover,
    SheetCommitment,
    committed_rows,
    row_hash,
    sheet_lines,
    sheet_rows,
    sheets_of_acts,
    sign_statement,
    verifier_key,
)
from zhifa.ledger.services.recording import (
    commit_personal,
    destroy_salt,
    forget_past,
    open_log,
    opens,
    record,
    record_bulk,
    record_each,
    rows_root,
)
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
    "SheetCommitment",
    "Strayed",
    "commit_personal",
    "committed_rows",
    "compared",
    "destroy_salt",
    "destroyed_owners",
    "entry_bundle",
    "erasures_noted",
    "forget_past",
    "hash_tile",
    "head_note",
    "keep_erasure",
    "keep_witness",
    "open_log",
    "opens",
    "record",
    "record_bulk",
    "record_each",
    "refusal_of",
    "refuse_fork",
    "resume_log",
    "rewound",
    "row_hash",
    "rows_root",
    "seal_pending",
    "sheet_lines",
    "sheet_rows",
    "sheets_of_acts",
    "sign_statement",
    "strayed",
    "verifier_key",
    "verify_log",
]
