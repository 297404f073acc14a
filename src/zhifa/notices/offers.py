"""What notices offers: its menu lines, the panel on the signed-in home, the words of its acts."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from zhifa.kernel import clock
from zhifa.kernel.registry import ActWords, Block, MenuEntry, OwnPages
from zhifa.kernel.web.asking import asker
from zhifa.notices.access import may_keep_calendar
from zhifa.notices.api import InboxItem, Urgency, inbox_of, unread_count

SHOWN = 6


def needs_me(request: HttpRequest) -> str:
    """The first six things that wait for the reader, and how many there are; what is late has a panel of its own."""
    actor = asker(request)
    items = _items(request)
    open_items = [one for one in items if one.urgency != Urgency.OVERDUE]
    context = {"items": open_items[:SHOWN], "count": len(items), "unread": unread_count(actor)}
    return render_to_string("notices/needs_me.html", context, request)


def late(request: HttpRequest) -> str:
    """What is late for the reader, oldest first; nothing while nothing is."""
    items = [one for one in _items(request) if one.urgency == Urgency.OVERDUE]
    if not items:
        return ""
    return render_to_string("notices/late.html", {"items": items[:SHOWN], "count": len(items)}, request)


def _items(request: HttpRequest) -> Sequence[InboxItem]:
    """The inbox of the reader, asked once a request for both panels."""
    kept: Sequence[InboxItem] | None = getattr(request, "inbox_items", None)
    if kept is None:
        kept = inbox_of(asker(request), clock.today())
        request.inbox_items = kept  # type: ignore[attr-defined]
    return kept


OFFERS = (
    OwnPages(("inbox", "inbox_notice", "inbox_read_all", "inbox_preferences")),
    MenuEntry("notices", _("待办与提醒"), "inbox", order=2),
    MenuEntry("notices", _("工作日历"), "working_calendar", visible=may_keep_calendar, order=88),
    Block("needs-me", _("需要我办的"), needs_me, order=1, own=True),
    Block("late", _("已经逾期的"), late, order=3, own=True),
    ActWords(
        {
            "notices.choose_pace": _("选择提醒方式"),
            "notices.settle_day": _("调整工作日历"),
            "notices.release_day": _("取消工作日历的调整"),
        }
    ),
)
