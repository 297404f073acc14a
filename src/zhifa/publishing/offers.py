"""What publishing offers: what waits at the gate, its menu lines, the words of its acts."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import ActWords, Awaiting, AwaitingItem, MenuEntry, OpenActs
from zhifa.publishing.access import may_see_gate
from zhifa.publishing.selectors import ready_groups, waiting_for
from zhifa.publishing.terms import SUBJECT


def _waiting(actor: Actor, today: date) -> list[AwaitingItem]:
    """Moves that are the actor's to make, due when the law's clock ends."""
    return [
        AwaitingItem(
            title=gettext("公开%(move)s：%(title)s") % {"move": move.label, "title": publication.title},
            url=reverse("publishing_one", args=[publication.pk]),
            why=gettext("它现在是“%(state)s”，轮到您") % {"state": publication.get_state_display()},
            due=publication.due_on,
            subject=f"{SUBJECT}:{publication.pk}",
        )
        for publication, move in waiting_for(actor, today)
    ]


def _ready(actor: Actor, today: date) -> list[AwaitingItem]:
    """What is final, was never proposed, and has a day by which it must be public: one line a kind, the earliest."""
    if actor.is_system:
        return []
    earliest: dict[str, AwaitingItem] = {}
    for group in ready_groups(actor, today, dated=True):
        if group.due is None:
            continue
        item = AwaitingItem(
            title=gettext("送审公开：%(kind)s") % {"kind": f"{group.title} {group.group}".strip()},
            url=reverse("publishing"),
            why=gettext("最早的 %(day)s 形成，到期要公开或确定不公开") % {"day": group.formed_on},
            due=group.due,
            subject=f"publishable:{group.kind}",
        )
        held = earliest.get(group.kind)
        if held is None or held.due is None or group.due < held.due:
            earliest[group.kind] = item
    return list(earliest.values())


OFFERS = (
    OpenActs(frozenset({"publishing.published", "publishing.ended"})),
    MenuEntry("publishing", _("公开审核"), "publishing", visible=may_see_gate, order=55),
    MenuEntry("publishing", _("公开目录"), "publishing_public", public=True, order=80),
    Awaiting("publishing", _("公开审核"), _waiting),
    Awaiting("publishing-ready", _("送审公开"), _ready),
    ActWords(
        {
            "publishing.propose": _("起草公开送审稿"),
            "publishing.submit": _("送审公开"),
            "publishing.pass": _("公开审核通过"),
            "publishing.return": _("退回公开送审稿"),
            "publishing.open": _("定为主动公开，保密审查通过"),
            "publishing.keep": _("定为不主动公开"),
            "publishing.publish": _("发布"),
            "publishing.published": _("公开"),
            "publishing.withdraw": _("停止公开"),
            "publishing.ended": _("不再公开"),
            "publishing.drop": _("撤稿"),
            "publishing.keep_word_rule": _("用语表添加一条"),
            "publishing.drop_word_rule": _("用语表去掉一条"),
            "publishing.settle_gate": _("登记公开审核规则"),
            "reports.keep_word_rule": _("用语表添加一条"),
            "reports.drop_word_rule": _("用语表去掉一条"),
        }
    ),
)
