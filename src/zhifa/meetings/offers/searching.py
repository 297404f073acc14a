"""Issued minutes in the one search box."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from django.utils.translation import gettext_lazy as _

from zhifa.kernel.registry import Searchable, SearchRow
from zhifa.meetings.access import with_key
from zhifa.meetings.models import Meeting
from zhifa.meetings.terms import MEETING, MeetingState
from zhifa.publishing.api import is_public


def _rows(keys: Sequence[str] | None) -> Iterable[SearchRow]:
    """Whoever runs the district finds all, a unit those where it had a seat or whose conference it belongs to, a stranger those
    that are public."""
    rows = with_key(Meeting.objects.filter(state=MeetingState.ISSUED)).select_related("series")
    rows = rows.annotate(public=is_public(MEETING, "thing_key"))
    if keys is not None:
        rows = rows.filter(thing_key__in=keys)
    for row in rows.prefetch_related("seats__unit", "series__memberships__unit").order_by("pk"):
        units = {one.unit.path for one in (*row.seats.all(), *row.series.memberships.all())}
        scopes = {"district", *(f"unit:{path}" for path in units), *(("public",) if row.public else ())}
        yield SearchRow(
            row.thing_key, f"{row}纪要", row.minutes, row.get_absolute_url(), frozenset(scopes), row.held_on
        )


FOUND: Final = Searchable(MEETING, _("联席会议纪要"), _rows)
