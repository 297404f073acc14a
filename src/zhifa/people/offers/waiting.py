"""What waits because of people: posts that end without a successor, units without a liaison, links that nobody used."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import Awaiting, AwaitingItem, DueReminder, ReminderRule
from zhifa.kernel.wording import listed
from zhifa.people.access import may_manage_bodies, may_manage_people
from zhifa.people.selectors import (
    accounts_never_entered,
    administrators,
    backbone_ending,
    posts_ending,
    units_without_liaison,
)
from zhifa.people.terms import ENDING_SOON


def _posts_ending(actor: Actor, today: date) -> list[AwaitingItem]:
    """One query."""
    if not may_manage_people(actor):
        return []
    return [
        AwaitingItem(
            title=gettext("%(name)s的%(post)s任期将满，还没有接任人")
            % {"name": held.person.name, "post": f"{held.post.unit.name}{held.post.title}"},
            url=reverse("people_hand_over", args=[held.person.code, held.pk]),
            why=gettext("您是系统管理员；任期一到，权限当天停止"),
            due=held.valid_until,
            subject=f"holding:{held.pk}",
        )
        for held in posts_ending(today, today + timedelta(days=ENDING_SOON))
    ]


def _without_liaison(actor: Actor, today: date) -> list[AwaitingItem]:
    """One item for all of them; two queries."""
    if not may_manage_bodies(actor):
        return []
    found = units_without_liaison(today)
    count = found.count()
    if not count:
        return []
    shown = listed(found.order_by("pinyin").values_list("name", flat=True)[:3])
    return [
        AwaitingItem(
            title=gettext("%(count)s 个单位没有普法联络员") % {"count": count},
            url=f"{reverse('people_units')}?without=liaison",
            why=gettext("%(names)s等，没有联络员就没有人记录工作") % {"names": shown},
            subject="units-without-liaison",
        )
    ]


def _never_entered(actor: Actor, today: date) -> list[AwaitingItem]:
    """One item for all of them; one query."""
    if not may_manage_people(actor):
        return []
    names = [person.name for person in accounts_never_entered()]
    if not names:
        return []
    return [
        AwaitingItem(
            title=gettext("%(count)s 个账号还没有设置密码") % {"count": len(names)},
            url=f"{reverse('people_people')}?account=unset",
            why=gettext("%(names)s等还没有用过链接，链接七天后失效") % {"names": listed(names[:3])},
            subject="accounts-never-entered",
        )
    ]


def _backbone_ending(actor: Actor, today: date) -> list[AwaitingItem]:
    """One query."""
    if not may_manage_bodies(actor):
        return []
    return [
        AwaitingItem(
            title=gettext("%(kind)s%(name)s聘期将满")
            % {"kind": row.get_kind_display(), "name": row.person.name},
            url=reverse("people_backbone_service", args=[row.pk]),
            why=gettext("请续聘，或登记退出"),
            due=row.valid_until,
            subject=f"backbone:{row.pk}",
        )
        for row in backbone_ending(today, today + timedelta(days=ENDING_SOON))
    ]


def _remind_of_ending(today: date, days_before: int) -> Iterable[DueReminder]:
    """Posts that end that day: to the holder, and to the administrators who arrange the successor."""
    ends = today + timedelta(days=days_before)
    ending = list(posts_ending(ends, ends))
    told = administrators(today) if ending else []
    for held in ending:
        post = f"{held.post.unit.name}{held.post.title}"
        if held.person.account_id is not None:
            yield DueReminder(
                account_id=held.person.account_id,
                title=gettext("您的%(post)s任期到 %(day)s") % {"post": post, "day": ends},
                body=gettext("请把未办完的事项告诉接任人；到期后由系统管理员办理交接。"),
                url=reverse("inbox"),
                due=ends,
                subject=f"holding:{held.pk}",
            )
        for account_id in told:
            if account_id != held.person.account_id:
                yield DueReminder(
                    account_id=account_id,
                    title=gettext("%(name)s的%(post)s任期到 %(day)s")
                    % {"name": held.person.name, "post": post, "day": ends},
                    body=gettext("还没有接任人，请办理工作交接或延长任期。"),
                    url=reverse("people_hand_over", args=[held.person.code, held.pk]),
                    due=ends,
                    subject=f"holding:{held.pk}",
                )


WAITING = (
    Awaiting("posts-ending", _("任期将满"), _posts_ending),
    Awaiting("units-without-liaison", _("缺少联络员"), _without_liaison),
    Awaiting("accounts-never-entered", _("未启用的账号"), _never_entered),
    Awaiting("backbone-ending", _("聘期将满"), _backbone_ending),
    ReminderRule("posts-ending", _("任期届满前提醒"), (30, 7), _remind_of_ending),
)
