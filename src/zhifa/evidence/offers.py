"""What evidence offers: questions about photographs wait for whoever uploaded them; the names of its files, the words of its acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhifa.evidence.models import Evidence
from zhifa.evidence.selectors import open_questions
from zhifa.kernel.actor import Actor
from zhifa.kernel.clock import civil_day
from zhifa.kernel.registry import ActWords, Awaiting, AwaitingItem, Nameable, NamedThing


def _questions(actor: Actor, today: date) -> list[AwaitingItem]:
    """One query. Whoever has left the post in which the photograph was uploaded is not asked: the page of the thing still
    shows the question to those who have it now."""
    own = [grant for grant in actor.grants if not grant.acting_for]
    return [
        AwaitingItem(
            title=gettext("照片“%(title)s”和以前的一张很像") % {"title": one.title},
            url=reverse("evidence_about", args=[one.pk]),
            why=gettext("照片是您上传的；请说明是哪一种情形，不影响提交"),
            since=civil_day(one.uploaded_at),
            subject=f"evidence:{one.pk}",
        )
        for one in (open_questions(actor) if own else ())
        if any(grant.since <= civil_day(one.uploaded_at) for grant in own)
    ]


def _names(actor: Actor, keys: Sequence[str]) -> Mapping[str, NamedThing]:
    """Titles; the page behind the address asks its guard."""
    rows = Evidence.objects.filter(pk__in=[key for key in keys if key.isdigit()]).values_list("pk", "title")
    return {str(pk): NamedThing(title, reverse("evidence_about", args=[pk])) for pk, title in rows}


def _found(words: str) -> Sequence[str]:
    return [
        str(pk) for pk in Evidence.objects.filter(title__icontains=words).values_list("pk", flat=True)[:50]
    ]


OFFERS = (
    Nameable("evidence", _("佐证"), _names, _found),
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
