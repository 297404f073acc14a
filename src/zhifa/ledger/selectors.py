"""Questions asked of the log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Max, Q, QuerySet

from zhifa.kernel.among import BETWEEN
from zhifa.ledger.models import BulkMember, Checkpoint, Entry, Leaf, LogIdentity, Unsealed
from zhifa.ledger.terms import DEMONSTRATION_LINE, Subject


@dataclass(frozen=True)
class EntryView:
    """One entry as others may read it; `leaf_index` and `sealed_at` are None until it is sealed."""

    id: int
    act: str
    actor_key: str
    subject: Subject
    facts: dict[str, Any]
    recorded_at: datetime
    leaf_index: int | None
    sealed_at: datetime | None


@dataclass(frozen=True)
class LogState:
    """How the log stands: its name, entries sealed and waiting, the oldest waiting, the last signed head."""

    origin: str
    is_demonstration: bool
    size: int
    waiting: int
    oldest_waiting: datetime | None
    last_signed_at: datetime | None
    note: str


_horizon: ContextVar[int | None] = ContextVar("ledger_horizon", default=None)


@contextmanager
def looking_from(size: int) -> Iterator[None]:
    """Inside, the questions below know no entry that the head of this size does not cover."""
    before = _horizon.set(size)
    try:
        yield
    finally:
        _horizon.reset(before)


def horizon() -> int | None:
    """The size of the head from which the log is looked at; None for the present."""
    return _horizon.get()


def _entries() -> QuerySet[Entry]:
    size = _horizon.get()
    return Entry.objects.all() if size is None else Entry.objects.filter(leaf__index__lt=size)


def _members() -> QuerySet[BulkMember]:
    size = _horizon.get()
    return (
        BulkMember.objects.all() if size is None else BulkMember.objects.filter(entry__leaf__index__lt=size)
    )


def entries_of(subject: Subject) -> list[EntryView]:
    """Everything recorded about a subject, alone or in a sheet, oldest first; two queries."""
    about = {"subject_kind": subject.kind, "subject_key": subject.key}
    rows = _entries().filter(Q(**about) | Q(pk__in=_members().filter(**about).values("entry_id")))
    return views_of(list(rows.select_related("leaf").order_by("pk")))


def entries_of_act(act: str) -> list[EntryView]:
    """Every entry of one act, oldest first; two queries. For acts that are few: a day's, a year's."""
    return views_of(list(Entry.objects.filter(act=act).select_related("leaf").order_by("pk")))


def entries_about(
    subjects: Iterable[Subject], *, acts: Sequence[str] = (), only: Sequence[str] = ()
) -> list[int]:
    """The numbers of all entries about the subjects, alone or in a sheet (of the acts in `only`, if any are named), and of all
    entries of the acts; in order."""
    by_kind: dict[str, list[str]] = {}
    for subject in subjects:
        by_kind.setdefault(subject.kind, []).append(subject.key)
    where = Q(act__in=acts)
    members = Q(pk__in=[])
    for kind, keys in by_kind.items():
        where |= Q(subject_kind=kind, subject_key__among=keys)
        members |= Q(subject_kind=kind, subject_key__among=keys)
    sheets = _members().filter(members).values("entry_id").distinct()
    found = _entries().filter(where | Q(pk__in=sheets))
    if only:
        found = found.filter(act__in=[*only, *acts])
    return list(found.order_by("pk").values_list("pk", flat=True))


def views_of(entries: Sequence[Entry]) -> list[EntryView]:
    """Entries (with `leaf` selected) as views, their signing times in one more query."""
    leaves = {entry.pk: _leaf_of(entry) for entry in entries}
    sizes = {leaf.checkpoint_size for leaf in leaves.values() if leaf}
    signed = dict(Checkpoint.objects.filter(pk__in=sizes).values_list("size", "signed_at"))
    views = []
    for entry in entries:
        leaf = leaves[entry.pk]
        views.append(
            EntryView(
                id=entry.pk,
                act=entry.act,
                actor_key=entry.actor,
                subject=Subject(entry.subject_kind, entry.subject_key),
                facts=entry.facts,
                recorded_at=entry.recorded_at,
                leaf_index=leaf.index if leaf else None,
                sealed_at=signed.get(leaf.checkpoint_size) if leaf else None,
            )
        )
    return views


# What is noted about a thing and leaves it as it is: going out to strangers and coming back.
LEAVES_UNALTERED = (
    "publishing.published",
    "publishing.ended",
    "deeds.publish_deeds",
    "deeds.unpublish_deeds",
)


SEALED = """
WITH asked AS (SELECT unnest(string_to_array(%(keys)s, %(between)s)) AS key),
newest AS (
    SELECT told.key, max(told.entry) AS entry
    FROM (
        SELECT subject_key AS key, id AS entry FROM ledger_entry
        WHERE subject_kind = %(kind)s AND subject_key IN (SELECT key FROM asked) AND act <> ALL(%(apart)s)
        UNION ALL
        SELECT member.subject_key, member.entry_id FROM ledger_bulkmember AS member
        JOIN ledger_entry AS sheet ON sheet.id = member.entry_id
        WHERE member.subject_kind = %(kind)s AND member.subject_key IN (SELECT key FROM asked) AND sheet.act <> ALL(%(apart)s)
    ) AS told
    LEFT JOIN ledger_leaf AS place ON place.entry_id = told.entry
    WHERE %(size)s::bigint IS NULL OR place.index < %(size)s::bigint
    GROUP BY told.key
)
SELECT count(leaf.index), max(head.signed_at)
FROM newest JOIN ledger_leaf AS leaf ON leaf.entry_id = newest.entry JOIN ledger_checkpoint AS head ON head.size = leaf.checkpoint_size
"""


def sealed_among(kind: str, keys: Sequence[str]) -> tuple[int, datetime | None]:
    """Of these things of one kind, for how many the latest entry that altered them is sealed, and when the last of these was: what
    `sealed_times` says of each, in one query."""
    told = {
        "kind": kind, "keys": BETWEEN.join(keys), "between": BETWEEN, "apart": list(LEAVES_UNALTERED), "size": _horizon.get(),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(SEALED, told)
        (sealed, last) = cursor.fetchone()
    return sealed, last


def sealed_entries(entry_ids: Sequence[int]) -> dict[int, int]:
    """The place in the log of those of these entries that are sealed. One query."""
    places = Leaf.objects.filter(entry_id__among=entry_ids).values_list("entry_id", "index")
    return dict(places) if entry_ids else {}


def sealed_times(subjects: Iterable[Subject]) -> dict[Subject, datetime | None]:
    """When the latest entry that altered each subject was sealed (publication alters nothing); None while it waits. Four queries
    for any number."""
    wanted = list(dict.fromkeys(subjects))
    by_kind: dict[str, list[str]] = {}
    for subject in wanted:
        by_kind.setdefault(subject.kind, []).append(subject.key)
    if not by_kind:
        return {}
    where = Q()
    for kind, keys in by_kind.items():
        where |= Q(subject_kind=kind, subject_key__among=keys)
    newest = (
        _entries()
        .filter(where)
        .exclude(act__in=LEAVES_UNALTERED)
        .values_list("subject_kind", "subject_key")
        .annotate(last=Max("pk"))
        .values_list("subject_kind", "subject_key", "last")
    )
    last = {Subject(kind, key): entry_id for kind, key, entry_id in newest}
    in_sheets = (
        _members()
        .filter(where)
        .exclude(entry__act__in=LEAVES_UNALTERED)
        .values_list("subject_kind", "subject_key")
        .annotate(last=Max("entry_id"))
        .values_list("subject_kind", "subject_key", "last")
    )
    for kind, key, entry_id in in_sheets:
        subject = Subject(kind, key)
        last[subject] = max(entry_id, last.get(subject, entry_id))
    sizes = dict(
        Leaf.objects.filter(entry_id__among=last.values()).values_list("entry_id", "checkpoint_size")
    )
    signed = dict(Checkpoint.objects.filter(pk__in=set(sizes.values())).values_list("size", "signed_at"))
    return {
        subject: signed.get(sizes.get(last.get(subject, -1), -1)) for subject in wanted
    }  # a subject without entries has no time


def latest_checkpoint() -> Checkpoint | None:
    """The newest signed head, or the one from which the log is looked at."""
    heads = Checkpoint.objects.order_by("-size")
    size = _horizon.get()
    return (heads if size is None else heads.filter(size=size)).first()


def demonstration_mark() -> str:
    """The line that marks everything of a demonstration; empty in a real district."""
    identity = LogIdentity.objects.first()
    return DEMONSTRATION_LINE.partition(": ")[2] if identity and identity.is_demonstration else ""


def log_state() -> LogState:
    """The state of the log in four queries."""
    identity = LogIdentity.objects.first()
    newest = latest_checkpoint()
    oldest = Unsealed.objects.select_related("entry").order_by("pk").first()
    return LogState(
        origin=identity.origin if identity else "",
        is_demonstration=bool(identity and identity.is_demonstration),
        size=newest.size if newest else 0,
        waiting=Unsealed.objects.count(),
        oldest_waiting=oldest.entry.recorded_at if oldest else None,
        last_signed_at=newest.signed_at if newest else None,
        note=newest.note if newest else "",
    )


def _leaf_of(entry: Entry) -> Leaf | None:
    try:
        return entry.leaf
    except Leaf.DoesNotExist:
        return None
