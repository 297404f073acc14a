"""The acts of the law library: import the packaged statutes, enter a document by title and dates."""

from zhifa.laws.services.documents import DocumentDraft, add_document
from zhifa.laws.services.importing import ImportCounts, import_packaged

__all__ = ["DocumentDraft", "ImportCounts", "add_document", "import_packaged"]
