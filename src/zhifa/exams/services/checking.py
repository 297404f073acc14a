"""The bank's citations are checked every night (features F18)."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhifa.exams.selectors import dead_citations, office_accounts
from zhifa.exams.terms import ITEM
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.notices.api import notify


@transaction.atomic
def check_bank(*, now: datetime) -> int:
    """Look through every question in force for law that stands no longer on the day; answers how many there are. The office hears of the
    same ones once, and again when others are among them. Nothing else is changed: they are not drawn, whether this ran or not."""
    today = clock.civil_day(now)
    found = dead_citations(Actor.system("exams"), today)
    versions = sorted({one.version.pk for one in found})
    if versions:
        title = ngettext(
            "%(n)d 道题的法律已经变动，暂停使用", "%(n)d 道题的法律已经变动，暂停使用", len(versions)
        ) % {"n": len(versions)}
        notify(
            office_accounts(today), title=title, body=_("改写并复核以后才会再出进试卷。"), url=reverse("exams_dead"),
            why=_("题库每天 0 点以后核对引用的法律"), subject=f"{ITEM}:dead", now=now,
            key="exams.dead:" + hashlib.sha256(repr(versions).encode()).hexdigest()[:24],
        )  # fmt: skip
    return len(versions)
