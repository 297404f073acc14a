"""What is said of posts: which of them enforce law."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotAllowed, NotFound
from zhifa.ledger.api import Subject, record
from zhifa.people.access import may_manage_people
from zhifa.people.models import Post


@transaction.atomic
def mark_enforcing(actor: Actor, unit: str, said: Mapping[int, bool], *, now: datetime) -> int:
    """Say of posts of a unit (its code; the posts by their ids) whether they enforce law; those of which it stands already are passed over.
    What was frozen before keeps the class of its day. Gives how many changed. Refused: others than administrators, posts of other units.
    """
    if not may_manage_people(actor):
        raise NotAllowed(_("只有系统管理员可以维护人员与职务"))
    posts = list(
        Post.objects.select_for_update().filter(unit__code=unit, pk__in=said).order_by("title", "pk")
    )
    if len(posts) != len(said):
        raise NotFound(_("没有这个职务"))
    changed = [one for one in posts if one.enforces != said[one.pk]]
    for one in changed:
        one.enforces = said[one.pk]
    Post.objects.bulk_update(changed, ["enforces"])
    if changed:
        facts = {
            "enforcing": [one.title for one in changed if one.enforces],
            "no_longer": [one.title for one in changed if not one.enforces],
        }
        record(actor, "people.mark_enforcing", Subject("unit", unit), facts, now=now)
    return len(changed)
