"""The door of the register."""

from zhifa.documents.errors import NumberTaken
from zhifa.documents.models import Document
from zhifa.documents.rules.numbers import number_in
from zhifa.documents.selectors import office_name
from zhifa.documents.services import DocumentDraft, enter_document, register, repeal, settle, supersede
from zhifa.documents.terms import DOCUMENT, Kind

__all__ = [
    "DOCUMENT", "Document", "DocumentDraft", "Kind", "NumberTaken", "enter_document", "number_in", "office_name", "register", "repeal",
    "settle", "supersede",
]  # fmt: skip
