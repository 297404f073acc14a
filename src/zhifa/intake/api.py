"""The door of the intake."""

from zhifa.intake.rules.reading import read_sheets
from zhifa.intake.rules.sheets import Cell, Sheet, Workbook
from zhifa.intake.rules.tables import Table
from zhifa.intake.services import drop_files, sheet_if_asked, stream_table, write_drop, write_job

__all__ = [
    "Cell",
    "Sheet",
    "Table",
    "Workbook",
    "drop_files",
    "read_sheets",
    "sheet_if_asked",
    "stream_table",
    "write_drop",
    "write_job",
]
