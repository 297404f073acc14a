"""Programmes and places as the gate reviews them: what their public pages say. Always Chinese."""

from __future__ import annotations

from datetime import date


def programme_text(title: str, kind: str, partners: str, since: date, until: date | None) -> str:
    """A programme in lines; what is empty is left out."""
    lines = [
        title,
        f"种类：{kind}",
        f"合作单位：{partners}" if partners else "",
        f"时间：{since.isoformat()}起" + (f"至{until.isoformat()}" if until else ""),
    ]
    return "\n".join(line for line in lines if line)


def place_text(name: str, kind: str, address: str, unit: str, opened_on: date) -> str:
    """A place of the register in lines."""
    return "\n".join(
        [name, f"种类：{kind}", f"地址：{address}", f"管理单位：{unit}", f"建成日期：{opened_on.isoformat()}"]
    )
