"""The acts of the intake: take files in, choose columns, answer, write, put aside; and lists out."""

from zhifa.intake.services.choosing import (
    answer_questions,
    choose_columns,
    discard_job,
    keep_answers,
    open_questions,
    take_suggestions,
)
from zhifa.intake.services.examining import Examination, examine
from zhifa.intake.services.exporting import blank_sheet, failed_rows, sheet_if_asked, stream_table
from zhifa.intake.services.receiving import drop_files, examine_again
from zhifa.intake.services.writing import WriteOutcome, write_drop, write_job

__all__ = [
    "Examination",
    "WriteOutcome",
    "answer_questions",
    "blank_sheet",
    "choose_columns",
    "discard_job",
    "drop_files",
    "examine",
    "examine_again",
    "failed_rows",
    "keep_answers",
    "open_questions",
    "sheet_if_asked",
    "stream_table",
    "take_suggestions",
    "write_drop",
    "write_job",
]
