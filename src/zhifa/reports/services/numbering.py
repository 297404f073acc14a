"""A 定稿 that was sent out on paper enters the register of documents under its number."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.documents.api import Document, DocumentDraft, Kind, register
from zhifa.kernel.actor import Actor
from zhifa.kernel.clock import day_in_chinese
from zhifa.kernel.errors import BadInput, NotAllowed
from zhifa.ledger.api import Subject
from zhifa.reports.access import may_write_reports
from zhifa.reports.errors import ReportAlreadyFinal
from zhifa.reports.models import Report
from zhifa.reports.selectors import report_by_id
from zhifa.reports.terms import REPORT_SUBJECT


@transaction.atomic
def register_report(
    actor: Actor, report_id: int, *, number: str, issuer: str, issued_on: date, now: datetime
) -> Document:
    """Note under which number, in whose name and when a 定稿 was issued; its title and days are those of the report. Refused: a draft,
    twice, a number taken."""
    found = report_by_id(actor, report_id)
    if not may_write_reports(actor):
        raise NotAllowed(_("只有区普法办可以编写报告"))
    Report.objects.select_for_update().get(pk=found.pk)
    if not found.is_final:
        raise BadInput(_("报告还没有定稿"), next_step=_("先定稿，再登记文号。"))
    if registered(found) is not None:
        raise ReportAlreadyFinal(_("这份报告已经登记过文号"), next_step=_("请刷新页面看最新状态。"))
    about = f"反映{day_in_chinese(found.since)}至{day_in_chinese(found.until)}的工作。"
    draft = DocumentDraft(Kind.REPORT, found.title, issuer, issued_on, number, about)
    return register(actor, draft, Subject(REPORT_SUBJECT, str(found.pk)), now=now)


def registered(report: Report) -> Document | None:
    """The report's entry in the register."""
    return Document.objects.filter(source_kind=REPORT_SUBJECT, source_key=str(report.pk)).first()
