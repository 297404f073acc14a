"""The minutes in Word, in the minutes format of GB/T 9704-2012."""

from __future__ import annotations

from typing import Any, Final

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, RGBColor

from zhifa.kernel.official import (
    BODY_PT,
    FANG_SONG,
    HEI,
    SONG_TITLE,
    as_bytes,
    heading_line,
    new_document,
    text_line,
    title_line,
    write_run,
)
from zhifa.ledger.api import demonstration_mark
from zhifa.meetings.models import Meeting
from zhifa.meetings.rules.minutes import set_out
from zhifa.meetings.selectors import text_of
from zhifa.meetings.terms import MeetingState

MARK_PT: Final = 42  # the mark of minutes: 小标宋, red, centred, 35 mm below the upper edge of the type area
MARK_MM: Final = 35
RED: Final = RGBColor(0xE6, 0x00, 0x12)


def minutes_docx(meeting: Meeting) -> bytes:
    """The minutes as .docx: the same bytes for the same text. A draft says so in its title; a demonstration bears its own mark
    and not that of minutes. There is no document number and no seal of the conference in any of them."""
    mark = demonstration_mark()
    text = meeting.minutes or text_of(meeting)
    is_issued = meeting.state == MeetingState.ISSUED
    document = new_document(mark)
    for shown in set_out(text):
        if shown.kind == "title":
            if is_issued and not mark:
                _mark_of_minutes(document, f"{meeting.series.title}纪要")
            title_line(document, shown.text if is_issued else f"{shown.text}（稿）")
        elif shown.kind == "heading":
            heading_line(document, shown.text)
        elif shown.kind == "roll":
            _roll_line(document, shown.text)
        else:
            text_line(document, shown.text)
    return as_bytes(document, title=str(meeting), mark=mark)


def _mark_of_minutes(document: Any, words: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_before = Mm(MARK_MM)
    paragraph.paragraph_format.space_after = Pt(BODY_PT)
    paragraph.paragraph_format.line_spacing = 1
    run = write_run(paragraph, words, SONG_TITLE, MARK_PT)
    run.font.color.rgb = RED


def _roll_line(document: Any, words: str) -> None:
    """出席 and its colon in 黑体, the names in 仿宋; lines that follow begin under the first name."""
    head, colon, names = words.partition("：")
    paragraph = document.add_paragraph()
    indent = Pt(BODY_PT * (2 + len(head) + 1))
    paragraph.paragraph_format.left_indent = indent
    paragraph.paragraph_format.first_line_indent = Pt(2 * BODY_PT) - indent
    write_run(paragraph, head + colon, HEI, BODY_PT)
    write_run(paragraph, names, FANG_SONG, BODY_PT)
