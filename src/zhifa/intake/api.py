"""The door of the intake."""

from zhifa.intake.rules.reading import read_sheets
from zhifa.intake.rules.sheets import Cell, Sheet, Workbook
from zhifa.intake.rules.tables import Table
from zhifa.intake.selectors import FirstStep, drop_of, first_steps, target_of
from zhifa.intake.services import drop_files, sheet_if_asked, stream_table, write_drop, write_job
from zhifa.intake.terms import ACCEPT

__all__ = [
    "ACCEPT",
    "Cell",
    "FirstStep",
    "Sheet",
    "Table",
    "Workbook",
    "drop_files",
    "drop_of",
    "first_steps",
    "read_sheets",
    "sheet_if_asked",
    "stream_table",
    "target_of",
    "write_drop",
    "write_job",
]
