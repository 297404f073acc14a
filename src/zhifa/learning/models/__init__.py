"""Tables of learning."""

from zhifa.learning.models.classes import (
    Attendance,
    ClassCited,
    Cycle,
    Enrolment,
    Feedback,
    Quota,
    Session,
    TrainingClass,
)
from zhifa.learning.models.practice import Card, Course, CourseStep
from zhifa.learning.models.results import OutsideExam, OutsideResult, Tallied

__all__ = [
    "Attendance",
    "Card",
    "ClassCited",
    "Course",
    "CourseStep",
    "Cycle",
    "Enrolment",
    "Feedback",
    "OutsideExam",
    "OutsideResult",
    "Quota",
    "Session",
    "Tallied",
    "TrainingClass",
]
