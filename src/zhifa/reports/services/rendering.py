"""From a composed report to its files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from zhifa.figures.api import records_behind
from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import SourceRecord
from zhifa.reports.rules.printing import Composed, Door
from zhifa.reports.services.composing import must_be_buildable
from zhifa.reports.services.official import docx
from zhifa.reports.services.pages import Behind, document_html, record_evidence
from zhifa.reports.services.paper import pdf
from zhifa.reports.terms import RECORDS_SHOWN

FORMS = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def render(actor: Actor, composed: Composed, form: str, *, draft: bool = True) -> bytes:
    """One file of the report. Refused while a figure is incomplete (F127)."""
    must_be_buildable(composed)
    if form == "html":
        return document_html(composed, behind(actor, composed)).encode()
    return docx(composed, draft=draft) if form == "docx" else pdf(composed)


def behind(actor: Actor, composed: Composed) -> list[list[tuple[str, SourceRecord]]]:
    """The records behind each door, in the doors' order."""
    return records_behind(actor, [door.value for door in composed.doors])


def files_of(actor: Actor, composed: Composed) -> dict[str, bytes]:
    """report.html, report.docx and report.pdf by name; beside them, for figures with more records than the page lists, all
    of them as CSV. Refused while a figure is incomplete."""
    must_be_buildable(composed)
    records = behind(actor, composed)
    files = {"report.html": document_html(composed, records).encode()}
    files["report.docx"], files["report.pdf"] = docx(composed), pdf(composed)
    for door, theirs in zip(composed.doors, records, strict=True):
        if len(theirs) > RECORDS_SHOWN:
            files[records_name(door)] = "".join(_records_csv(composed, door, theirs)).encode("utf-8-sig")
    return files


def records_name(door: Door) -> str:
    """Where all records of a figure stand beside report.html."""
    return f"records/{door.number}-{door.value.code}.csv"


def _records_csv(composed: Composed, door: Door, records: Behind) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    if composed.mark:
        writer.writerow([composed.mark])
    writer.writerow([door.value.name, door.printed, door.window])
    writer.writerow(
        [_("来源"), _("记录"), _("日期"), _("内容"), _("数量"), _("佐证"), _("录入"), _("封存"), _("确认")]
    )
    yield _taken(buffer)
    for source, record in records:
        writer.writerow(
            [
                source, record.key, record.day.isoformat(), _safe(record.title), record.amount, record_evidence(record),
                record.entered_at.isoformat() if record.entered_at else "",
                record.sealed_at.isoformat() if record.sealed_at else "", "、".join(record.confirmed_by),
            ]
        )  # fmt: skip
        yield _taken(buffer)


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def _safe(text: str) -> str:
    """Text that a spreadsheet will not take for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
