"""Which text of an instrument stood when, and what cannot be said.

A source names, for each text that it holds, the day it was published and a day of effect. For an amended
statute that day is often the first day of the statute itself (the patent law as amended in 2020 "takes effect"
in 1985), so it may not be taken for the start of the text. The rule is therefore cautious, and a text is never
said to stand on a day on which another may have stood:

- a day of effect later than the publication is the start of that text, as is one that the source gives as its own;
- else the day of effect of an amending act published the same day is;
- else, for acts that are passed once and not amended (decisions, interpretations, amendments), the stated day;
- else the start is not stated: the text counts from 420 days after its publication, longer than any stated wait
  between publication and effect in the source (412 days; a test measures it), and the days between are a gap.

What stands before, between and after is a gap: a text that exists or may exist and is not held.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

LONGEST_WAIT = timedelta(days=420)
_DAY = timedelta(days=1)


class Basis(StrEnum):
    """Why a span begins where it does."""

    STATED = "stated"  # 施行日期 of the source
    AMENDING_ACT = "amending_act"  # the amending act of the same day says so
    UNSTATED = "unstated"  # not stated: publication and the longest wait
    GAP_AMENDED = "gap_amended"  # an amendment took effect and the text so amended is not held
    GAP_PUBLISHED = "gap_published"  # published, start not stated: the old text or the new
    GAP_EARLIER = "gap_earlier"  # the instrument was in force, with a text that is not held
    GAP_UNKNOWN = "gap_unknown"  # before the first known day: an older text, or none yet


GAPS = frozenset({Basis.GAP_AMENDED, Basis.GAP_PUBLISHED, Basis.GAP_EARLIER, Basis.GAP_UNKNOWN})


@dataclass(frozen=True)
class HeldText:
    """A text as its source states it. `amendable` is false for acts that are passed once; `is_own_day` says that the
    source gives the stated day as the first of this very text."""

    key: str
    published_on: date
    stated_on: date
    amendable: bool = True
    is_own_day: bool = False


@dataclass(frozen=True)
class Amendment:
    """An act that changed the instrument."""

    published_on: date
    effective_on: date


@dataclass(frozen=True)
class Span:
    """Days on which one text stood (`key` of a held text) or on which none can be shown (a gap, `key` empty).

    `since` None: from before all knowledge; `until` (inclusive) None: still.
    """

    since: date | None
    until: date | None
    basis: Basis
    key: str = ""
    published_on: date | None = None

    @property
    def is_gap(self) -> bool:
        """No text is held for these days."""
        return self.basis in GAPS


def start_of(text: HeldText, amendments: Sequence[Amendment]) -> tuple[date, Basis]:
    """From which day a held text can be said to stand, and why."""
    if text.is_own_day or text.stated_on > text.published_on:
        return text.stated_on, Basis.STATED
    for amendment in amendments:
        if amendment.published_on == text.published_on:
            return amendment.effective_on, Basis.AMENDING_ACT
    if not text.amendable:
        return text.stated_on, Basis.STATED
    return text.published_on + LONGEST_WAIT, Basis.UNSTATED


def history_of(
    texts: Iterable[HeldText], amendments: Iterable[Amendment] = (), repealed_on: date | None = None
) -> list[Span]:
    """The spans of one instrument, in order and without overlap, from before all knowledge to repeal or now."""
    acts = sorted(amendments, key=lambda act: act.effective_on)
    ordered = sorted(texts, key=lambda text: text.published_on)
    spans: list[Span] = []
    known = _first_known(ordered)
    for text in ordered:
        since, basis = start_of(text, acts)
        if basis is Basis.UNSTATED:
            spans.append(Span(text.published_on, None, Basis.GAP_PUBLISHED, published_on=text.published_on))
        spans.append(Span(since, None, basis, text.key, text.published_on))
    covered = {text.published_on for text in ordered}
    spans += [
        Span(act.effective_on, None, Basis.GAP_AMENDED, published_on=act.published_on)
        for act in acts
        if act.published_on not in covered
    ]
    first = min((span.since for span in spans if span.since), default=None)
    if known is not None and first is not None and known < first:
        spans.append(Span(known, None, Basis.GAP_EARLIER))
    if any(text.amendable for text in ordered):  # an act passed once did not exist before its day
        spans.append(Span(None, None, Basis.GAP_UNKNOWN))
    return _closed(spans, repealed_on)


def _first_known(texts: Sequence[HeldText]) -> date | None:
    """The first day on which the instrument is known to have been in force: the earliest stated one."""
    return min((text.stated_on for text in texts), default=None)


def _closed(spans: list[Span], repealed_on: date | None) -> list[Span]:
    """Each span ends the day before the next begins; those that would be empty, or begin after repeal, go."""
    ordered = sorted(spans, key=lambda span: (span.since or date.min, not span.is_gap))
    closed = []
    for span, following in zip(ordered, [*ordered[1:], None], strict=True):
        until = following.since - _DAY if following and following.since else None
        if repealed_on is not None and (until is None or until >= repealed_on):
            until = repealed_on - _DAY
        if until is None or until >= (span.since or date.min):
            closed.append(replace(span, until=until))
    return closed


def span_on(spans: Iterable[Span], day: date) -> Span | None:
    """The span in which a day lies; None after repeal."""
    for span in spans:
        if (span.since is None or span.since <= day) and (span.until is None or day <= span.until):
            return span
    return None


class Shortfall(StrEnum):
    """Why no text can be shown for a day."""

    UNKNOWN = "unknown"  # before the first known day
    PUBLISHED_ONLY = "published_only"  # a held text is published and begins later
    EARLIER = "earlier"  # in force with a text that is not held
    START_UNSTATED = "start_unstated"  # the old text or the new
    AMENDED = "amended"  # amended, and the text so amended is not held
    NOT_YET = "not_yet"  # before the day of an act passed once, or of a document
    REPEALED = "repealed"  # no longer in force
    TITLE_ONLY = "title_only"  # kept by title and dates


_SHORTFALLS = {
    Basis.GAP_UNKNOWN: Shortfall.UNKNOWN,
    Basis.GAP_EARLIER: Shortfall.EARLIER,
    Basis.GAP_PUBLISHED: Shortfall.START_UNSTATED,
    Basis.GAP_AMENDED: Shortfall.AMENDED,
}


def shortfall_on(spans: Sequence[Span], day: date) -> Shortfall | None:
    """Why no text can be shown for a day; None when one is held."""
    span = span_on(spans, day)
    if span is None:
        before = all(one.since is not None and day < one.since for one in spans)
        return Shortfall.NOT_YET if before else Shortfall.REPEALED
    if not span.is_gap:
        return None if span.key else Shortfall.TITLE_ONLY
    if span.basis is Basis.GAP_UNKNOWN and (following := _following(spans, span)):
        published = following.published_on
        if following.key and published is not None and published <= day:
            return Shortfall.PUBLISHED_ONLY
    return _SHORTFALLS[span.basis]


def nearest_held(spans: Iterable[Span], day: date) -> Span | None:
    """The held text whose days lie nearest to a day; of two alike the later."""
    held = [span for span in spans if span.key]
    return min(
        held, key=lambda span: (_distance(span, day), -(span.since or date.min).toordinal()), default=None
    )


def _following(spans: Sequence[Span], span: Span) -> Span | None:
    return next((one for one in spans if one.since and (span.since is None or one.since > span.since)), None)


def _distance(span: Span, day: date) -> int:
    if span.since is not None and day < span.since:
        return (span.since - day).days
    if span.until is not None and day > span.until:
        return (day - span.until).days
    return 0
