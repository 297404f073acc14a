"""The year-end report as a draft in Word: the numbers are the published figures' own, the prose is the office's to go on with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import override

from zhifa.duties.models import DutyYear, Prompt
from zhifa.duties.selectors import UnitProgress, unit_progress
from zhifa.duties.terms import PromptState
from zhifa.figures.api import FigureValue, values
from zhifa.kernel.actor import Actor
from zhifa.kernel.clock import day_in_chinese
from zhifa.kernel.official import as_bytes, heading_line, new_document, plain_table, text_line, title_line
from zhifa.people.api import district

CODES: Final = ("due", "proven", "late", "completeness", "timeliness", "untyped")
HEAD: Final = ("责任单位", "责任（项）", "已到期", "按时", "逾期", "未完成", "未开展", "完成率（%）")
WIDTHS: Final = (46, 16, 16, 14, 14, 16, 16, 18)
SMALL_PT: Final = 9


@dataclass(frozen=True)
class YearTold:
    """What the draft says: the figures of the year up to a day by code (without `duties.`), each unit's year, the prompts sent."""

    figures: dict[str, FigureValue]
    units: Sequence[UnitProgress]
    prompts: int
    closed: int


def year_told(actor: Actor, year: DutyYear, today: date) -> YearTold:
    """The numbers of a year's report on a day: the same figures as on their own pages."""
    since, until = date(year.year, 1, 1), min(date(year.year, 12, 31), today)
    codes = [f"duties.{code}" for code in CODES]
    found = values(actor, district=district().code, since=since, until=until, codes=codes)
    sent = Prompt.objects.filter(missed_on__range=(since, until), number__isnull=False)
    return YearTold(
        {one.code.removeprefix("duties."): one for one in found}, unit_progress(actor, year, today), sent.count(),
        sent.filter(state=PromptState.CLOSED).count(),
    )  # fmt: skip


def year_report(actor: Actor, year: DutyYear, today: date, mark: str) -> bytes:
    """The draft as .docx, always in Chinese; `mark` says that a demonstration is one."""
    told = year_told(actor, year, today)
    with override("zh-hans"):
        return _written(told, year, today, mark)


def _written(told: YearTold, year: DutyYear, today: date, mark: str) -> bytes:
    title = f"{year.title}落实情况报告"
    document = new_document(mark)
    title_line(document, title)
    text_line(
        document,
        f"截至{day_in_chinese(min(date(year.year, 12, 31), today))}，按已确认的履职记录计算，情况如下。",
    )
    heading_line(document, "一、总体完成情况")
    number = {code: _said(one) for code, one in told.figures.items()}
    text_line(
        document,
        f"到期的普法责任{number['due']}，已完成{number['proven']}，其中逾期完成{number['late']}；"
        f"完成率{number['completeness']}，按时完成率{number['timeliness']}。"
        f"{number['untyped']}的到期责任单凭履职记录就已证明，没有另行填报。",
    )
    heading_line(document, "二、各单位完成情况")
    rows = [HEAD, *map(_row, told.units)]
    plain_table(document, rows, size=SMALL_PT, widths=WIDTHS)
    heading_line(document, "三、普法提示和改进")
    text_line(document, f"对错过节点的责任发出普法提示{told.prompts}份，已办结{told.closed}份。")
    for heading in ("四、存在问题", "五、下一步工作"):
        heading_line(document, heading)
        text_line(document, "（由区普法办撰写）")
    return as_bytes(document, title=title, mark=mark)


def _said(one: FigureValue) -> str:
    return f"{one.value}{one.unit.label}" if one.value is not None else "（无）"


def _row(one: UnitProgress) -> tuple[str, ...]:
    rate = one.rates
    shown = (one.total, rate.due, rate.in_time, rate.late, rate.partial, rate.missing)
    return (one.unit.name, *map(str, shown), "—" if rate.complete is None else str(rate.complete))
