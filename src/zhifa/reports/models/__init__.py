"""The tables of reports."""

from zhifa.reports.models.tables import Outline, Report, ReportFile, WordRule

__all__ = ["Outline", "Report", "ReportFile", "WordRule"]
