"""What a set of counts must satisfy before it is accepted, and how counts are told apart from one another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from zhifa.deeds.terms import UNIT_OF, Measure, Source
from zhifa.kernel.errors import Fault

STRENGTH = {source: rank for rank, source in enumerate(Source.values)}


@dataclass(frozen=True)
class CountDraft:
    """A count to record: `value` of a measure over a channel, and where it comes from; `is_final` false while it grows."""

    measure: str
    channel: str
    source: str
    value: int
    method: str = ""
    read_on: date | None = None
    is_final: bool = True


def faults_of(counts: Sequence[CountDraft], *, occurred_on: date) -> list[Fault]:
    """Everything wrong with the counts of one deed; empty when they can stand."""
    faults: list[Fault] = []
    seen: set[tuple[str, str]] = set()
    values = {(count.measure, count.channel): count.value for count in counts}
    for count in counts:
        place = f"count-{count.measure}-{count.channel}"
        if (count.measure, count.channel) in seen:
            faults.append(Fault(_("同一渠道的同一种数填了两次"), _("只保留一个"), place))
        seen.add((count.measure, count.channel))
        if count.value < 0:
            faults.append(Fault(_("数值不能是负数"), _("填 0 或正整数；没有计量请留空"), place))
        if count.source == Source.ESTIMATE and not count.method.strip():
            faults.append(
                Fault(_("估算数没有写估算方法"), _("写明怎么估的，例如“抽样三个时段的平均在场人数”"), place)
            )
        if count.read_on and count.read_on < occurred_on:
            faults.append(Fault(_("读数日期早于活动日期"), _("核对读数日期"), place))
        times = values.get((Measure.ATTENDANCES, count.channel))
        if count.measure in (Measure.DISTINCT, Measure.STAYED) and times is not None and count.value > times:
            unit = UNIT_OF[count.measure].label
            faults.append(
                Fault(
                    _("%(label)s为 %(value)s %(unit)s，大于参加的 %(times)s 人次")
                    % {
                        "label": Measure(count.measure).label,
                        "value": count.value,
                        "unit": unit,
                        "times": times,
                    },
                    _("核对是否把人与人次写反了"),
                    place,
                )
            )
    return faults


def amount_of(value: int, at_least: int | None = None) -> str:
    """A count as it is printed, without its unit: 120, or 58–60 where only the ends are known."""
    return f"{value:,}" if at_least is None else f"{at_least:,}–{value:,}"


def weakest(sources: Iterable[str]) -> str:
    """The weakest source among several: by it a composed figure is labelled. Empty for none."""
    return max(sources, key=STRENGTH.__getitem__, default="")
