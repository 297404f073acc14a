"""Readers: one a format, all answering `LawDocument`s."""

from zhifa.laws.services.readers.akoma import read_akoma
from zhifa.laws.services.readers.markdown import read_markdown
from zhifa.laws.services.readers.office import read_docx, read_html
from zhifa.laws.services.readers.paths import SUFFIXES, read_path
from zhifa.laws.services.readers.uploads import PACKED, uploaded_documents

__all__ = [
    "PACKED",
    "SUFFIXES",
    "read_akoma",
    "read_docx",
    "read_html",
    "read_markdown",
    "read_path",
    "uploaded_documents",
]
