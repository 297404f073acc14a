"""A report as a page: each figure a door, here into the same file, there into the program."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from zhifa.evidence.api import EvidenceKind
from zhifa.figures.api import (
    HELD_BACK_WORDS,
    STATE_WORDS,
    WINDOW_WORDS,
    FigureValue,
    State,
    plain,
    shown,
)
from zhifa.kernel.registry import SourceRecord
from zhifa.reports.rules.outline import HEADING, TABLE, TITLE
from zhifa.reports.rules.printing import Composed, Door, Line, Printed, Segment, Typed, plain_text
from zhifa.reports.terms import RECORDS_SHOWN

EVIDENCE_WORDS = dict(EvidenceKind.choices)
DoorAddress = Callable[[Door], str]
NARROW = 2  # columns that fit a phone side by side


Behind = Sequence[tuple[str, SourceRecord]]


def document_html(composed: Composed, behind: Sequence[Behind]) -> str:
    """The report as one self-contained file: text, every door with its records (`behind`, one list a door), what is not
    covered."""
    return render_to_string(
        "reports/document.html",
        {
            "composed": composed,
            "body": body_html(composed, lambda door: f"#d{door.number}"),
            "doors": [
                door_context(door, records) for door, records in zip(composed.doors, behind, strict=True)
            ],
            "records_shown": RECORDS_SHOWN,
        },
    )


def print_html(composed: Composed, css: str) -> str:
    """The report as it is set for paper: the text, the figures in a table, what is not covered."""
    return render_to_string(
        "reports/print.html",
        {
            "composed": composed,
            "body": body_html(composed, None),
            "figures": [annex_row(door) for door in composed.doors],
            "css": mark_safe(css),  # noqa: S308 - our own style sheet
        },
    )


def body_html(composed: Composed, address: DoorAddress | None) -> SafeString:
    """The text of a report; without `address` figures are plain."""
    doors = {door.number: door for door in composed.doors}
    return SafeString("\n".join(_line_html(line, doors, address) for line in composed.lines))


def _line_html(line: Line, doors: dict[int, Door], address: DoorAddress | None) -> SafeString:
    if line.kind == TABLE:
        return _table_html(line, doors, address)
    words = _segments(line.segments, doors, address)
    if line.kind == TITLE:
        return format_html('<h1 class="report-title">{}</h1>', words)
    if line.kind == HEADING:
        return format_html(
            '<h{} class="report-h{}">{}</h{}>', line.level + 1, line.level, words, line.level + 1
        )
    return format_html('<p class="report-text">{}</p>', words)


def _table_html(line: Line, doors: dict[int, Door], address: DoorAddress | None) -> SafeString:
    """A table; of two columns it stays one on a phone, wider ones become a card a row there."""
    head, *rows = line.rows
    labels = [plain_text(cell) for cell in head]
    kinds = ["number" if index in line.number_columns else "" for index in range(len(head))]
    return format_html(
        '<div class="table-frame"><table class="table report-table{}"><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>',
        " is-narrow" if len(head) <= NARROW else "",
        format_html_join(
            "",
            '<th scope="col" class="{}">{}</th>',
            ((kind, _segments(cell, doors, address)) for kind, cell in zip(kinds, head, strict=True)),
        ),
        format_html_join(
            "",
            "<tr>{}</tr>",
            (
                (
                    format_html_join(
                        "",
                        '<td class="key {}" data-label="{}">{}</td>',
                        (
                            (kind, label, _segments(cell, doors, address))
                            for kind, label, cell in zip(kinds, labels, row, strict=True)
                        ),
                    ),
                )
                for row in rows
            ),
        ),
    )


def _segments(segments: Sequence[Segment], doors: dict[int, Door], address: DoorAddress | None) -> SafeString:
    return SafeString("".join(_segment(one, doors, address) for one in segments))


def _segment(segment: Segment, doors: dict[int, Door], address: DoorAddress | None) -> SafeString:
    if isinstance(segment, str):
        return format_html("{}", segment)
    if isinstance(segment, Typed):
        return format_html(
            '<u class="typed-number" title="{}">{}</u>', _("人工填写，未由记录得出"), segment.text
        )
    if not segment.door:
        return format_html("{}", segment.text)
    door = doors[segment.door]
    tagged = _tagged(segment, door)
    if address is None:
        return tagged
    return format_html(
        '<a class="figure-link" href="{}" title="{}">{}</a>', address(door), door_title(door), tagged
    )


def _tagged(segment: Printed, door: Door) -> SafeString:
    """The number for machines: the exact value, its unit, definition and days beside the printed one (F131)."""
    value = door.value
    if not segment.exact:
        return format_html(
            '<span data-figure="{}" data-definition="{}" data-window="{}">{}</span>',
            value.code, value.definition_version, door.window, segment.text,
        )  # fmt: skip
    return format_html(
        '<data value="{}" data-figure="{}" data-unit="{}" data-definition="{}" data-window="{}" data-scale="{}">{}</data>{}',
        segment.exact, value.code, "percent" if door.is_growth else value.unit.code, value.definition_version,
        door.window, segment.scale, segment.amount, segment.unit,
    )  # fmt: skip


def door_title(door: Door) -> str:
    """What hovering over a figure says: definition, unit and days."""
    value = door.value
    return _("%(name)s：%(statement)s（%(window)s，第 %(version)d 版口径，%(n)d 条记录）") % {
        "name": value.name, "statement": value.statement, "window": days_words(door),
        "version": value.definition_version, "n": value.record_count,
    }  # fmt: skip


def door_context(door: Door, behind: Behind) -> dict[str, Any]:
    """All that stands behind one figure, for a template."""
    value = door.value
    records = behind[:RECORDS_SHOWN]
    return {
        "door": door,
        "value": value,
        "state": STATE_WORDS[value.state] if value.state is not State.MEASURED else "",
        "days": days_words(door),
        "window_words": WINDOW_WORDS[value.window_kind],
        "parts": [(label, shown(part)) for label, part in value.composition],
        "evidence": evidence_words(value),
        "held_back": [(HELD_BACK_WORDS.get(reason, reason), n) for reason, n in value.held_back],
        "records": [(source, record, record_evidence(record)) for source, record in records],
        "more": max(0, value.record_count - len(records)),
        "machine": plain(value.value) if isinstance(plain(value.value), str) else "",
    }


def annex_row(door: Door) -> tuple[str, str, str, str, str]:
    """A figure in the annex on paper: name, value and days, definition, denominator, records and evidence."""
    value = door.value
    return (
        value.name if not door.is_growth else _("%(name)s的增长") % {"name": value.name},
        f"{door.printed}\n{days_words(door)}",
        value.statement,
        value.denominator,
        _("%(n)s 条；%(kinds)s；第 %(version)d 版口径")
        % {
            "n": f"{value.record_count:,}",
            "kinds": "、".join(words for words, _n in evidence_words(value)) or _("无佐证"),
            "version": value.definition_version,
        },
    )


def days_words(door: Door) -> str:
    """The days of a figure in words; of growth both windows."""
    spans = [one for one in (door.before, door.value) if one is not None]
    return " → ".join(
        _("%(since)s 至 %(until)s")
        % {"since": one.since.isoformat() if one.since else _("最早的记录"), "until": one.until.isoformat()}
        for one in spans
    )


def evidence_words(value: FigureValue) -> list[tuple[str, int]]:
    """The kinds of evidence in words with how many records have each."""
    return [(str(EVIDENCE_WORDS.get(kind, kind)), n) for kind, n in value.evidence_kinds or ()]


def record_evidence(record: SourceRecord) -> str:
    """The kinds of evidence of one record in words."""
    return "、".join(str(EVIDENCE_WORDS.get(kind, kind)) for kind in dict.fromkeys(record.evidence))


def mark_svg(mark: str) -> str:
    """The demonstration mark as a picture for the back of every page, as a data address."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm" viewBox="0 0 210 297">'
        '<text x="105" y="150" text-anchor="middle" font-size="20" fill="#000" fill-opacity="0.09" '
        f'font-family="Noto Sans CJK SC" transform="rotate(-40 105 150)">{mark}</text></svg>'
    )
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
