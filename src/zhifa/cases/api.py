"""The door of cases."""

from zhifa.cases.models import Case
from zhifa.cases.rules.text import CaseText
from zhifa.cases.selectors import CaseFilter, published
from zhifa.cases.services import CaseDraft, load_cases
from zhifa.cases.terms import CASE, CaseKind, Consent

__all__ = [
    "CASE",
    "Case",
    "CaseDraft",
    "CaseFilter",
    "CaseKind",
    "CaseText",
    "Consent",
    "load_cases",
    "published",
]
