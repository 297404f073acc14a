"""Which reader reads a path follows from what lies there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from zhifa.laws.rules.documents import LawDocument
from zhifa.laws.services.readers.akoma import read_akoma
from zhifa.laws.services.readers.markdown import read_markdown
from zhifa.laws.services.readers.office import read_docx, read_html

BY_SUFFIX = {
    ".docx": read_docx,
    ".html": read_html,
    ".htm": read_html,
    ".xml": read_akoma,
    ".akn": read_akoma,
}
SUFFIXES = (".md", ".txt", *BY_SUFFIX)


def read_path(path: Path) -> Iterator[LawDocument]:
    """The documents of a file or of a folder, whatever their formats; what cannot be read is a document with a remark.

    Raises `FileNotFoundError` where nothing lies there.
    """
    if not path.exists():
        raise FileNotFoundError(path)
    if path.is_file():
        reader = BY_SUFFIX.get(path.suffix.lower())
        yield from [reader(path)] if reader else read_markdown(path)
        return
    if next(path.rglob("*.md"), None):
        yield from read_markdown(path)
    for file in sorted(path.rglob("*")):
        reader = BY_SUFFIX.get(file.suffix.lower())
        if reader is not None and file.is_file():
            yield reader(file)
