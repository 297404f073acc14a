"""What evidence offers: questions about photographs wait for whoever uploaded them; the words of its acts."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from zhifa.evidence.selectors import open_questions
from zhifa.kernel.actor import Actor
from zhifa.kernel.clock import civil_day
from zhifa.kernel.registry import ActWords, Awaiting, AwaitingItem


def _questions(actor: Actor, today: date) -> list[AwaitingItem]:
    """One query. Whoever has left the post in which the photograph was uploaded is not asked: the page of the thing still
    shows the question to those who have it now."""
    own = [grant for grant in actor.grants if not grant.acting_for]
    return [
        AwaitingItem(
            title=translated("照片“%(title)s”和以前的一张很像") % {"title": one.title},
            url=reverse("evidence_about", args=[one.pk]),
            why=translated("照片是您上传的；请说明是哪一种情形，不影响提交"),
            since=civil_day(one.uploaded_at),
            subject=f"evidence:{one.pk}",
        )
        for one in (open_questions(actor) if own else ())
        if any(grant.since <= civil_day(one.uploaded_at) for grant in own)
    ]


OFFERS = (
    Awaiting("photo-questions", _("照片待说明"), _questions),
    ActWords(
        {
            "evidence.attach": _("附上佐证"),
            "evidence.attach_existing_many": _("一份佐证用于多件事"),
            "evidence.detach": _("移除佐证"),
            "evidence.answer_likeness": _("说明相似的照片"),
        }
    ),
)
