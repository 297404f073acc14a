"""The acts of the law library: import the packaged statutes, enter a document by title, decide about what a change touches."""

from zhifa.laws.services.documents import DocumentDraft, add_document
from zhifa.laws.services.importing import ImportCounts, import_packaged
from zhifa.laws.services.rippling import decide, open_changes, recited

__all__ = [
    "DocumentDraft",
    "ImportCounts",
    "add_document",
    "decide",
    "import_packaged",
    "open_changes",
    "recited",
]
