"""Lists out: CSV and XLSX of any length, streamed; and the sheets that the intake itself hands back."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from zhifa.intake.models import ImportJob
from zhifa.intake.selectors import target_of
from zhifa.kernel.clock import SHANGHAI
from zhifa.kernel.quantities import Quantity
from zhifa.kernel.registry import ImportTarget, Words
from zhifa.kernel.wording import sentences
from zhifa.ledger.api import demonstration_mark as mark_of_home

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
SHEET_ROWS = 1_048_576
PIECE = 1 << 16


def sheet_if_asked(
    query: Mapping[str, str], name: str, columns: Sequence[Words], rows: Callable[[], Iterable[Sequence[Any]]]
) -> StreamingHttpResponse | None:
    """The same list as a sheet, where its address asks for one (`?format=csv` or `xlsx`); else None.

    Every list answers so: what the page shows page by page, the sheet holds whole.
    """
    fmt = query.get("format", "")
    return stream_table(name, columns, rows(), fmt, mark_of_home()) if fmt in FORMATS else None


def stream_table(
    name: str, columns: Sequence[Words], rows: Iterable[Sequence[Any]], fmt: str, demonstration_mark: str = ""
) -> StreamingHttpResponse:
    """A list as a download named `name.fmt`, without a limit of rows and in constant memory.

    In a demonstration its mark stands in the first row. Text that a spreadsheet would take for a formula is
    kept as text. `fmt` is `csv` (UTF-8 with its mark) or `xlsx`; ValueError for another.
    """
    if fmt not in FORMATS:
        raise ValueError(f"no such export format: {fmt}")
    head = [str(column) for column in columns]
    pieces = (_csv if fmt == "csv" else _xlsx)(head, rows, demonstration_mark)
    response = StreamingHttpResponse(pieces, content_type=FORMATS[fmt])
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{fmt}")
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _csv(head: Sequence[str], rows: Iterable[Sequence[Any]], mark: str) -> Iterator[bytes]:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    buffer.write("﻿")
    if mark:
        writer.writerow([mark])
    writer.writerow(head)
    for row in rows:
        writer.writerow([_harmless(plain(value)) for value in row])
        if buffer.tell() > PIECE:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _xlsx(head: Sequence[str], rows: Iterable[Sequence[Any]], mark: str) -> Iterator[bytes]:
    import xlsxwriter  # a tenth of a second that few processes need

    with tempfile.TemporaryFile() as file:
        options = {
            "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
            "strings_to_numbers": False, "default_date_format": "yyyy-mm-dd",
        }  # fmt: skip
        book = xlsxwriter.Workbook(file, options)
        _fill(book, head, rows, mark)
        book.close()
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _fill(book: Any, head: Sequence[str], rows: Iterable[Sequence[Any]], mark: str) -> None:
    """Write the rows, on a further sheet where one is full; head and mark stand on each."""
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    quoted = book.add_format({"quote_prefix": True})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet, at = _new_sheet(book, head, mark, bold)
    for row in rows:
        if at >= SHEET_ROWS:
            sheet, at = _new_sheet(book, head, mark, bold)
        for place, value in enumerate(map(plain, row)):
            if isinstance(value, str):
                sheet.write_string(at, place, value[:32_767], quoted if value.startswith(DANGEROUS) else None)
            elif isinstance(value, datetime):
                sheet.write_datetime(at, place, value, moment)
            else:
                sheet.write(at, place, value)
        at += 1


def _new_sheet(book: Any, head: Sequence[str], mark: str, bold: Any) -> tuple[Any, int]:
    sheet = book.add_worksheet()
    sheet.set_column(0, max(len(head) - 1, 0), 18)
    at = 0
    if mark:
        sheet.write_string(0, 0, mark)
        at = 1
    for place, title in enumerate(head):
        sheet.write_string(at, place, title, bold)
    return sheet, at + 1


def plain(value: Any) -> Any:
    """A value as a sheet keeps it: numbers as numbers, days as days, everything else as its text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, Quantity):
        return value.rounded()
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).replace(tzinfo=None) if value.tzinfo else value
    if isinstance(value, int | float | Decimal | date):
        return value
    return str(value)


def _harmless(value: Any) -> Any:
    """Text that a spreadsheet would run gets a leading apostrophe; days are written plainly."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return f"'{value}" if isinstance(value, str) and value.startswith(DANGEROUS) else value


def failed_rows(job: ImportJob, demonstration_mark: str = "") -> StreamingHttpResponse:
    """The rows that were not right, with where they stood and a 问题 column: to mend and drop in again."""
    target = target_of(job.target)
    titles = [column["title"] for column in job.findings.get("used", [])]
    stem = job.name.rsplit(".", 1)[0]
    rows = _failed(job)
    columns = [*titles, _("问题"), _("原工作表"), _("原行号")]
    return stream_table(
        _("%(name)s-待改正") % {"name": stem or target.title}, columns, rows, "xlsx", demonstration_mark
    )


def _failed(job: ImportJob) -> Iterator[list[Any]]:
    problems: dict[tuple[str, int], list[str]] = {}
    for fault in job.findings.get("faults", []):
        words = f"{fault['where']} {sentences(fault['what'], fault['mend'])}".strip()
        problems.setdefault((fault["sheet"], fault["row"]), []).append(words)
    answered = job.answers
    for question in job.findings.get("questions", []):
        if question["key"] not in answered:
            for row in question["rows"]:
                problems.setdefault((question["sheet"], row), []).append(question["what"])
    for page in job.pages.order_by("number").iterator(chunk_size=20):
        for row in page.rows:
            if row["state"] in ("faulty", "waiting"):
                said = problems.get((row["sheet"], row["row"]), [_("还有没有回答的问题")])
                yield [*row["cells"], "\n".join(said), row["sheet"], row["row"]]


def blank_sheet(target: ImportTarget, demonstration_mark: str = "") -> StreamingHttpResponse:
    """An empty sheet with the target's headings, for those who begin with nothing."""
    return stream_table(
        str(target.title), [column.title for column in target.columns], (), "xlsx", demonstration_mark
    )
