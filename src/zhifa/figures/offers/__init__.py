"""What figures offers: its menu lines, some figures on the public home, definitions for the search box, act words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhifa.figures.api import touch
from zhifa.figures.models import Definition
from zhifa.figures.offers.publishing import PUBLISHABLE
from zhifa.figures.services import first_values
from zhifa.figures.terms import DEFINITION_SUBJECT, SEARCH_KIND, SHARE_BESIDE
from zhifa.kernel import clock
from zhifa.kernel.actor import STRANGER
from zhifa.kernel.registry import ActWords, Block, MenuEntry, OpenActs, RowsListener, Searchable, SearchRow
from zhifa.people.api import district_or_none
from zhifa.publishing.api import is_public

ON_THE_HOME = 6


def home_block(request: HttpRequest) -> str:
    """The first published figures that have records, each a door."""
    here = district_or_none()
    if here is None:
        return ""
    told = first_values(STRANGER, district=here.code, until=clock.today(), number=ON_THE_HOME)
    return render_to_string("figures/home_block.html", {"values": told}, request) if told else ""


def _search_rows(keys: Sequence[str] | None) -> Iterable[SearchRow]:
    rows = Definition.objects.filter(superseded_at=None).exclude(code__endswith=SHARE_BESIDE)
    rows = rows.annotate(is_open=is_public(DEFINITION_SUBJECT, "code"))
    if keys is not None:
        rows = rows.filter(code__in=keys)
    for row in rows:
        yield SearchRow(
            key=row.code,
            title=row.body.get("title", row.code),
            body=f"{row.body.get('statement', '')} {row.body.get('denominator', '')}",
            url=reverse("figure", args=[row.code]),
            scopes=frozenset({"public" if row.is_open else "signed-in"}),
        )


OFFERS = (
    OpenActs(frozenset({"figures.define_figure", "figures.withdraw_figure"})),
    *PUBLISHABLE,
    MenuEntry("figures", _("数字"), "figures", order=70),
    MenuEntry("figures", _("数字"), "figures", public=True, order=30),
    Block("figures", _("数字"), home_block, public=True, order=10),
    Searchable(SEARCH_KIND, _("数字"), _search_rows),
    RowsListener(touch),
    ActWords(
        {
            "figures.define_figure": _("启用数字的定义"),
            "figures.withdraw_figure": _("停用数字的定义"),
        }
    ),
)
