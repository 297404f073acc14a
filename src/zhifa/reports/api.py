"""The door of reports."""

from zhifa.reports.rules.printing import Composed
from zhifa.reports.services import (
    Built,
    build_report,
    compose,
    ensure_outlines,
    finalise_report,
    start_report,
)

__all__ = [
    "Built",
    "Composed",
    "build_report",
    "compose",
    "ensure_outlines",
    "finalise_report",
    "start_report",
]
