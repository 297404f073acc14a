"""What complaints offer: what waits, a menu line, the words of their acts, their names in the access log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from zhifa.complaints.access import may_keep_time, may_see_desk, visible_to
from zhifa.complaints.models import Complaint
from zhifa.complaints.selectors import keeping_on, kept_long_enough, waiting_for
from zhifa.complaints.terms import SUBJECT, State
from zhifa.kernel.actor import Actor
from zhifa.kernel.clock import civil_day
from zhifa.kernel.registry import ActWords, Awaiting, AwaitingItem, MenuEntry, Nameable, NamedThing


def _title(complaint: Complaint) -> str:
    words = {"kind": complaint.get_kind_display(), "number": complaint.pk}
    return gettext("%(kind)s第 %(number)s 号") % words


def _waiting(actor: Actor, _today: date) -> list[AwaitingItem]:
    """Those that the actor has to answer, close or hand on."""
    if not may_see_desk(actor):
        return []
    return [
        AwaitingItem(
            title=_title(complaint),
            url=reverse("complaints_one", args=[complaint.pk]),
            why=gettext("区普法办转给您的单位答复")
            if complaint.state == State.HANDED
            else gettext("公众提交，等区普法办答复或转办"),
            due=complaint.due_on,
            since=civil_day(complaint.received_at),
            subject=f"{SUBJECT}:{complaint.pk}",
        )
        for complaint in waiting_for(actor)
    ]


def _names(actor: Actor, keys: Sequence[str]) -> Mapping[str, NamedThing]:
    numbers = [int(key) for key in keys if key.isdigit()]
    mine = set(visible_to(actor).filter(pk__in=numbers).values_list("pk", flat=True))
    rows = Complaint.objects.filter(pk__in=numbers).only("pk", "kind")
    return {
        str(row.pk): NamedThing(
            _title(row), reverse("complaints_one", args=[row.pk]) if row.pk in mine else ""
        )
        for row in rows
    }


def _to_erase(actor: Actor, today: date) -> list[AwaitingItem]:
    """That the keeping time of some is over; for the office, which erases."""
    if not may_keep_time(actor):
        return []
    count = kept_long_enough(today).count()
    if not count:
        return []
    rule = keeping_on(today)
    return [
        AwaitingItem(
            title=ngettext("%(n)d 件投诉建议到了保存期限", "%(n)d 件投诉建议到了保存期限", count)
            % {"n": count},
            url=f"{reverse('complaints_times')}#keeping",
            why=gettext("办结已满 %(n)d 个月，其中的个人信息应当删除") % {"n": rule.months},
            subject="complaints-kept-long-enough",
        )
    ]


OFFERS = (
    MenuEntry("complaints", _("投诉建议"), "complaints_desk", visible=may_see_desk, order=56),
    Awaiting("complaints", _("投诉建议"), _waiting),
    Awaiting("complaints-keeping", _("投诉建议的保存期限"), _to_erase),
    Nameable(SUBJECT, _("投诉建议"), _names),
    ActWords(
        {
            "complaints.send": _("公众提交投诉建议"),
            "complaints.answer": _("答复投诉建议"),
            "complaints.hand": _("把投诉建议转给责任单位"),
            "complaints.give_back": _("把投诉建议退回区普法办"),
            "complaints.close": _("投诉建议不另答复，办结"),
            "complaints.settle_time": _("登记投诉建议的答复期限"),
            "complaints.settle_keeping": _("登记投诉建议的保存期限"),
            "complaints.erase": _("到期删除投诉建议的内容"),
        }
    ),
)
