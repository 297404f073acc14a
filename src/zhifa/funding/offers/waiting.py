"""What of money waits for the office: a year below its standard, and one that is over and not closed."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhifa.funding.access import may_manage
from zhifa.funding.models import Year
from zhifa.funding.selectors import sheets
from zhifa.funding.terms import YEAR
from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import Awaiting, AwaitingItem


def _years(actor: Actor, today: date) -> list[AwaitingItem]:
    """Open years below the standard under any population, or over and not closed. One query where none is open, else five."""
    if not may_manage(actor):
        return []
    found: list[AwaitingItem] = []
    years = list(Year.objects.filter(closed_on=None))
    for sheet in sheets(years) if years else []:
        year = sheet.year.year
        floor = sheet.lowest
        if floor is not None and floor.is_met is False:
            told = {
                "year": year,
                "population": f"{floor.population.basis} {floor.population.as_of}",
                "floor": floor.per_head,
            }
            found.append(
                AwaitingItem(
                    title=gettext("%(year)s 年普法经费低于人均标准") % {"year": year}, url=sheet.year.get_absolute_url(),
                    why=gettext("按%(population)s，人均 %(floor)s") % told, subject=f"{YEAR}:{year}:floor",
                )
            )  # fmt: skip
        if today.year > year:
            found.append(
                AwaitingItem(
                    title=gettext("请核对并封账：%(year)s 年经费") % {"year": year}, url=sheet.year.get_absolute_url(),
                    why=gettext("年度已经过完"), since=date(year + 1, 1, 1), subject=f"{YEAR}:{year}:close",
                )
            )  # fmt: skip
    return found


WAITING = (Awaiting("funding-years", _("经费"), _years),)
