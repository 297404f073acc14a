"""The acts of the law library: import statutes, enter a document by title, decide about what a change touches."""

from zhifa.laws.services.asking import note_asked, say_helped
from zhifa.laws.services.correcting import correct_text
from zhifa.laws.services.documents import DocumentDraft, add_document
from zhifa.laws.services.documents_in import Taken, import_documents, preview_documents
from zhifa.laws.services.importing import ImportCounts, import_packaged
from zhifa.laws.services.rippling import all_recited, decide, open_changes, recited
from zhifa.laws.services.should_know import ShouldKnowDraft, issue_should_know

__all__ = [
    "DocumentDraft",
    "ImportCounts",
    "ShouldKnowDraft",
    "Taken",
    "add_document",
    "all_recited",
    "correct_text",
    "decide",
    "import_documents",
    "import_packaged",
    "issue_should_know",
    "note_asked",
    "open_changes",
    "preview_documents",
    "recited",
    "say_helped",
]
