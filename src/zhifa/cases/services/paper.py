"""The anonymous text of a case in Word, with the headings under which it can be read in again."""

from __future__ import annotations

from zhifa.cases.models import Case
from zhifa.cases.rules.text import PARTS
from zhifa.cases.selectors import citations_of
from zhifa.kernel.clock import day_in_chinese
from zhifa.kernel.official import as_bytes, heading_line, new_document, text_line, title_line
from zhifa.ledger.api import demonstration_mark


def case_docx(case: Case) -> bytes:
    """The case as .docx: the same bytes for the same text; a demonstration bears its mark. Only anonymous words stand in it."""
    mark = demonstration_mark()
    document = new_document(mark)
    title_line(document, case.title)
    text_line(document, case.subtitle)
    sections = [(PARTS[name], getattr(case, name)) for name in ("facts", "handling", "analysis", "meaning")]
    sections += [(one.heading, one.text) for one in case.text.more]
    about = [case.body, day_in_chinese(case.decided_on) if case.decided_on else "", f"{case.unit.name}报送"]
    sections += [
        ("引用的法律", "\n".join(citations_of(case))), ("办理机关和日期", "\n".join(part for part in about if part)),
    ]  # fmt: skip
    for heading, text in sections:
        if text:
            heading_line(document, heading)
            for line in text.split("\n"):
                text_line(document, line)
    return as_bytes(document, title=case.title, mark=mark)
