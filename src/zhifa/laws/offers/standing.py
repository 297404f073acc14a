"""Figures of the library: how many instruments stand on a day, and of how many the words of that day are held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhifa.kernel.quantities import ITEMS, PERCENT
from zhifa.kernel.registry import FigureOffer, FigureSource, SourceField, SourceRecord
from zhifa.laws.models import Instrument, LawStanding
from zhifa.laws.terms import HELD, LACKING, STANDING_SOURCE, InstrumentKind
from zhifa.people.api import district_code


def _rows() -> QuerySet[Any]:
    return LawStanding.objects.annotate(in_district=district_code())


def _records(keys: Sequence[Any]) -> list[SourceRecord]:
    """Each with the first day on which it is known to stand."""
    rows = Instrument.objects.filter(code__in=list(keys)).order_by("pinyin")
    rows = rows.annotate(first=Min("versions__effective_on"))
    return [
        SourceRecord(
            key=row.code, title=row.title, day=row.first or date.min, url=reverse("laws_instrument", args=[row.code]),
            remark=row.get_kind_display(),
        )
        for row in rows
    ]  # fmt: skip


SOURCE = FigureSource(
    code=STANDING_SOURCE,
    title=_("施行中的法律文件"),
    queryset=_rows,
    fields=(
        SourceField("kind", _("类别"), "kind", "code", labels=dict(InstrumentKind.choices)),
        SourceField(
            "words", _("当日文本"), "words", "code", labels={HELD: _("已收录"), LACKING: _("未收录")}
        ),
        SourceField("day", _("日期"), "day", "day"),
        SourceField("change", _("增减"), "change", "number", unit=ITEMS),
        SourceField("record", _("记录"), "instrument__code", "key"),
    ),
    day_field="day",
    district_field="in_district",
    records=_records,
)

ALL = "已知在统计时点施行的法律、法规、规章、司法解释等；只按标题收录的党内法规和政策文件不在内，废止日期不明的也不在内"
ONCE = "一件法律文件不论有几个文本，同一天只算一件"
STANDING = {"sum": "change", "of": STANDING_SOURCE}
STANDING_HELD = {**STANDING, "where": [{"field": "words", "is": HELD}]}

DEFINITIONS = FigureOffer(
    "laws",
    (
        {
            "code": "laws.in_force",
            "title": "法规库里施行中的法律文件",
            "statement": "统计时点已知施行的法律文件件数，按当日文本有没有收录分列。",
            "unit": ITEMS.code, "window": "as-at", "denominator": ALL, "deduplication": ONCE,
            "measure": STANDING, "split": "words",
        },
        {
            "code": "laws.in_force_held",
            "title": "收录了当日文本的法律文件",
            "statement": "统计时点施行、当日文本已经收录的法律文件件数，按类别分列；收录的是别的日子的文本，不算。",
            "unit": ITEMS.code, "window": "as-at", "denominator": ALL, "deduplication": ONCE,
            "measure": STANDING_HELD, "split": "kind",
        },
        {
            "code": "laws.completeness",
            "title": "法规库完整度",
            "statement": "统计时点施行的法律文件中，当日文本已经收录的百分比。",
            "unit": PERCENT.code, "window": "as-at", "denominator": ALL, "deduplication": ONCE,
            "measure": {"ratio": {"over": {**STANDING_HELD, "label": "已收录"}, "under": {**STANDING, "label": "施行中"}}},
        },
    ),
)  # fmt: skip
