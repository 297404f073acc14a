"""The acts of evidence."""

from zhifa.evidence.services.attaching import (
    Attached,
    answer_likeness,
    attach,
    attach_all,
    attach_existing,
    attach_existing_many,
    detach,
)
from zhifa.evidence.services.keeping import damaged_files, evidence_count, mirror_store, return_to_store
from zhifa.evidence.services.noticing import LookAlike, mark_earlier
from zhifa.evidence.services.photos import reduced
from zhifa.evidence.services.storing import opened, sweep_orphans
from zhifa.evidence.services.uploading import EvidenceField, EvidenceWidget

__all__ = [
    "Attached",
    "EvidenceField",
    "EvidenceWidget",
    "LookAlike",
    "answer_likeness",
    "attach",
    "attach_all",
    "attach_existing",
    "attach_existing_many",
    "damaged_files",
    "detach",
    "evidence_count",
    "mark_earlier",
    "mirror_store",
    "opened",
    "reduced",
    "return_to_store",
    "sweep_orphans",
]
