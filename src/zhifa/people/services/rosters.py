"""Lists frozen at a date, sealed member by member."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, NotAllowed
from zhifa.ledger.api import Subject, record_bulk
from zhifa.people.access import may_freeze_rosters
from zhifa.people.models import Holding, Roster, RosterMember, Unit
from zhifa.people.selectors import valid_on


@transaction.atomic
def freeze_roster(
    actor: Actor,
    code: str,
    title: str,
    purpose: str,
    *,
    units: Sequence[Unit],
    on: date,
    now: datetime,
    roles: Sequence[str] = (),
) -> Roster:
    """Freeze who holds a post in the units on that day, in any role or in the roles named. Later transfers change nothing
    in it, and its entry commits to every line. Refused: a day to come, whose transfers nobody knows yet."""
    if not may_freeze_rosters(actor):
        raise NotAllowed(_("名册由区普法办或系统管理员冻结"))
    if on > clock.civil_day(now):
        raise BadInput(
            _("冻结日期不能晚于今天"), why=_("以后谁任什么职，现在还不知道。"), next_step=_("请选今天或以前的一天。"), field="on"
        )  # fmt: skip
    roster = Roster.objects.create(code=code, title=title, purpose=purpose, frozen_on=on)
    holdings = Holding.objects.filter(valid_on(on), post__unit__in=units)
    if roles:
        holdings = holdings.filter(post__role__in=roles)
    first: dict[int, Holding] = {}
    for holding in holdings.select_related("post__unit", "person").order_by("post_id"):
        first.setdefault(holding.person_id, holding)
    RosterMember.objects.bulk_create(
        [
            RosterMember(
                roster=roster,
                person=holding.person,
                unit=holding.post.unit,
                post_title=holding.post.title,
                post_class=holding.post.post_class,
            )
            for holding in first.values()
        ]
    )
    rows = [
        {
            "person": held.person.code,
            "unit": held.post.unit.code,
            "post": held.post.title,
            "class": str(held.post.post_class),
        }
        for held in first.values()
    ]
    totals = {"title": title, "on": on.isoformat(), "members": len(rows)}
    record_bulk(actor, "people.freeze_roster", Subject("roster", code), rows, totals, now=now)
    return roster
