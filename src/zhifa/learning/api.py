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
    open_sign_up,
    plan_class,
    register_exam,
    set_cycle,
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
    "open_sign_up",
    "plan_class",
    "register_exam",
    "set_cycle",
    "set_session",
    "take_results",
    "take_totals",
]
