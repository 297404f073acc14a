"""What funding offers to the engines below."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhifa.funding.access import may_see_money, visible_to
from zhifa.funding.offers.figures import DEFINITIONS, SOURCES
from zhifa.funding.offers.publishing import PUBLISHABLE
from zhifa.funding.offers.waiting import WAITING
from zhifa.funding.services.years import populations_changed
from zhifa.funding.terms import POSTING
from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import ActWords, FileGuard, MenuEntry, RowsListener


def _may_read_files(actor: Actor, key: str) -> bool:
    """Vouchers are read by whoever sees the money of their year."""
    year = key.partition("-")[0]
    return year.isdecimal() and visible_to(actor).filter(year=int(year)).exists()


OFFERS = (
    MenuEntry("funding", _("经费"), "funding_work", visible=may_see_money, order=24),
    *SOURCES,
    DEFINITIONS,
    PUBLISHABLE,
    *WAITING,
    RowsListener(populations_changed),
    FileGuard(POSTING, _may_read_files),
    ActWords(
        {
            "funding.set_standard": _("定人均标准"),
            "funding.open_year": _("经费开账"),
            "funding.open_item": _("登记预算项目"),
            "funding.revise_budget": _("预算调整"),
            "funding.release_money": _("登记拨付"),
            "funding.commit_money": _("登记合同"),
            "funding.spend_money": _("登记支出"),
            "funding.correct_posting": _("更正一笔"),
            "funding.close_year": _("经费封账"),
        }
    ),
)
