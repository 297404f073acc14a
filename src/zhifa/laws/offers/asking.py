"""Figures of what residents asked: how often, and whether the library had an answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhifa.kernel.quantities import OCCASIONS
from zhifa.kernel.registry import FigureOffer, FigureSource, SourceField, SourceRecord
from zhifa.laws.models import AskedQuestion
from zhifa.laws.terms import ASKED_SOURCE, Asked
from zhifa.people.api import district_code


def _rows() -> QuerySet[Any]:
    return AskedQuestion.objects.annotate(in_district=district_code())


def _records(keys: Sequence[Any]) -> list[SourceRecord]:
    """A record says the day and the outcome: that is all that is known of it."""
    rows = AskedQuestion.objects.filter(pk__in=[int(key) for key in keys])
    return [
        SourceRecord(
            key=str(row.pk),
            title=str(_("一次提问（不留内容）")),
            day=row.day,
            url="",
            remark=row.get_outcome_display(),
        )
        for row in rows
    ]


SOURCE = FigureSource(
    code=ASKED_SOURCE,
    title=_("“问法律”的提问"),
    queryset=_rows,
    fields=(
        SourceField("outcome", _("结果"), "outcome", "code", labels=dict(Asked.choices)),
        SourceField("day", _("日期"), "day", "day"),
    ),
    day_field="day",
    district_field="in_district",
    records=_records,
)


def _definition(code: str, title: str, told: str, outcomes: Sequence[str]) -> dict[str, Any]:
    where = {"where": [{"field": "outcome", "in": list(outcomes)}]} if outcomes else {}
    return {
        "code": code,
        "title": title,
        "statement": f"“问法律”页上提出的问题，{told}，按结果分列。",
        "unit": OCCASIONS.code,
        "window": "span",
        "denominator": "“问法律”页上的全部提问；全站检索和程序接口的查询不在内",
        "deduplication": "提一次算一次，同一人再问再算；不留问题的内容和提问人",
        "measure": {"count": ASKED_SOURCE, **where},
        "split": "outcome",
    }


DEFINITIONS = FigureOffer(
    "laws",
    (
        _definition("laws.questions", "“问法律”提问", "不论有没有找到条文", ()),
        _definition(
            "laws.questions_answered", "“问法律”找到答案的提问",
            "列出了至少一条现行条文（相关程度达到门槛，或者就是所问的条号），而且提问人没有说“没解决”",
            (Asked.CITED, Asked.HELPED),
        ),
        _definition(
            "laws.questions_unanswered", "“问法律”没有找到答案的提问",
            "没有列出现行条文，或者检索索引不可用，或者提问人说“没解决”",
            (Asked.NONE, Asked.NOT_HELPED),
        ),
    ),
)  # fmt: skip
