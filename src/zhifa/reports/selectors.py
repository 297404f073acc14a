"""Questions: outlines in use, reports, the figures that a field may name."""

from __future__ import annotations

from datetime import date

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from zhifa.deeds.api import State
from zhifa.deeds.api import visible_to as visible_deeds
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.kernel.wording import listed
from zhifa.reports.access import may_read_reports, public_reports, visible_to
from zhifa.reports.errors import OutlineNotFound
from zhifa.reports.models import Outline, Report, ReportFile


def outlines(actor: Actor) -> list[Outline]:
    """The newest version of each outline, those of the office first."""
    if not may_read_reports(actor):
        return []
    newest = Outline.objects.order_by("code", "-version").distinct("code")
    return sorted(newest, key=lambda one: (one.is_shipped, one.title))


def outline_by_code(actor: Actor, code: str) -> Outline:
    """The newest version of one outline."""
    found = Outline.objects.filter(code=code).order_by("-version").first()
    if found is None or not may_read_reports(actor):
        known = listed(Outline.objects.order_by("code").values_list("code", flat=True).distinct())
        raise OutlineNotFound(
            _("没有代码为 %(code)s 的提纲") % {"code": code},
            next_step=_("现有：%(known)s。") % {"known": known},
        )
    return found


def reporting_days(actor: Actor, today: date) -> tuple[date, date]:
    """The days that a report is about unless its writer says otherwise: the latest year with confirmed records, as far
    as it has come. In January that is the year before until something was confirmed. One query."""
    seen = visible_deeds(actor).filter(state=State.CONFIRMED, occurred_on__lte=today)
    latest: date | None = seen.aggregate(day=Max("occurred_on"))["day"]
    year = latest.year if latest else today.year
    return date(year, 1, 1), min(date(year, 12, 31), today)


def reports(actor: Actor) -> QuerySet[Report]:
    """The reports that the actor may read, the newest first."""
    return visible_to(actor).select_related("outline").defer("blocks", "frozen", "outline__blocks")


def report_by_id(actor: Actor, report_id: int) -> Report:
    """One report; what the actor may not read does not exist."""
    found = visible_to(actor).select_related("outline").filter(pk=report_id).first()
    if found is None:
        raise NotFound(_("没有这份报告"))
    return found


def published_reports() -> QuerySet[Report]:
    """What anyone may read, the newest first."""
    return public_reports().defer("blocks", "frozen").order_by("-finalised_at")


def published_report(report_id: int) -> Report:
    """One public 定稿 with its files; 404 otherwise."""
    found = public_reports().filter(pk=report_id).first()
    if found is None:
        raise NotFound(_("没有这份报告"))
    return found


def file_of(report: Report, form: str) -> ReportFile:
    """A file of a 定稿."""
    found = report.files.filter(form=form).first()
    if found is None:
        raise NotFound(_("定稿里没有这种格式的文件"))
    return found
