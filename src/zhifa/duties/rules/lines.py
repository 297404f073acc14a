"""What a line must say before it is handed on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from zhifa.kernel.errors import Fault


@dataclass(frozen=True)
class LawWords:
    """Law cited by a line: the stored ids and the citation as written."""

    version: int
    text: int | None
    label: str


@dataclass(frozen=True)
class LineDraft:
    """One duty as its unit writes it; anything may be missing while it is a draft."""

    category: str = "own"
    laws: tuple[LawWords, ...] = ()
    audiences: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    measure: str = ""
    kinds: tuple[str, ...] = ()
    quantity: int | None = None
    node_on: date | None = None
    node_words: str = ""
    section: str = ""
    person: str = ""
    evidence: tuple[str, ...] = ()
    effect: str = ""
    origin: str = ""


def missing(line: LineDraft) -> list[tuple[str, str]]:
    """The fields of a line that are still empty, as (code, words); a node's words may be. Features F1."""
    wanted: tuple[tuple[str, object, str], ...] = (
        ("laws", line.laws, _("宣传的法律")),
        ("audiences", line.audiences, _("普法对象")),
        ("since", line.since, _("起")),
        ("until", line.until, _("止")),
        ("measure", line.measure.strip(), _("措施")),
        ("kinds", line.kinds, _("履职方式")),
        ("quantity", line.quantity, _("数量")),
        ("node_on", line.node_on, _("时间节点")),
        ("section", line.section.strip(), _("责任科室")),
        ("person", line.person.strip(), _("责任人")),
        ("evidence", line.evidence, _("完成凭据")),
        ("effect", line.effect.strip(), _("预期效果")),
    )
    return [(code, words) for code, value, words in wanted if not value]


def contradictions(line: LineDraft, year: int) -> list[Fault]:
    """What a line says against itself: a period outside its year, a node outside its period."""
    found = []
    since, until, node = line.since, line.until, line.node_on
    if since and until and until < since:
        found.append(Fault(_("结束日期早于开始日期"), _("核对起止日期"), "until"))
    for name, day in (("since", since), ("until", until)):
        if day and day.year != year:
            found.append(
                Fault(_("日期不在 %(year)s 年") % {"year": year}, _("一年一份清单，请改为当年的日期"), name)
            )
    if node and since and until and not since <= node <= until:
        found.append(Fault(_("时间节点不在起止日期之内"), _("核对节点"), "node_on"))
    return found


def faults_of(lines: Sequence[tuple[int, LineDraft]], year: int) -> list[Fault]:
    """Everything that stops lines from being handed on; `row` is a line's place in the list."""
    found: list[Fault] = []
    for row, line in lines:
        if empty := missing(line):
            words = _("、").join(words for _code, words in empty)
            what = _("还没有写：%(fields)s") % {"fields": words}
            found.append(Fault(what, _("补上后再送；现在的内容已存为草稿"), empty[0][0], row))
        found += [Fault(fault.what, fault.mend, fault.field, row) for fault in contradictions(line, year)]
    return found


def a_year_on(day: date | None, years: int = 1) -> date | None:
    """The same day some years later; 29 February becomes 28 February."""
    if day is None:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return (day - timedelta(days=1)).replace(year=day.year + years)
