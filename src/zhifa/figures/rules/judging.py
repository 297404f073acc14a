"""May a figure stand in a report (F127), and may two be compared (F128)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from zhifa.figures.errors import DefinitionsDiffer, FigureIncomplete
from zhifa.figures.rules.values import FigureValue, Range, rounded
from zhifa.figures.terms import PART_WORDS, State
from zhifa.kernel.errors import Fault
from zhifa.kernel.quantities import PERCENT, UnitsDoNotMix

NEEDED = ("title", "statement", "unit", "window", "denominator", "deduplication", "version")


def missing_parts(body: Mapping[str, Any], value: FigureValue | None = None) -> list[Fault]:
    """The parts of a definition, and of its value when given, that a report needs and that are missing.

    Any one kind of evidence behind any record suffices; a figure without records needs none and prints 无记录.
    """
    faults = [
        Fault(
            _("数字“%(code)s”缺少%(part)s")
            % {"code": body.get("title") or body.get("code", ""), "part": PART_WORDS[part]},
            mend=_("在定义里补上 %(part)s") % {"part": part},
            field=part,
        )
        for part in NEEDED
        if not body.get(part)
    ]
    if value is None or value.state in (State.NO_RECORDS, State.UNMEASURED):
        return faults
    if value.value is None:
        faults.append(
            Fault(
                _("数字“%(code)s”没有数值：%(why)s") % {"code": value.name, "why": value.why}, field="value"
            )
        )
    if value.record_count and value.evidence_kinds is not None and not value.evidence_kinds:
        faults.append(
            Fault(
                _("数字“%(code)s”的 %(n)d 条记录都没有佐证") % {"code": value.name, "n": value.record_count},
                mend=_("通知、议程、签到表或对方确认，有一样即可"),
                field="evidence",
            )
        )
    return faults


def complete_for_report(body: Mapping[str, Any], value: FigureValue | None = None) -> None:
    """Raises `FigureIncomplete` naming every missing part."""
    if faults := missing_parts(body, value):
        raise FigureIncomplete(faults[0].what, next_step=faults[0].mend, field=faults[0].field, faults=faults)


def growth_between(before: FigureValue, after: FigureValue) -> str:
    """Total growth in per cent from one value to another of the same figure, as printed.

    Raises `DefinitionsDiffer` when code or version differ, `UnitsDoNotMix` for other units, and
    `FigureIncomplete` where a value is missing, a range, or zero to start from.
    """
    if before.unit.code != after.unit.code:
        raise UnitsDoNotMix(_("两个数的单位不同，不能比较"))
    if (before.code, before.definition_version) != (after.code, after.definition_version):
        raise DefinitionsDiffer(
            _("两个数不是按同一口径计算的，不能比较增减"),
            why=_("前者是 %(a)s 第 %(i)d 版，后者是 %(b)s 第 %(j)d 版。")
            % {
                "a": before.code, "i": before.definition_version,
                "b": after.code, "j": after.definition_version,
            },
            next_step=_("用同一版口径重新计算两个时期，再作比较。"),
        )  # fmt: skip
    old, new = before.value, after.value
    if old is None or new is None or isinstance(old, Range) or isinstance(new, Range) or not old:
        raise FigureIncomplete(_("有一个时期没有确定的数，不能计算增减"), field="value")
    return str(rounded((Fraction(new) / Fraction(old) - 1) * 100, PERCENT.decimals))
