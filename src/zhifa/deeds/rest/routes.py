"""/deeds and /deeds/{key}: the deeds that the asker may see."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext_noop
from ninja import Path, Query, Router, Schema

from zhifa.deeds.access import is_restricted_to
from zhifa.deeds.models import Deed
from zhifa.deeds.selectors import DeedFilter, deed_by_key, deed_list
from zhifa.deeds.terms import DEED, UNIT_OF
from zhifa.intake.api import stream_table
from zhifa.kernel import clock
from zhifa.kernel.web.asking import asker
from zhifa.ledger.api import Subject, demonstration_mark
from zhifa.lookups.api import What, note_lookup
from zhifa.publishing.api import tell_if_withdrawn

router = Router(tags=["deeds"])
PAGE = 100
CSV_ANSWER = {
    "responses": {
        200: {
            "description": "CSV, UTF-8 with its mark",
            "content": {"text/csv": {"schema": {"type": "string"}}},
        }
    }
}
Day = Annotated[date | None, Query(description="ISO 8601, a civil day in China")]
Number = Annotated[int, Query(ge=1, le=1_000_000)]


class CountOut(Schema):
    """One typed count: what, over which channel, how many, in which unit, from which source."""

    measure: str
    channel: str
    value: int
    unit: str
    source: str
    method: str


class DeedOut(Schema):
    """One deed."""

    key: str
    kind: str
    title: str
    occurred_on: date
    reported_on: date
    unit: str
    area: str | None
    audience: str
    state: str
    counts: list[CountOut]


class DeedsOut(Schema):
    """One page of deeds, newest first; `total` counts all pages."""

    total: int
    page: int
    pages: int
    deeds: list[DeedOut]


@router.get("", response=DeedsOut, summary=gettext_noop("履职记录"), url_name="api_deeds")
def list_deeds(
    request: HttpRequest, since: Day = None, until: Day = None, page: Number = 1
) -> dict[str, Any]:
    """Deeds of a window (both ends inside), a hundred a page. A page beyond the last is empty."""
    rows = deed_list(asker(request), DeedFilter(since=since, until=until))
    total = rows.count()
    found = rows[(page - 1) * PAGE : page * PAGE]
    return {
        "total": total,
        "page": page,
        "pages": max(1, -(-total // PAGE)),
        "deeds": [_out(deed) for deed in found],
    }


@router.get(
    "/open.csv",
    summary=gettext_noop("全部履职记录（CSV）"),
    url_name="api_deeds_csv",
    openapi_extra=CSV_ANSWER,
)
def open_deeds(request: HttpRequest, since: Day = None, until: Day = None) -> StreamingHttpResponse:
    """Every deed of a window that the asker may see, a row a count; streamed, however many they are."""
    columns = (
        "key", "kind", "title", "occurred_on", "reported_on", "unit", "area", "audience", "state", "measure", "channel",
        "value", "unit_code", "source",
    )  # fmt: skip
    rows = deed_list(asker(request), DeedFilter(since=since, until=until))
    return stream_table("deeds", columns, _csv_rows(rows), "csv", demonstration_mark())


@router.get("/{key}", response=DeedOut, summary=gettext_noop("一条履职记录"), url_name="api_deed")
def one_deed(request: HttpRequest, key: Annotated[str, Path(pattern=r"^[0-9a-f]{16}$")]) -> dict[str, Any]:
    """One deed; 404 when it does not exist for the asker."""
    actor = asker(request)
    if actor.is_stranger:
        tell_if_withdrawn(DEED, key)
    found = deed_by_key(actor, key)
    if is_restricted_to(actor, found):
        note_lookup(actor, Subject("deed", key), What.RECORD, now=clock.now())
    return _out(found)


def _csv_rows(rows: QuerySet[Deed]) -> Iterator[tuple[Any, ...]]:
    for deed in rows.iterator(chunk_size=500):
        told = (
            deed.key, deed.kind, deed.title, deed.occurred_on, deed.reported_on, deed.unit.name,
            deed.area.name if deed.area else "", deed.audience, deed.state,
        )  # fmt: skip
        counts = deed.counts.all()
        for count in counts:
            yield (
                *told,
                count.measure,
                count.channel,
                count.value,
                UNIT_OF[count.measure].code,
                count.source,
            )
        if not counts:
            yield (*told, "", "", "", "", "")


def _out(deed: Deed) -> dict[str, Any]:
    return {
        "key": deed.key, "kind": deed.kind, "title": deed.title, "occurred_on": deed.occurred_on,
        "reported_on": deed.reported_on, "unit": deed.unit.name, "area": deed.area.name if deed.area else None,
        "audience": deed.audience, "state": deed.state,
        "counts": [
            {
                "measure": row.measure, "channel": row.channel, "value": row.value, "unit": UNIT_OF[row.measure].code,
                "source": row.source, "method": row.method,
            }
            for row in deed.counts.all()
        ],
    }  # fmt: skip
