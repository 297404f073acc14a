"""The door of sittings."""

from zhifa.sittings.models import Exam
from zhifa.sittings.services.exams import ExamDraft, announce_exam, draft_exam

__all__ = ["Exam", "ExamDraft", "announce_exam", "draft_exam"]
