"""Bringing the stored spans of one instrument in step with the texts that are held of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from zhifa.laws.models import Instrument, Version
from zhifa.laws.rules.history import Amendment, HeldText, Span, history_of
from zhifa.laws.terms import PASSED_ONCE, StartBasis, VersionStatus

DOCUMENT = "document"


def held_text(version: Version, instrument: Instrument, is_own_day: bool | None = None) -> HeldText:
    """A held version as the rule of histories sees it."""
    if version.published_on is None:
        raise ValueError(version.source_key)  # the database refuses such a row
    return HeldText(
        version.source_key,
        version.published_on,
        version.stated_on or version.published_on,
        instrument.kind not in PASSED_ONCE,
        version.basis == StartBasis.STATED if is_own_day is None else is_own_day,
    )


def rewrite_history(
    instrument: Instrument, held: Sequence[Version], amendments: Iterable[Amendment]
) -> Version:
    """Write the spans that follow from the held versions (the last of which may be new) and the amending acts.

    A gap that something cites and whose days a new text fills becomes that text's row, so that the citation goes on to hold; other
    gaps that no longer are go. Raises `ProtectedError` where such a one is cited. Answers the last of the held versions. Four queries.
    """
    stored = {row.source_key: row for row in instrument.versions.all()}
    texts = {row.source_key: row for row in held}
    spans = history_of([held_text(row, instrument) for row in held], amendments, instrument.repealed_on)
    wanted = {_key(span): span for span in spans}
    if lost := texts.keys() - wanted.keys():  # a text that stood on no day: its start is that of a later one
        raise TextNeverStood(lost)
    rows: list[Version] = []
    fresh: list[Version] = []
    gone = {key: row for key, row in stored.items() if key not in wanted}
    for key, span in wanted.items():
        row = texts.get(key) or stored.get(key) or _gap(instrument, span, key)
        row.effective_on, row.ended_on, row.basis = span.since, span.until, span.basis.value
        if key in stored:
            row.pk = stored[key].pk
            rows.append(row)
        elif row.text_held and (gap := _filled(gone, span)):
            del gone[gap.source_key]
            row.pk = gap.pk
            row.save(force_update=True)
        else:
            fresh.append(row)
    Version.objects.filter(pk__in=[row.pk for row in gone.values()]).delete()
    Version.objects.bulk_update(rows, ["effective_on", "ended_on", "basis"])
    Version.objects.bulk_create(fresh)
    return held[-1]


class TextNeverStood(ValueError):
    """By its dates a text stood on no day."""


def _key(span: Span) -> str:
    return span.key or f"gap:{span.basis.value}:{span.since or 'ever'}"


def _gap(instrument: Instrument, span: Span, key: str) -> Version:
    return Version(
        instrument=instrument,
        published_on=span.published_on,
        status=VersionStatus.UNSTATED,
        source="",
        source_key=key,
        text_held=False,
    )


def _filled(gone: dict[str, Version], span: Span) -> Version | None:
    """The gap that is no more and whose days all lie in a span."""
    for row in gone.values():
        since, until = row.effective_on or date.min, row.ended_on or date.max
        if (span.since or date.min) <= since and until <= (span.until or date.max):
            return row
    return None
