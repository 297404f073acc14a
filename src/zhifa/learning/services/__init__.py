"""The acts of learning."""

from zhifa.learning.services.attending import check_in, check_in_self, code_of, note_absent
from zhifa.learning.services.classes import (
    ClassDraft,
    SessionDraft,
    cancel_class,
    change_class,
    drop_session,
    open_sign_up,
    plan_class,
    set_quotas,
    set_session,
)
from zhifa.learning.services.concluding import conclude_class
from zhifa.learning.services.courses import CourseDraft, set_course_stage, write_course
from zhifa.learning.services.cycles import set_cycle
from zhifa.learning.services.enrolling import leave_class, sign_up, sign_up_self
from zhifa.learning.services.feedback import tell_feedback
from zhifa.learning.services.loading import HeldClass, HeldSession, load_classes
from zhifa.learning.services.practising import Practised, practise
from zhifa.learning.services.results import (
    ExamDraft,
    PersonResult,
    UnitResult,
    register_exam,
    take_results,
    take_totals,
)

__all__ = [
    "ClassDraft",
    "CourseDraft",
    "ExamDraft",
    "HeldClass",
    "HeldSession",
    "PersonResult",
    "Practised",
    "SessionDraft",
    "UnitResult",
    "cancel_class",
    "change_class",
    "check_in",
    "check_in_self",
    "code_of",
    "conclude_class",
    "drop_session",
    "leave_class",
    "load_classes",
    "note_absent",
    "open_sign_up",
    "plan_class",
    "practise",
    "register_exam",
    "set_course_stage",
    "set_cycle",
    "set_quotas",
    "set_session",
    "sign_up",
    "sign_up_self",
    "take_results",
    "take_totals",
    "tell_feedback",
    "write_course",
]
