"""The shapes of answers, published in the OpenAPI document."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Schema


class RangeOut(Schema):
    """At least `low`, at most `high`, as decimal strings."""

    low: str
    high: str


class PartOut(Schema):
    """A labelled part of a value."""

    label: str
    value: str | RangeOut | None


class WindowOut(Schema):
    """The days looked at; `since` null is from the beginning."""

    kind: str
    since: date | None
    until: date


class FigureOut(Schema):
    """A figure with its definition. Numbers are decimal strings, never floats."""

    code: str
    name: str
    value: str | RangeOut | None
    unit: str
    unit_label: str
    state: str
    why: str
    district: str
    window: WindowOut
    definition_version: int
    statement: str
    denominator: str
    deduplication: str
    record_count: int
    composition: list[PartOut]
    parts_overlap: bool
    held_back: dict[str, int]
    late_entries: int | None = None
    reported_after_days: int | None = None
    second_party: int | None = None
    corrected: int | None = None
    scorable: bool
    evidence_kinds: dict[str, int] | None = None
    without_evidence: int | None = None
    confirmed_by: list[str] | None = None
    sealed_since: datetime | None = None
    unsealed: int | None = None


class RecordOut(Schema):
    """A record behind a figure."""

    source: str
    key: str
    title: str
    day: date
    url: str
    amount: str
    evidence: list[str]
    entered_at: datetime | None
    sealed_at: datetime | None
    confirmed_by: list[str]
    remark: str


class RecordsOut(Schema):
    """One page of records, the newest first."""

    total: int
    page: int
    pages: int
    records: list[RecordOut]
