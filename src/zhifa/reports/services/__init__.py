"""The acts of reports: outlines taken in, prose written, figures composed, files rendered, 定稿."""

from zhifa.reports.services.building import Built, build_report
from zhifa.reports.services.bundle import bundle, checker
from zhifa.reports.services.composing import compose, must_be_buildable
from zhifa.reports.services.numbering import register_report, registered
from zhifa.reports.services.rendering import FORMS, files_of, render
from zhifa.reports.services.writing import (
    ensure_outlines,
    finalise_report,
    revise_report,
    start_report,
    take_outline,
)

__all__ = [
    "FORMS",
    "Built",
    "build_report",
    "bundle",
    "checker",
    "compose",
    "ensure_outlines",
    "files_of",
    "finalise_report",
    "must_be_buildable",
    "register_report",
    "registered",
    "render",
    "revise_report",
    "start_report",
    "take_outline",
]
