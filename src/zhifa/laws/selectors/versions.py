"""Which version stood on a day, and whether its text is held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from zhifa.laws.models import Instrument, Provision, ProvisionText, Version
from zhifa.laws.rules.history import Basis, Shortfall, Span, nearest_held, shortfall_on, span_on
from zhifa.laws.terms import StartBasis, VersionStatus


@dataclass(frozen=True)
class Held:
    """The version that stood on a day, its text held. `caution` is what a reader must know besides."""

    version: Version
    caution: str = ""


@dataclass(frozen=True)
class NotHeld:
    """No text can be shown for a day: why, in words; the version row of that day, if the instrument then stood
    or may have stood; and the nearest text that is held, never in its place."""

    code: Shortfall
    reason: str
    version: Version | None
    nearest: Version | None


def on_day(day: date, prefix: str = "") -> Q:
    """The condition that a version's days hold a day."""
    since, until = f"{prefix}effective_on", f"{prefix}ended_on"
    return (Q(**{since: None}) | Q(**{f"{since}__lte": day})) & (
        Q(**{until: None}) | Q(**{f"{until}__gte": day})
    )


def version_in_force(instrument: Instrument, on: date) -> Version | None:
    """The version known to have been in force that day, its text held or not; None before the first known day
    and after repeal. One query."""
    found = instrument.versions.filter(on_day(on)).exclude(basis=StartBasis.GAP_UNKNOWN).first()
    return found if found is not None else None


def holding_on(instrument: Instrument, on: date) -> Held | NotHeld:
    """The text that stood that day, or in words why none can be shown. One query."""
    return holding_among(instrument, list(instrument.versions.all()), on)


def holding_among(instrument: Instrument, versions: Sequence[Version], on: date) -> Held | NotHeld:
    """The same from versions that are at hand (all of the instrument's). No query."""
    spans = {_span(version): version for version in versions}
    span = span_on(spans, on)
    code = shortfall_on(list(spans), on)
    if code is None and span is not None:
        return Held(spans[span], _caution(instrument, spans[span]))
    nearest = nearest_held(spans, on)
    near = spans[nearest] if nearest else None
    version = spans[span] if span else None
    if version is None and versions:  # before or after all its days: the one nearest to the day explains
        outside = versions[0] if code is Shortfall.NOT_YET else versions[-1]
        return NotHeld(code or Shortfall.UNKNOWN, _reason(code, instrument, outside, near, on), None, near)
    reason = _reason(code, instrument, version, near, on)
    return NotHeld(code or Shortfall.UNKNOWN, reason, version, near)


def text_on(provision: Provision, on: date) -> ProvisionText | NotHeld:
    """The words of a provision as they stood that day, or why they cannot be shown. Two queries."""
    holding = holding_on(provision.instrument, on)
    if isinstance(holding, NotHeld):
        return holding
    text = provision.texts.filter(version=holding.version).first()
    if text is not None:
        return text
    reason = _("当日施行的文本没有%(article)s。") % {"article": provision.label}
    return NotHeld(Shortfall.UNKNOWN, reason, holding.version, None)


def _span(version: Version) -> Span:
    return Span(
        version.effective_on,
        version.ended_on,
        Basis(version.basis),
        version.source_key if version.text_held else "",
        version.published_on,
    )


def _caution(instrument: Instrument, version: Version) -> str:
    if instrument.is_repealed and instrument.repealed_on is None and version.status == VersionStatus.REPEALED:
        return _("来源注明已废止，但没有载明废止日期，请核对当日是否仍在施行。")
    return ""


def _reason(
    code: Shortfall | None, instrument: Instrument, version: Version | None, near: Version | None, on: date
) -> str:
    """The shortfall in a sentence or two, with the days that explain it."""
    day = on.isoformat()
    words = {
        Shortfall.UNKNOWN: _("%(day)s 的文本未收录：当时施行的可能是更早的文本，也可能尚未施行。"),
        Shortfall.PUBLISHED_ONLY: _("%(day)s 时新文本已经公布，尚未施行；此前的文本未收录。"),
        Shortfall.EARLIER: _("%(day)s 时已在施行，但当日文本未收录。"),
        Shortfall.START_UNSTATED: _(
            "来源没有载明 %(published)s 公布的文本何时施行，不能断定 %(day)s 施行的是哪个文本。"
        ),
        Shortfall.AMENDED: _("%(published)s 公布的修改已经施行，修改后的文本未收录。"),
        Shortfall.NOT_YET: _("自 %(since)s 起施行，%(day)s 尚未施行。"),
        Shortfall.REPEALED: _("已于 %(repealed)s 废止，%(day)s 不再施行。")
        if instrument.repealed_on
        else _("施行到 %(ended)s 为止，%(day)s 不再施行。"),
        Shortfall.TITLE_ONLY: _("按标题和日期收录，不收录正文。"),
    }[code or Shortfall.UNKNOWN] % {
        "day": day,
        "since": _iso(version.effective_on if version else None),
        "repealed": _iso(instrument.repealed_on),
        "ended": _iso(version.ended_on if version else None),
        "published": _iso(version.published_on if version else None),
    }
    if near is not None:
        nearest = _("最接近的已收录文本公布于 %(published)s，自 %(since)s 起采用。") % {
            "published": _iso(near.published_on),
            "since": _iso(near.effective_on),
        }
        words = f"{words}{nearest}"
    return words


def _iso(day: date | None) -> str:
    return day.isoformat() if day else "—"
