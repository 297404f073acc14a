"""What reports offer: a line of the menu and the words of its acts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhifa.kernel.registry import ActWords, MenuEntry
from zhifa.reports.access import may_read_reports

OFFERS = (
    MenuEntry("reports", _("报告"), "reports_list", visible=may_read_reports, order=60),
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
