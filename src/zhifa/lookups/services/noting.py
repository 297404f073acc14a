"""Writing a look down, before the matter is shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import InternalError
from django.utils.translation import gettext as _

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.ledger.api import Subject
from zhifa.lookups.errors import LookNotKept
from zhifa.lookups.models import Lookup
from zhifa.lookups.terms import What


def note_lookup(
    actor: Actor,
    subject: Subject,
    what: What,
    *,
    people: int = 1,
    narrowed: Mapping[str, Any] | None = None,
    now: datetime,
) -> None:
    """Write one row: one INSERT, committed at once outside a transaction, in the caller's inside one.

    Call it when it is certain that the matter will be shown and before it is. `people` is how many people's matter (or rows of
    it) is shown; `narrowed` holds keys and codes, never names or numbers. Refused with 503, and so the matter is not shown,
    where the database cannot be written.
    """
    try:
        Lookup.objects.create(
            at=now,
            day=clock.civil_day(now),
            actor=actor.key,
            roles=",".join(sorted({grant.role.value for grant in actor.grants}))[:80],
            acting=any(grant.acting_for for grant in actor.grants),
            subject_kind=subject.kind,
            subject_key=subject.key,
            what=what,
            people=people,
            narrowed=dict(narrowed or {}),
        )
    except InternalError as error:  # "cannot execute INSERT in a read-only transaction"
        raise LookNotKept(
            _("现在不能打开这项内容"),
            why=_("看个人信息和未公开的内容要先留下查阅记录，而数据库现在只能读。"),
            next_step=_("请稍后再试；其他页面照常可用。"),
        ) from error
