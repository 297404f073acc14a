"""An issued list at the publication gate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, CharField, DateField, F, QuerySet, Value, When
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhifa.duties.access import may_manage
from zhifa.duties.models import Duty, ListVersion
from zhifa.duties.rules.content import list_text, read
from zhifa.duties.selectors import clock_of
from zhifa.duties.terms import DUTY, VERSION, Issuer
from zhifa.kernel.registry import Publishable, PublishableThing
from zhifa.search.api import touch


def _ready() -> QuerySet[Any]:
    """Issued versions. A clock runs from the day of issue where the issuer's kind has one."""
    return ListVersion.objects.filter(issued_on__isnull=False).annotate(
        thing_key=Cast("pk", CharField()), thing_group=Value("", CharField()),
        thing_formed=Case(
            When(issuer=Issuer.GOVERNMENT, then=F("issued_on")), default=Value(None), output_field=DateField(),
        ),
    )  # fmt: skip


def _things(keys: Sequence[str]) -> list[PublishableThing]:
    rows = ListVersion.objects.filter(pk__in=keys, issued_on__isnull=False).select_related("duty_year")
    return [_thing(row) for row in rows]


def _thing(row: ListVersion) -> PublishableThing:
    issued, content = row.issued_on, read(row.content)
    assert issued is not None  # noqa: S101 - asked for above
    running = clock_of(row.issuer, issued)
    title = content["title"] + (f"（第{row.number}版）" if row.number > 1 else "")
    return PublishableThing(
        key=str(row.pk), title=title, text=list_text(content), unit="", day=issued,
        url=reverse("duties_version", args=[row.pk]),
        formed_on=issued if running and running.working_days is not None else None,
    )  # fmt: skip


def _changed(keys: Sequence[str]) -> None:
    """The search box finds the duties of these versions for strangers, or does so no more."""
    touch(
        DUTY,
        list(
            Duty.objects.filter(version__in=[int(key) for key in keys], is_current=True).values_list(
                "key", flat=True
            )
        ),
    )


PUBLISHABLE = (Publishable(VERSION, _("普法责任清单"), _ready, _things, may_manage, _changed),)
