"""What the law library offers: its menu lines, and every provision to the search."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhifa.kernel.registry import ActWords, MenuEntry, OpenActs, Searchable
from zhifa.laws.selectors import search_rows, title_rows
from zhifa.laws.terms import SEARCH_KIND, SEARCH_TITLES

OFFERS = (
    OpenActs(frozenset({"laws.import", "laws.document.add"})),
    MenuEntry("laws", _("法规库"), "laws_index", order=40),
    MenuEntry("laws", _("法规库"), "laws_index", public=True, order=40),
    ActWords({"laws.import": _("装入法律数据包"), "laws.document.add": _("收录文件标题")}),
    Searchable(SEARCH_TITLES, _("法律文件"), title_rows),
    Searchable(SEARCH_KIND, _("法律条文"), search_rows),
)
