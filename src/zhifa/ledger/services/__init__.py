"""The ledger's acts: open the log, record, seal; and the walk that checks it all."""

from zhifa.ledger.services.recording import commit_personal, open_log, record, record_bulk
from zhifa.ledger.services.sealing import seal_pending
from zhifa.ledger.services.verifying import LogReport, verify_log

__all__ = ["LogReport", "commit_personal", "open_log", "record", "record_bulk", "seal_pending", "verify_log"]
