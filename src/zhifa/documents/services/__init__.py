"""The acts of the register."""

from zhifa.documents.services.registering import (
    DocumentDraft,
    correct_document,
    enter_document,
    register,
    repeal,
    settle,
    supersede,
)

__all__ = [
    "DocumentDraft", "correct_document", "enter_document", "register", "repeal", "settle", "supersede",
]  # fmt: skip
