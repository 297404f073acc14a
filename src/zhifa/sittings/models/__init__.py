"""Tables of sittings."""

from zhifa.sittings.models.attempts import Attempt, Save
from zhifa.sittings.models.exams import Candidate, Exam, ExamPapers
from zhifa.sittings.models.marks import (
    Certificate,
    CertificateLook,
    Mark,
    Marking,
    Objection,
    Outcome,
    Result,
    Ruling,
    Tallied,
    WrittenMark,
)
from zhifa.sittings.models.watch import Broadcast, Incident, Outage, Pulse

__all__ = [
    "Attempt", "Broadcast", "Candidate", "Certificate", "CertificateLook", "Exam", "ExamPapers", "Incident", "Mark", "Marking",
    "Objection", "Outage", "Outcome", "Pulse", "Result", "Ruling", "Save", "Tallied", "WrittenMark",
]  # fmt: skip
