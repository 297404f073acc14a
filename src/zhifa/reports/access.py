"""Who may read and write reports. They are internal, but for the 定稿 that went through the gate."""

from __future__ import annotations

from django.db.models import QuerySet

from zhifa.kernel.actor import Actor, Role
from zhifa.publishing.api import is_public
from zhifa.reports.models import Report
from zhifa.reports.terms import REPORT_SUBJECT, ReportState


def may_read_reports(actor: Actor) -> bool:
    """The roles that read the whole district's work."""
    return actor.is_system or actor.sees_district


def may_write_reports(actor: Actor) -> bool:
    """Outlines, prose, 定稿: the district office."""
    return actor.is_system or actor.has_role(Role.OFFICE)


def visible_to(actor: Actor) -> QuerySet[Report]:
    """The reports that the actor may read."""
    return Report.objects.all() if may_read_reports(actor) else Report.objects.none()


def public_reports() -> QuerySet[Report]:
    """The 定稿 that anyone may read."""
    return Report.objects.filter(is_public(REPORT_SUBJECT, "pk"), state=ReportState.FINAL)
