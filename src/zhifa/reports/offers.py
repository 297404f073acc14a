"""What reports offer: a line of the menu and the words of its acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import ActWords, MenuEntry, Nameable, NamedThing
from zhifa.reports.access import may_read_reports, visible_to
from zhifa.reports.models import Report
from zhifa.reports.terms import REPORT_SUBJECT


def _names(actor: Actor, keys: Sequence[str]) -> Mapping[str, NamedThing]:
    """Titles, for whoever may read reports."""
    rows = visible_to(actor).filter(pk__in=[key for key in keys if key.isdigit()]).values_list("pk", "title")
    return {str(pk): NamedThing(title, reverse("reports_report", args=[pk])) for pk, title in rows}


def _found(words: str) -> Sequence[str]:
    return [str(pk) for pk in Report.objects.filter(title__icontains=words).values_list("pk", flat=True)[:50]]


OFFERS = (
    Nameable(REPORT_SUBJECT, _("报告"), _names, _found),
    MenuEntry("reports", _("报告"), "reports_list", visible=may_read_reports, order=60),
    MenuEntry("reports", _("核对报告"), "reports_verify", public=True, order=90),
    ActWords(
        {
            "reports.take_outline": _("收下提纲"),
            "reports.start_report": _("新建报告"),
            "reports.revise_report": _("修改报告正文"),
            "reports.finalise_report": _("报告定稿"),
            "reports.keep_word_rule": _("用语表添加一条"),
            "reports.drop_word_rule": _("用语表去掉一条"),
        }
    ),
)
