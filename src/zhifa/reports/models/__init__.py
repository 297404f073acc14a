"""The tables of reports."""

from zhifa.reports.models.tables import Outline, Report, ReportFile

__all__ = ["Outline", "Report", "ReportFile"]
