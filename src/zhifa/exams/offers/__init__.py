"""What exams offer: menu lines, the inbox, who cites law, words of acts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from zhifa.exams.access import may_review, may_write, visible_to
from zhifa.exams.models import ItemCited, ItemVersion
from zhifa.exams.offers.sheets import ITEMS_SHEET
from zhifa.exams.selectors import newest, use_of, uses
from zhifa.exams.terms import ITEM, State
from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import (
    ActWords,
    Awaiting,
    AwaitingItem,
    Citer,
    LawUse,
    MenuEntry,
    Nameable,
    NamedThing,
)


def _uses(texts: QuerySet[Any], versions: QuerySet[Any]) -> Iterator[LawUse]:
    """Every citing of these by questions in use. One query, streamed."""
    rows = uses(ItemCited.objects.filter(Q(text__in=texts) | Q(text=None, version__in=versions)))
    return map(use_of, rows.iterator())


def _unread(_text_ids: Sequence[int]) -> Iterable[Any]:
    """A question is no reading matter: under a provision nobody sees what will be asked."""
    return ()


def _waiting(actor: Actor, _today: date) -> list[AwaitingItem]:
    """Versions to be read by a second person, as one line; and one's own that came back. Two queries."""
    if actor.is_system or not may_write(actor):
        return []
    found = []
    rows = newest(visible_to(actor)).filter(item__retired_on=None)
    waiting = rows.filter(state=State.WAITING).exclude(author=actor.key).count() if may_review(actor) else 0
    if waiting:
        title = ngettext("%(n)d 道试题等第二个人复核", "%(n)d 道试题等第二个人复核", waiting) % {"n": waiting}
        url = reverse("exams_desk") + "?standing=waiting"
        found.append(AwaitingItem(title, url, gettext("您不是命题人"), subject=f"{ITEM}:review"))
    for one in rows.filter(state=State.RETURNED, author=actor.key)[:50]:
        title, url = gettext("试题：%(title)s") % {"title": one}, reverse("exams_item", args=[one.item.key])
        found.append(AwaitingItem(title, url, gettext("退回给您修改"), subject=f"{ITEM}:{one.item.key}"))
    return found


def _names(actor: Actor, keys: Sequence[str]) -> Mapping[str, NamedThing]:
    rows: QuerySet[ItemVersion] = newest(visible_to(actor).filter(key__in=keys))
    return {one.item.key: NamedThing(str(one), reverse("exams_item", args=[one.item.key])) for one in rows}


OFFERS = (
    MenuEntry("exams", _("题库"), "exams_desk", visible=may_write, order=33),
    Awaiting("exams", _("试题"), _waiting),
    Nameable(ITEM, _("试题"), _names),
    ITEMS_SHEET,
    Citer(ITEM, _("试题"), _unread, _uses, holds=True),
    ActWords(
        {
            "exams.write_item": _("写试题"),
            "exams.change_item": _("改试题"),
            "exams.retire_item": _("停用试题"),
            "exams.release_item": _("转作练习题"),
            "exams.take_out": _("导出试题和答案"),
            "exams.keep_blueprint": _("登记组卷方案"),
            "exams.change_blueprint": _("修改组卷方案"),
            "exams.retire_blueprint": _("停用组卷方案"),
            "exams.draw_papers": _("出卷"),
            "exams.load_items": _("成批导入试题"),
            "exams.note_observed": _("登记实测难度"),
            "exams.approve_item": _("试题复核通过"),
            "exams.return_item": _("退回试题"),
        }
    ),
)
