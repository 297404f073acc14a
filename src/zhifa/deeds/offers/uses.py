"""One file, many uses: how many purposes an uploaded file serves on the mean, through the deeds for which it speaks."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhifa.deeds.models import Use
from zhifa.deeds.selectors import deed_records, deeds_told, hidden_records, unit_names
from zhifa.deeds.terms import State
from zhifa.kernel.quantities import FILES, USES, USES_PER_FILE
from zhifa.kernel.registry import FigureOffer, FigureSource, SourceField
from zhifa.people.api import district_code


def _uses() -> QuerySet[Any]:
    rows = Use.objects.filter(deed__state=State.CONFIRMED, deed__closed_at__isnull=False)
    return rows.annotate(in_district=district_code())


FILES_IN_USE = "deeds.uses"
SOURCE = FigureSource(
    code=FILES_IN_USE,
    title=_("记录所附的佐证"),
    queryset=_uses,
    fields=(
        SourceField("file", _("佐证文件"), "file", "key"),
        SourceField("use", _("文件和所服务的目标"), "use", "key"),
        SourceField("unit", _("主办单位"), "deed__unit__code", "code", words=unit_names),
        SourceField("day", _("日期"), "deed__occurred_on", "day"),
        SourceField("record", _("记录"), "deed__key", "key"),
    ),
    day_field="deed__occurred_on",
    district_field="in_district",
    records=deed_records,
    told=deeds_told,
    hidden=hidden_records,
)
_ONE_USE = "一份文件对一个目标只算一次，附在几条记录上、几次算到都一样"


def _different(field: str, unit: str, label: str) -> dict[str, Any]:
    return {"distinct": field, "of": FILES_IN_USE, "unit": unit, "label": label}


DEFINITIONS = FigureOffer(
    "deeds",
    (
        {
            "code": "deeds.uses_per_file",
            "title": "每份佐证平均用几次",
            "statement": "已确认记录所附的每份佐证文件，平均用于几个目标（责任、规划目标、专题等）；文件只上传一次，各个目标共用。",
            "unit": USES_PER_FILE.code,
            "window": "span",
            "denominator": "已确认记录所附的全部佐证文件，一个目标也没有用到的也在内",
            "deduplication": _ONE_USE,
            "measure": {
                "ratio": {
                    "over": _different("use", USES.code, "使用"),
                    "under": _different("file", FILES.code, "佐证文件"),
                }
            },
        },
    ),
)
