"""The door of learning."""

from zhifa.learning.models import TrainingClass
from zhifa.learning.services import (
    ClassDraft,
    ExamDraft,
    HeldClass,
    HeldSession,
    PersonResult,
    SessionDraft,
    UnitResult,
    load_classes,
    plan_class,
    register_exam,
    set_session,
    take_results,
    take_totals,
)

__all__ = [
    "ClassDraft",
    "ExamDraft",
    "HeldClass",
    "HeldSession",
    "PersonResult",
    "SessionDraft",
    "TrainingClass",
    "UnitResult",
    "load_classes",
    "plan_class",
    "register_exam",
    "set_session",
    "take_results",
    "take_totals",
]
