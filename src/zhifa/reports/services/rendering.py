"""From a composed report to its files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from zhifa.figures.api import records_of
from zhifa.kernel.actor import Actor
from zhifa.reports.rules.printing import Composed, Door
from zhifa.reports.services.composing import must_be_buildable
from zhifa.reports.services.official import docx
from zhifa.reports.services.pages import document_html, record_evidence
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
        return document_html(actor, composed).encode()
    return docx(composed, draft=draft) if form == "docx" else pdf(composed)


def build_files(actor: Actor, composed: Composed, folder: Path) -> list[Path]:
    """report.html, report.docx and report.pdf in a folder; beside them, for figures with more records than the page
    lists, all of them as CSV. Nothing is written while a figure is incomplete."""
    files = {f"report.{form}": render(actor, composed, form) for form in FORMS}
    for door in composed.doors:
        if door.value.record_count > RECORDS_SHOWN:
            files[records_name(door)] = "".join(_records_csv(actor, composed, door)).encode("utf-8-sig")
    written = []
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        written.append(path)
    return written


def records_name(door: Door) -> str:
    """Where all records of a figure stand beside report.html."""
    return f"records/{door.number}-{door.value.code}.csv"


def _records_csv(actor: Actor, composed: Composed, door: Door) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    if composed.mark:
        writer.writerow([composed.mark])
    writer.writerow([door.value.name, door.printed, door.window])
    writer.writerow(
        [_("来源"), _("记录"), _("日期"), _("内容"), _("数量"), _("佐证"), _("录入"), _("封存"), _("确认")]
    )
    yield _taken(buffer)
    for source, record in records_of(actor, door.value):
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
