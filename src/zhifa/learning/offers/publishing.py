"""Classes at the publication gate, open ones and those whose record is confirmed: what they are, never who goes there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import CharField, DateField, F, Q, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from zhifa.deeds.api import State
from zhifa.kernel.registry import Publishable, PublishableThing
from zhifa.learning.access import may_organise_any
from zhifa.learning.models import TrainingClass
from zhifa.learning.rules.text import class_text
from zhifa.learning.terms import CLASS, ClassState
from zhifa.search.api import touch

ALL = Value("", CharField())
NEVER = Value(None, DateField())


def _ready() -> QuerySet[Any]:
    rows = TrainingClass.objects.filter(Q(state=ClassState.OPEN) | Q(deed__state=State.CONFIRMED))
    return rows.annotate(thing_key=F("key"), thing_group=ALL, thing_formed=NEVER)


def _things(keys: Sequence[str]) -> list[PublishableThing]:
    rows = (
        _ready()
        .filter(key__in=keys)
        .select_related("organiser")
        .prefetch_related("sessions")
        .order_by("since", "pk")
    )
    with override("zh-hans"):
        return [
            PublishableThing(
                key=row.key, title=row.title, unit=row.organiser.name, unit_path=row.organiser.path, day=row.since or date.min,
                url=reverse("learning_public_class", args=[row.key]),
                text=class_text(
                    row.title, row.theme, row.organiser.name, (row.since, row.until), row.place,
                    [session.topic for session in row.sessions.all()],
                ),
            )
            for row in rows
        ]  # fmt: skip


PUBLISHABLE = Publishable(
    CLASS,
    _("培训班"),
    _ready,
    _things,
    may_organise_any,
    changed=lambda keys: touch(CLASS, keys),
    dated=False,
)
