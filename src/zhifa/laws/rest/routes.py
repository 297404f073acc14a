"""/laws, /laws/{code}: instruments, and their provisions as of a day."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import Annotated, Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Path, Query, Router, Schema
from pydantic import Field

from zhifa.kernel import clock
from zhifa.kernel.web.asking import asker
from zhifa.laws.models import ProvisionText
from zhifa.laws.selectors import (
    Held,
    article_page,
    change_seen,
    changes_listed,
    checked_text,
    days_compared,
    holding_on,
    instrument_by_code,
    instruments_listed,
    provisions_for,
    touched_uses,
)
from zhifa.laws.terms import GRAVE, LONGEST_CHECKED, LONGEST_QUESTION

router = Router(tags=["laws"])
PAGE = 100
MOST_TOUCHES = 1_000
Day = Annotated[date | None, Query(description="ISO 8601, a civil day in China; today when left out")]
Number = Annotated[int, Query(ge=1, le=1_000_000)]
Code = Annotated[str, Path(pattern=r"^[-a-zA-Z0-9_]+$", max_length=80)]


class InstrumentOut(Schema):
    """One instrument."""

    code: str
    kind: str
    title: str
    issuing_body: str
    document_number: str
    is_repealed: bool


class InstrumentsOut(Schema):
    """One page of instruments, by kind and name; `total` counts all pages."""

    total: int
    page: int
    pages: int
    instruments: list[InstrumentOut]


class ProvisionOut(Schema):
    """One provision in the words of that day."""

    key: str
    label: str
    chapter: str
    text: str


class TextOut(Schema):
    """An instrument as of a day. Where that day's text is not held, `held` is false and `why` says so."""

    instrument: InstrumentOut
    on: date
    held: bool
    why: str
    effective_on: date | None
    source: str
    provisions: list[ProvisionOut]


@router.get("", response=InstrumentsOut, summary=gettext_noop("法律文件"), url_name="api_laws")
def list_instruments(request: HttpRequest, on: Day = None, page: Number = 1) -> dict[str, Any]:
    """Instruments, a hundred a page. A page beyond the last is empty."""
    rows = instruments_listed(asker(request), on or clock.today())
    total = rows.count()
    found = rows[(page - 1) * PAGE : page * PAGE]
    return {"total": total, "page": page, "pages": max(1, -(-total // PAGE)), "instruments": list(found)}


class CheckIn(Schema):
    """A text whose citations are to be checked; it is not kept. `own` is the title that 本法 means."""

    text: Annotated[str, Field(max_length=LONGEST_CHECKED)]
    on: date | None = None
    own: Annotated[str, Field(max_length=100)] = ""


class FindingOut(Schema):
    """One cited place: where it stands in the text (characters, `end` outside), the verdict, and what to do."""

    start: int
    end: int
    words: str
    label: str
    verdict: str
    must_be_mended: bool
    note: str
    mend: str
    url: str


class CheckOut(Schema):
    """The citations of a text as of a day, in their order."""

    on: date
    findings: list[FindingOut]


@router.post(
    "/check", response=CheckOut, summary=gettext_noop("核对一段文字里的引用"), url_name="api_laws_check"
)
def check_text(request: HttpRequest, asked: CheckIn) -> dict[str, Any]:
    """Which instruments and articles a text cites, and whether they exist, stood that day and have changed since."""
    today = clock.today()
    checked = checked_text(asked.text, asked.on or today, own=asked.own, today=today, actor=asker(request))
    return {
        "on": checked.on,
        "findings": [
            {
                "start": one.mention.start, "end": one.mention.end, "words": one.words, "label": one.label,
                "verdict": one.verdict.value, "must_be_mended": one.verdict in GRAVE, "note": one.note,
                "mend": one.mend, "url": one.url,
            }
            for one in checked.findings
        ],
    }  # fmt: skip


class FoundOut(Schema):
    """One provision in force that answers a question."""

    instrument: str
    key: str
    label: str
    text: str
    version_since: date | None
    field: str
    url: str


class AnswerOut(Schema):
    """The provisions for a plain question, best first; none: the library has no answer. `degraded`: found by words alone,
    because the index cannot be used. `respelt`: the question as it was understood, where it was written otherwise."""

    question: str
    on: date
    degraded: bool
    exact: bool
    respelt: str
    provisions: list[FoundOut]


Question = Annotated[str, Query(min_length=1, max_length=LONGEST_QUESTION)]
Count = Annotated[int, Query(ge=1, le=20)]


@router.get("/search", response=AnswerOut, summary=gettext_noop("用平常话找条文"), url_name="api_laws_search")
def search_law(request: HttpRequest, q: Question, on: Day = None, count: Count = 6) -> dict[str, Any]:
    """Provisions in force on the day for a question in plain words, or the article of a citation. The question is not kept."""
    answer = provisions_for(q, on or clock.today(), count)
    return {
        "question": answer.question, "on": answer.on, "degraded": answer.degraded, "exact": answer.exact,
        "respelt": answer.respelt,
        "provisions": [
            {
                "instrument": one.text.provision.instrument.code, "key": one.text.provision.key, "label": one.label,
                "text": one.text.text, "version_since": one.text.version.effective_on, "field": one.field,
                "url": one.url,
            }
            for one in answer.provisions
        ],
    }  # fmt: skip


class LawChangeOut(Schema):
    """A change of law: from `since` the instrument says something else, or stands no longer (`is_repeal`). It touches `texts`; `tasks` of
    the asker's came of it, `open` of them wait."""

    id: int
    instrument: str
    title: str
    since: date
    is_repeal: bool
    texts: int
    tasks: int
    open: int


class LawChangesOut(Schema):
    """One page of the changes that concern the asker, the newest first."""

    total: int
    page: int
    pages: int
    changes: list[LawChangeOut]


@router.get("/changes", response=LawChangesOut, summary=gettext_noop("法律变动"), url_name="api_law_changes")
def list_changes(request: HttpRequest, page: Number = 1) -> dict[str, Any]:
    """The changes that touch something the asker decides about; the office's posts see all, a stranger none. A hundred a page."""
    lines = changes_listed(asker(request), clock.today())
    shown = lines[(page - 1) * PAGE : page * PAGE]
    return {
        "total": len(lines), "page": page, "pages": max(1, -(-len(lines) // PAGE)),
        "changes": [
            {
                "id": line.change.pk, "instrument": line.change.instrument.code, "title": line.change.instrument.title,
                "since": line.change.since, "is_repeal": line.change.is_repeal, "texts": line.texts, "tasks": line.tasks,
                "open": line.open,
            }
            for line in shown
        ],
    }  # fmt: skip


class TouchOut(Schema):
    """One citing of words that a change ended: what cites them, whose it is, what became of the words; `decision` empty where it waits, and
    `asked` false where nothing is to be decided."""

    kind: str
    title: str
    url: str
    unit: str
    citation: str
    how: str
    moved_to: str
    asked: bool
    decision: str
    remark: str
    due_on: date | None


class TouchesOut(Schema):
    """What one change touches, as far as the asker sees it; at most a thousand."""

    id: int
    instrument: str
    since: date
    more: bool
    touches: list[TouchOut]


@router.get(
    "/changes/{pk}",
    response=TouchesOut,
    summary=gettext_noop("一次变动触及的引用"),
    url_name="api_law_change",
)
def one_change(request: HttpRequest, pk: Annotated[int, Path(ge=1, le=2**31)]) -> dict[str, Any]:
    """The citings that a change touches: the asker's units', or all for the office. 404 for a change that concerns none of them."""
    actor = asker(request)
    change = change_seen(actor, pk)
    rows = list(islice(touched_uses(actor, change), MOST_TOUCHES + 1))
    return {
        "id": change.pk, "instrument": change.instrument.code, "since": change.since, "more": len(rows) > MOST_TOUCHES,
        "touches": [
            {
                "kind": str(row.citer.title), "title": row.use.title, "url": row.use.url, "unit": row.use.unit_name,
                "citation": row.use.label, "how": str(row.how), "moved_to": row.moved_to, "asked": row.task is not None,
                "decision": row.task.decision if row.task else "", "remark": row.task.remark if row.task else "",
                "due_on": row.task.due_on if row.task else None,
            }
            for row in rows[:MOST_TOUCHES]
        ],
    }  # fmt: skip


@router.get("/{code}", response=TextOut, summary=gettext_noop("一部法律文件在某日的文本"), url_name="api_law")
def one_instrument(request: HttpRequest, code: Code, on: Day = None) -> dict[str, Any]:
    """The provisions in force on the day; never the text of another day. 404 for an unknown instrument."""
    day = on or clock.today()
    instrument = instrument_by_code(asker(request), code)
    holding = holding_on(instrument, day)
    if not isinstance(holding, Held):
        return {
            "instrument": instrument, "on": day, "held": False, "why": str(holding.reason), "effective_on": None,
            "source": "", "provisions": [],
        }  # fmt: skip
    version = holding.version
    texts = ProvisionText.objects.filter(version=version).select_related("provision")
    return {
        "instrument": instrument, "on": day, "held": True, "why": "", "effective_on": version.effective_on,
        "source": version.source,
        "provisions": [
            {"key": text.provision.key, "label": text.provision.label, "chapter": text.chapter, "text": text.text}
            for text in texts
        ],
    }  # fmt: skip


class PlacedOut(Schema):
    """One provision in the words of a day, with its headings and its permanent address. Where that day's text is not held or lacks the
    provision, `held` is false and `why` says so."""

    label: str
    on: date
    held: bool
    why: str
    headings: list[str]
    text: str
    url: str


@router.get(
    "/{code}/provisions/{key}",
    response=PlacedOut,
    summary=gettext_noop("一条在某日的文字"),
    url_name="api_law_provision",
)
def one_provision(request: HttpRequest, code: Code, key: Code, on: Day = None) -> dict[str, Any]:
    """The words of one provision (`1254`, `120-3`, `preamble`, `annex-1`) on a day; 404 for one that never was."""
    day = on or clock.today()
    page = article_page(asker(request), code, key, day)
    text = page.of_day
    why = "" if text else str(getattr(page.holding, "reason", "")) or str(_("当日施行的文本没有这一条。"))
    return {
        "label": page.instrument.cited_as + page.provision.label, "on": day, "held": text is not None, "why": why,
        "headings": [one for one in text.headings if one] if text else [], "text": text.text if text else "",
        "url": reverse("laws_article_on", args=[code, key, day]),
    }  # fmt: skip


class RunOut(Schema):
    """Words that both texts have (`=`), only the older (`-`) or only the newer (`+`)."""

    sign: str
    text: str


class ChangeOut(Schema):
    """What became of one provision: `changed`, `new`, `removed` or `renumbered`; its labels before and after; the runs of words
    where changed."""

    change: str
    before: str
    after: str
    runs: list[RunOut]


class DiffOut(Schema):
    """Two held texts of one instrument compared, by the days on which they stood."""

    code: str
    before: date
    after: date
    changes: list[ChangeOut]


DayBefore = Annotated[date, Query(description="A day on which the older text stood")]


@router.get(
    "/{code}/diff", response=DiffOut, summary=gettext_noop("两个日期的文本对照"), url_name="api_law_diff"
)
def diff(request: HttpRequest, code: Code, before: DayBefore, after: Day = None) -> dict[str, Any]:
    """The texts of two days compared, what did not change left out; 404 where a day's text is not held."""
    later = after or clock.today()
    compared = days_compared(asker(request), code, before, later)
    return {
        "code": code, "before": before, "after": later,
        "changes": [
            {
                "change": row.pair.change.value,
                "before": row.pair.before.label if row.pair.before else "",
                "after": row.pair.after.label if row.pair.after else "",
                "runs": [{"sign": run.sign, "text": run.text} for run in row.runs],
            }
            for row in compared.rows
            if row.pair.change != "same"
        ],
    }  # fmt: skip
