"""What of exams waits for someone: one's own to sit; for the office drafts whose day comes near and results to publish."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.registry import Awaiting, AwaitingItem
from zhifa.sittings.models import Candidate, Exam
from zhifa.sittings.terms import EXAM, Stage

SOON = timedelta(days=7)


def _waiting(actor: Actor, today: date) -> Sequence[AwaitingItem]:
    """Two queries at most."""
    if actor.is_system or actor.account_id is None:
        return ()
    return [*_to_sit(actor), *(_to_run(today) if actor.has_role(Role.OFFICE) else ())]


def _to_sit(actor: Actor) -> list[AwaitingItem]:
    """Exams that are open and of which the actor has handed in nothing."""
    now = clock.now()
    rows = (
        Candidate.objects.filter(
            person__account=actor.account_id, exempt="", exam__stage=Stage.ANNOUNCED, exam__opens_at__lte=now, exam__closes_at__gt=now
        )
        .exclude(attempts__handed_at__isnull=False)
        .select_related("exam")
    )  # fmt: skip
    return [
        AwaitingItem(
            title=gettext("请参加考试：%(title)s") % {"title": one.exam.title}, url=reverse("sittings_mine"),
            why=gettext("您在应考名单上，还没有交卷"), due=clock.civil_day(one.exam.closes_at),
            since=clock.civil_day(one.exam.opens_at), subject=f"{EXAM}:{one.exam.key}:sit",
        )
        for one in rows
    ]  # fmt: skip


def _to_run(today: date) -> list[AwaitingItem]:
    now = clock.now()
    near = Q(stage=Stage.DRAFT, opens_at__lt=now + SOON)
    over = Q(stage=Stage.ANNOUNCED, closes_at__lte=now)
    found = []
    for one in Exam.objects.filter(near | over):
        if one.stage == Stage.DRAFT:
            title, why = gettext("请发布考试：%(title)s"), gettext("临近开考，考生还不知道")
            due, since = clock.civil_day(one.opens_at), today
        else:
            title, why = gettext("请阅卷并公布成绩：%(title)s"), gettext("考试已经截止")
            due, since = None, clock.civil_day(one.closes_at)
        found.append(
            AwaitingItem(
                title=title % {"title": one.title}, url=one.get_absolute_url(), why=why, due=due, since=since,
                subject=f"{EXAM}:{one.key}:run",
            )
        )  # fmt: skip
    return found


WAITING = Awaiting("exams-held", _("考试"), _waiting)
