"""Minutes at the publication gate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from zhifa.kernel.clock import SHANGHAI, civil_day
from zhifa.kernel.registry import Publishable, PublishableThing
from zhifa.meetings.access import may_manage, with_key
from zhifa.meetings.models import Meeting
from zhifa.meetings.terms import MEETING, MeetingState
from zhifa.search.api import touch


def _ready() -> QuerySet[Any]:
    issued = with_key(Meeting.objects.filter(state=MeetingState.ISSUED))
    rows: QuerySet[Any] = issued.annotate(
        thing_group=Value("", CharField()), thing_formed=TruncDate("issued_at", tzinfo=SHANGHAI)
    )
    return rows


def _things(keys: Sequence[str]) -> list[PublishableThing]:
    rows = with_key(Meeting.objects.filter(state=MeetingState.ISSUED)).filter(thing_key__in=keys)
    return [
        PublishableThing(
            key=row.key, title=f"{row}纪要", text=row.minutes, unit=row.series.office.name,
            unit_path=row.series.office.path, day=row.held_on, url=row.get_absolute_url(),
            formed_on=civil_day(row.issued_at) if row.issued_at else None,
        )
        for row in rows.select_related("series__office")
    ]  # fmt: skip


def _changed(keys: Sequence[str]) -> None:
    """The search box finds them for everyone, or does so no more."""
    touch(MEETING, list(keys))


PUBLISHABLE = Publishable(MEETING, _("联席会议纪要"), _ready, _things, may_manage, _changed)
