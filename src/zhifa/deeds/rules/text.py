"""The text of a deed as the gate reviews it: what its public page says, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhifa.kernel.clock import day_in_chinese


@dataclass(frozen=True)
class DeedWords:
    """What is told of a deed, in words; `counts` and `cites` one line each."""

    title: str
    kind: str
    occurred_on: date
    organiser: str
    partners: Sequence[str]
    audience: str
    where: str
    summary: str
    counts: Sequence[str]
    cites: Sequence[str]


def deed_text(deed: DeedWords) -> str:
    """The lines; what is empty is left out. Always Chinese."""
    lines = [
        deed.title,
        f"种类：{deed.kind}",
        f"日期：{day_in_chinese(deed.occurred_on)}",
        f"主办单位：{deed.organiser}",
        f"协办与合作：{'、'.join(deed.partners)}" if deed.partners else "",
        f"对象：{deed.audience}",
        f"地点：{deed.where}" if deed.where else "",
        f"内容：{deed.summary}" if deed.summary else "",
        *(f"计量：{count}" for count in deed.counts),
        *(f"讲到的法律：{cite}" for cite in deed.cites),
    ]
    return "\n".join(line for line in lines if line)
