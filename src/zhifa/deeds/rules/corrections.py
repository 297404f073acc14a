"""What a correction changed, in words for every reader: what, before, after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from zhifa.deeds.terms import UNIT_OF, Audience, Channel, CreditRole, Measure, Source
from zhifa.kernel.wording import aside, listed

NOTHING = "—"


def changes_of(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Every difference as (what, before, after). Counts are compared by measure and channel: 120 人次 → 118 人次."""
    found = [
        (words, _plain(name, before.get(name)), _plain(name, after.get(name)))
        for name, words in (
            ("title", _("名称")), ("occurred_on", _("日期")), ("audience", _("对象")), ("area", _("区域")),
            ("place", _("地点")),
        )
        if (before.get(name) or "") != (after.get(name) or "")
    ]  # fmt: skip
    if before.get("credits") != after.get("credits"):
        found.append((_("主办与协办"), _credits(before), _credits(after)))
    first, last = _counts(before), _counts(after)
    for key in sorted(first.keys() | last.keys()):
        if first.get(key) != last.get(key):
            measure, channel = key
            what = f"{Measure(measure).label}{_('，')}{Channel(channel).label}"
            found.append((what, first.get(key, NOTHING), last.get(key, NOTHING)))
    return found


def _plain(name: str, value: Any) -> str:
    if name == "audience" and value in Audience.values:
        return str(Audience(value).label)
    return str(value) if value else NOTHING


def _credits(state: Mapping[str, Any]) -> str:
    rows = state.get("credits") or ()
    return listed(aside(unit, CreditRole(role).label) for unit, role in rows) or NOTHING


def _counts(state: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """The counts of a state in words, by measure and channel; a growing one says so."""
    growing = _("，仍在到数")
    return {
        (measure, channel): aside(f"{value:,} {UNIT_OF[measure].label}", f"{Source(source).label}{mark}")
        for name, mark in (("counts", ""), ("arriving", growing))
        for measure, channel, source, value, *_method in state.get(name) or ()
    }
