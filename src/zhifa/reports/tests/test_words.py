"""The checker keeps words and units of its own; they are those that the mechanisms offer. `scripts/make_words.py` writes them anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.utils.translation import override
from zhifa_verify import check

from zhifa.figures.terms import UNNAMED_PART
from zhifa.kernel.quantities import UNITS
from zhifa.kernel.registry import FigureSource, offered
from zhifa.plans.api import CampaignKind

MEASURE = "deeds.attendances"  # any measure: their sources publish the same fields


def words_offered() -> dict[str, Any]:
    """What words.json must hold."""
    with override("zh-hans"):
        sources = {source.code: source for source in offered(FigureSource)}
        counts = {code for code, source in sources.items() if is_count(source)}
        return {
            "base": "基期", "last": "末期", "over": "分子", "under": "分母", "year": "年", "unnamed": str(UNNAMED_PART),
            "chosen": "符合条件的记录", "all": "全部记录",
            "sorts": {kind.value: str(kind.label) for kind in CampaignKind},
            "units": {code: {"label": str(unit.label), "decimals": unit.decimals} for code, unit in UNITS.items()},
            "measures": {code.partition(".")[2]: number_units(sources[code])["value"] for code in sorted(counts)},
            "numbers": {code: number_units(source) for code, source in sources.items() if code not in counts},
            "sources": {code: str(source.title) for code, source in sources.items()},
            "fields": {
                "counts" if code == MEASURE else code: [field.name for field in source.fields]
                for code, source in sources.items()
                if code == MEASURE or code not in counts
            },
            "labels": {
                f"{'counts' if code == MEASURE else code}.{field.name}": {name: str(label) for name, label in field.labels.items()}
                for code, source in sources.items()
                if code == MEASURE or code not in counts
                for field in source.fields
                if field.labels
            },
        }  # fmt: skip


def is_count(source: FigureSource) -> bool:
    return source.code.startswith("deeds.") and any(field.name == "value" for field in source.fields)


def number_units(source: FigureSource) -> dict[str, str]:
    return {field.name: field.unit.code for field in source.fields if field.kind == "number" and field.unit}


def test_the_checker_has_the_words_that_are_offered() -> None:
    path = Path(check.__file__).with_name("words.json")
    assert json.loads(path.read_text("utf-8")) == words_offered()
