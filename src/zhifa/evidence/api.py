"""The door of evidence."""

from zhifa.evidence.models import Evidence
from zhifa.evidence.rules.marks import mark_and_words
from zhifa.evidence.selectors import (
    EvidenceView,
    evidence_of,
    kinds_among,
    kinds_of,
    mean_uses,
    readable_evidence,
    spoken_for,
)
from zhifa.evidence.services import (
    Attached,
    EvidenceField,
    EvidenceWidget,
    attach,
    attach_all,
    attach_existing,
    attach_existing_many,
    damaged_files,
    detach,
    evidence_count,
    mirror_store,
    opened,
    return_to_store,
)
from zhifa.evidence.terms import KINDS, EvidenceKind

__all__ = [
    "KINDS",
    "Attached",
    "Evidence",
    "EvidenceField",
    "EvidenceKind",
    "EvidenceView",
    "EvidenceWidget",
    "attach",
    "attach_all",
    "attach_existing",
    "attach_existing_many",
    "damaged_files",
    "detach",
    "evidence_count",
    "evidence_of",
    "kinds_among",
    "kinds_of",
    "mark_and_words",
    "mean_uses",
    "mirror_store",
    "opened",
    "readable_evidence",
    "return_to_store",
    "spoken_for",
]
