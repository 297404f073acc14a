"""The door of sittings."""

from zhifa.sittings.models import Exam
from zhifa.sittings.rules.results import Tally, share
from zhifa.sittings.selectors.missed import Missed, missed_by
from zhifa.sittings.services.exams import ExamDraft, announce_exam, draft_exam
from zhifa.sittings.services.loading import Sat, load_exam
from zhifa.sittings.services.marking import mark_exam
from zhifa.sittings.services.results import publish_results

__all__ = [
    "Exam",
    "ExamDraft",
    "Missed",
    "Sat",
    "Tally",
    "announce_exam",
    "draft_exam",
    "load_exam",
    "mark_exam",
    "missed_by",
    "publish_results",
    "share",
]
