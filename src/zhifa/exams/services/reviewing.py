"""The second person's word over a version."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.exams.access import may_review, visible_to
from zhifa.exams.errors import NothingToCite, NothingToReview, OwnWorkNotReviewed
from zhifa.exams.models import ItemVersion
from zhifa.exams.services.bank import count, tell_ripple
from zhifa.exams.terms import ITEM, REASON_MOST, State
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, NotAllowed
from zhifa.ledger.api import Subject, record, record_each


@transaction.atomic
def approve_versions(actor: Actor, keys: Sequence[str], *, now: datetime) -> int:
    """Pass the waiting versions of these questions, read by a second person; answers how many. Refused as a whole: own work, a
    version that waits no more, one that cites no law."""
    versions = _waiting(actor, keys)
    bare = [one for one in versions if not one.cited.all()]
    if bare:
        raise NothingToCite(
            _("“%(title)s”没有引用法律，不能通过") % {"title": bare[0]},
            next_step=_("补上它依据的法条再复核，或退回命题人。"),
        )
    for version in versions:
        version.state, version.reviewer, version.reviewer_words, version.reviewed_at = (
            State.APPROVED, actor.key, actor.name, now,
        )  # fmt: skip
    ItemVersion.objects.bulk_update(versions, ["state", "reviewer", "reviewer_words", "reviewed_at"])
    record_each(actor, "exams.approve_item", [Subject(ITEM, one.item.key) for one in versions], {}, now=now)
    for version in versions:
        tell_ripple(version.item, now)
    count([one.item for one in versions])
    return len(versions)


@transaction.atomic
def return_version(actor: Actor, key: str, remarks: str, *, now: datetime) -> ItemVersion:
    """Give a waiting version back to its author with what is to be mended."""
    if not remarks.strip():
        raise BadInput(_("请写明要改什么"), field="remarks")
    (version,) = _waiting(actor, [key])
    version.state, version.reviewer, version.reviewer_words, version.reviewed_at, version.remarks = (
        State.RETURNED, actor.key, actor.name, now, remarks.strip()[:REASON_MOST],
    )  # fmt: skip
    version.save()
    record(
        actor,
        "exams.return_item",
        Subject(ITEM, key),
        {"version": version.number, "remarks": version.remarks},
        now=now,
    )
    tell_ripple(version.item, now)
    return version


def _waiting(actor: Actor, keys: Sequence[str]) -> list[ItemVersion]:
    if not may_review(actor):
        raise NotAllowed(_("复核试题由区普法办来办"))
    rows = ItemVersion.objects.filter(item__in=visible_to(actor).filter(key__in=keys), state=State.WAITING)
    versions = list(rows.select_for_update(of=("self",)).select_related("item").prefetch_related("cited"))
    if not keys or {one.item.key for one in versions} != set(keys):
        raise NothingToReview(
            _("没有等着复核的版本"), why=_("可能刚有人办过。"), next_step=_("请刷新页面再看。")
        )
    if any(one.author == actor.key for one in versions):
        raise OwnWorkNotReviewed(_("自己写的题不能自己复核"), next_step=_("请由另一个人复核。"))
    return versions
