"""The door of reports."""

from zhifa.reports.rules.printing import Composed
from zhifa.reports.services import build_files, compose, ensure_outlines, finalise_report, start_report

__all__ = ["Composed", "build_files", "compose", "ensure_outlines", "finalise_report", "start_report"]
