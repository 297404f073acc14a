"""Tables of sittings."""

from zhifa.sittings.models.attempts import Attempt, Save
from zhifa.sittings.models.exams import Candidate, Exam, ExamPapers
from zhifa.sittings.models.watch import Broadcast, Incident, Outage, Pulse

__all__ = [
    "Attempt", "Broadcast", "Candidate", "Exam", "ExamPapers", "Incident", "Outage", "Pulse", "Save",
]  # fmt: skip
