"""Akoma Ntoso files."""

from __future__ import annotations

from pathlib import Path

from lxml.etree import LxmlError

from zhifa.laws.rules.akoma import from_akoma
from zhifa.laws.rules.documents import LawDocument, Remark
from zhifa.laws.terms import LARGEST_FILE, Flaw


def read_akoma(file: Path) -> LawDocument:
    """The document of an Akoma Ntoso file; a remark where it is too large or no XML."""
    if file.stat().st_size > LARGEST_FILE:
        return LawDocument(file.name, file.stem, remarks=(Remark(Flaw.TOO_LARGE, file.name),))
    try:
        return from_akoma(file.read_bytes(), file.name)
    except (LxmlError, ValueError) as error:
        return LawDocument(
            file.name, file.stem, remarks=(Remark(Flaw.BROKEN, f"{file.name}：{error}"[:200]),)
        )
