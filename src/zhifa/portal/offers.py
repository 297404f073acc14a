"""What the portal offers: the two homes, and what a year's participations are made of."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhifa.deeds.api import NOWHERE, Channel, State, kinds
from zhifa.kernel.quantities import TIMES
from zhifa.kernel.registry import Block, MenuEntry, OwnPages, Words
from zhifa.kernel.web.asking import asker
from zhifa.portal.rules.composing import Laid
from zhifa.portal.selectors import Composition, composition_of_year


def composition_block(request: HttpRequest) -> str:
    """Bars of the last year's 人次 by channel, by kind, by street; each opens its records."""
    found = composition_of_year(asker(request))
    if found is None:
        return ""
    year = {"year": found.since.year}
    titles = {code: kind.title for code, kind in kinds().items()}
    places = {**found.street_names, NOWHERE: gettext("不分街道")}
    streets, nowhere = found.streets.without(NOWHERE)
    groups = [
        (
            gettext("%(year)s 年参加人次按渠道分") % year,
            _bars(found, "channel", found.channels, dict(Channel.choices)),
        ),
        (gettext("%(year)s 年参加人次按种类分") % year, _bars(found, "kind", found.kinds, titles)),
        (gettext("%(year)s 年参加人次按街道分") % year, _bars(found, "area", streets, places)),
    ]
    groups = [group for group in groups if group[1]]
    rest = _bars(found, "area", Laid(((NOWHERE, nowhere),)), places)[0] if nowhere else None
    context = {"composition": found, "groups": groups, "rest": rest, "unit": TIMES.label}
    return render_to_string("portal/composition.html", context, request)


def _bars(
    found: Composition, mark: str, parts: Laid, words: Mapping[str, Words]
) -> list[tuple[str, int, str, str]]:
    """The parts as bars that open the records of the same days."""
    days = {
        "state": State.CONFIRMED.value,
        "since": found.since.isoformat(),
        "until": found.until.isoformat(),
    }
    records = reverse("deeds_list")
    return [
        (
            str(words.get(code, code)),
            total,
            f"{total:,} {TIMES.label}",
            f"{records}?{urlencode({mark: code, **days})}",
        )
        for code, total in parts.parts
    ]


OFFERS = (
    OwnPages(("work",)),
    MenuEntry("portal", _("首页"), "home", public=True, order=0),
    MenuEntry("portal", _("问法律"), "portal_ask", public=True, order=5),
    MenuEntry("portal", _("工作台"), "work", order=0),
    MenuEntry("portal", _("历年对比"), "portal_trends", order=72),
    Block("composition", _("参加构成"), composition_block, order=36),
)
