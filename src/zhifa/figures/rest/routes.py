"""/figures, /figures/{code}, /figures/{code}/composition."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Path, Query, Router

from zhifa.figures.api import Range, WindowNotUsable, as_data, values
from zhifa.figures.rest.shapes import FigureOut, RecordsOut
from zhifa.figures.services import Door, door_of
from zhifa.figures.terms import DEFINITION_SUBJECT
from zhifa.intake.api import stream_table
from zhifa.kernel import clock
from zhifa.kernel.clock import Window
from zhifa.kernel.web.asking import asker
from zhifa.ledger.api import demonstration_mark
from zhifa.people.api import district
from zhifa.publishing.api import tell_if_withdrawn

router = Router(tags=["figures"])
CSV_ANSWER = {
    "responses": {
        200: {
            "description": "CSV, UTF-8 with its mark",
            "content": {"text/csv": {"schema": {"type": "string"}}},
        }
    }
}
Code = Annotated[str, Path(pattern=r"^[-a-zA-Z0-9_.]+$", max_length=80)]
Day = Annotated[date | None, Query(description="ISO 8601, a civil day in China")]
Number = Annotated[int, Query(ge=1, le=1_000_000)]


@router.get("", response=list[FigureOut], summary=gettext_noop("每个数字"), url_name="api_figures")
def list_figures(request: HttpRequest, since: Day = None, until: Day = None) -> list[dict[str, Any]]:
    """Every figure that the asker may see, over the window (both ends inside)."""
    found = values(asker(request), district=district().code, since=since, until=until or clock.today())
    return [as_data(value) for value in found]


@router.get(
    "/open.csv", summary=gettext_noop("每个数字（CSV）"), url_name="api_figures_csv", openapi_extra=CSV_ANSWER
)
def open_figures(request: HttpRequest, since: Day = None, until: Day = None) -> StreamingHttpResponse:
    """Every figure that the asker may see with its definition, unit, window and denominator; a range in two columns."""
    columns = (
        "code", "name", "value", "high", "unit", "state", "since", "until", "definition_version", "statement",
        "denominator", "deduplication", "record_count",
    )  # fmt: skip
    found = values(asker(request), district=district().code, since=since, until=until or clock.today())
    rows = (
        (
            one.code, one.name, one.value.low if isinstance(one.value, Range) else one.value,
            one.value.high if isinstance(one.value, Range) else "", one.unit.code, one.state.value, one.since,
            one.until, one.definition_version, one.statement, one.denominator, one.deduplication, one.record_count,
        )
        for one in found
    )  # fmt: skip
    return stream_table("figures", columns, rows, "csv", demonstration_mark())


@router.get("/{code}", response=FigureOut, summary=gettext_noop("一个数字"), url_name="api_figure")
def one_figure(request: HttpRequest, code: Code, since: Day = None, until: Day = None) -> dict[str, Any]:
    """One figure with what its records say: evidence, lateness, sealing."""
    return as_data(_door(request, code, since, until).told())


@router.get(
    "/{code}/composition",
    response=RecordsOut,
    summary=gettext_noop("数字背后的记录"),
    url_name="api_figure_composition",
)
def composition_of(
    request: HttpRequest, code: Code, since: Day = None, until: Day = None, page: Number = 1
) -> dict[str, Any]:
    """One page of the records that the figure was computed from."""
    found = _door(request, code, since, until).page(page)
    return {
        "total": found.total,
        "page": found.number,
        "pages": found.pages,
        "records": [{"source": source, **asdict(record)} for source, record in found.records],
    }


def _door(request: HttpRequest, code: str, since: date | None, until: date | None) -> Door:
    last = until or clock.today()
    if since is not None and last < since:
        raise WindowNotUsable(_("截止日早于起始日"), next_step=_("请调换两个日期。"), field="until")
    if asker(request).is_stranger:
        tell_if_withdrawn(DEFINITION_SUBJECT, code)
    window = Window(since or date.min, last)
    return door_of(asker(request), code, district=district().code, window=window)
