"""Last year's sheets of units become activities: what the rows mean, what is doubtful, and the bulk write."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhifa.deeds.api import (
    CiteDraft,
    CountDraft,
    CreditDraft,
    CreditRole,
    DeedDraft,
    Source,
    doubles_of,
    draft_faults,
    kinds,
    may_record,
)
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import Fault
from zhifa.kernel.quantities import Quantity
from zhifa.kernel.registry import ImportQuestion, ImportReview, ImportRow
from zhifa.laws.api import CitationBook, CitationsUnreadable, parse_citations
from zhifa.outreach.models import Programme
from zhifa.outreach.rules.sheets import MEASURES, channel_of, kind_in
from zhifa.outreach.services.activities import ActivityDraft, load_activities, programme_faults
from zhifa.people.api import Unit, area_by_code, district, populations_published_by, unit_named

TITLE_LENGTH = 120


@dataclass(frozen=True)
class _Drafted:
    """A row as an activity, or why it is none."""

    row: ImportRow
    draft: ActivityDraft
    faults: tuple[Fault, ...] = ()


def units_named(actor: Actor, text: str) -> tuple[Unit, ...] | None:
    """The units that a cell names, parted by 、 or ；; None when one of them is unknown."""
    found = [unit_named(name) for name in re.split(r"[、,，;；/\n]+|\s{2,}", text) if name.strip()]
    known = tuple(unit for unit in found if unit is not None)
    return known if known and len(known) == len(found) else None


def review_activities(actor: Actor, rows: Sequence[ImportRow]) -> ImportReview:
    """Faults of rows, and the question whether a row is what was recorded already, by this unit or one beside it.

    A constant number of queries, but for one a statute that is cited.
    """
    drafted = _drafts(actor, rows)
    faults = [fault for one in drafted for fault in one.faults]
    faults += [
        _fault(drafted[fault.row - 1].row, fault.field, fault.what, fault.mend)
        for fault in programme_faults([one.draft for one in drafted])
        if fault.row
    ]
    good = [one for one in drafted if not one.faults]
    answers = {"skip": str(_("是同一件，不再导入")), "keep": str(_("不是同一件，照样导入"))}
    questions = tuple(
        ImportQuestion(
            good[index].row,
            str(_("“%(title)s”好像已经有了") % {"title": good[index].draft.deed.title}),
            against,
            answers,
            "skip",
        )
        for index, against in doubles_of([one.draft.deed for one in good])
    )
    return ImportReview(tuple(faults), questions)


def write_activities(actor: Actor, rows: Sequence[ImportRow], answers: Mapping[tuple[str, int], str]) -> int:
    """Record the rows and hand them in, by the bulk door; they wait for confirmation like any other."""
    drafts = [one.draft for one in _drafts(actor, rows)]
    return len(load_activities(actor, drafts, sheet="import", now=clock.now()))


def _drafts(actor: Actor, rows: Sequence[ImportRow]) -> list[_Drafted]:
    book = CitationBook() if any(row.values.get("laws") for row in rows) else None
    today, known = clock.today(), kinds()
    most = max(
        (one.value for one in populations_published_by(area_by_code(district().code), today)), default=0
    )
    allowed: dict[int, bool] = {}
    drafted = []
    for row in rows:
        draft, faults = _draft(row, book)
        unit: Unit = row.values["unit"]
        if unit.pk not in allowed:
            allowed[unit.pk] = may_record(actor, unit)
        if not allowed[unit.pk]:
            faults.append(
                _fault(
                    row,
                    "unit",
                    _("您不能替%(unit)s记录") % {"unit": unit.name},
                    _("请由该单位自己导入，或去掉这一行"),
                )
            )
        faults += [
            _fault(row, _COLUMNS.get(fault.field, fault.field), str(fault.what), str(fault.mend))
            for fault in draft_faults(draft.deed, kinds=known, today=today)
        ]
        faults += _too_many(row, draft, most)
        drafted.append(_Drafted(row, draft, tuple(faults)))
    return drafted


_COLUMNS = {"occurred_on": "day"}


def _draft(row: ImportRow, book: CitationBook | None) -> tuple[ActivityDraft, list[Fault]]:
    values = row.values
    kind = values.get("kind") or kind_in(values["title"]) or "lecture"
    faults: list[Fault] = []
    if "kind" not in values and kind_in(values["title"]) is None:
        faults.append(
            _fault(
                row,
                "kind",
                _("看不出是哪一种活动"),
                _("加一列“形式”，如讲座、街头咨询、文艺演出；或在表里写明"),
            )
        )
    cites: tuple[CiteDraft, ...] = ()
    if values.get("laws") and book is not None:
        try:
            refs = parse_citations(str(values["laws"]).replace("、《", "；《"), values["day"], book=book)
            cites = tuple(CiteDraft(ref.version_id, ref.provision_text_id, ref.label) for ref in refs)
        except CitationsUnreadable as refusal:
            fault = refusal.faults[0] if refusal.faults else Fault(refusal.what, refusal.next_step)
            faults.append(_fault(row, "laws", str(fault.what), str(fault.mend)))
    deed = DeedDraft(
        kind=kind,
        title=str(values["title"])[:TITLE_LENGTH],
        occurred_on=values["day"],
        unit=values["unit"].code,
        audience=values.get("audience") or "public",
        place=str(values.get("place", ""))[:TITLE_LENGTH],
        summary=str(values.get("remark", "")),
        counts=tuple(_counts(row, kind)),
        credits=tuple(
            CreditDraft(unit.code, CreditRole.CO_ORGANISER)
            for unit in values.get("co_units", ())
            if unit.pk != values["unit"].pk
        ),
        cites=cites,
    )
    programme: Programme | None = values.get("programme")
    if values.get("issue") and programme is None:
        faults.append(
            _fault(row, "issue", _("写了期次，没有写栏目"), _("写明是哪个栏目的第几期；不是栏目的，去掉期次"))
        )
    return ActivityDraft(
        deed, speaker=str(values.get("speaker", ""))[:60], speaker_rank=values.get("rank", ""),
        programme=programme.code if programme else "", issue=values.get("issue") if programme else None,
    ), faults  # fmt: skip


def _counts(row: ImportRow, kind: str) -> list[CountDraft]:
    counts = []
    for code, measure in MEASURES.items():
        amount = row.values.get(code)
        if not isinstance(amount, Quantity):
            continue
        estimate = bool(row.values.get(f"{code}.estimate"))
        counts.append(
            CountDraft(
                measure, channel_of(kind, measure),
                Source.ESTIMATE if estimate else row.values.get("source") or Source.GIVEN,
                int(amount.value), method=str(_("表内写的是约数")) if estimate else "",
            )
        )  # fmt: skip
    return counts


def _too_many(row: ImportRow, draft: ActivityDraft, most: int) -> list[Fault]:
    """More people on the spot than the district has inhabitants is a slip of the pen."""
    return [
        _fault(
            row, "times",
            _("现场参加 %(n)s 人次，比全区人口 %(most)s 人还多") % {"n": f"{count.value:,}", "most": f"{most:,}"},
            _("核对是否多写了零，或把线上人次写成了现场"),
        )
        for count in draft.deed.counts
        if most and count.channel == "onsite" and count.measure == "attendances" and count.value > most
    ]  # fmt: skip


def _fault(row: ImportRow, column: str, what: str, mend: str) -> Fault:
    return Fault(str(what), str(mend), row=row.row, column=column, sheet=row.sheet)
