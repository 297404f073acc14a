"""Beginning attempts and keeping answers, many at once in one transaction: the one way in which an answer gets into the tables.

Django's services call it with Django's cursor, the live face with its own; the statements are the same. Attempts are locked in the order of
their numbers, so that two batches never wait for each other in a circle. Nothing is acknowledged here: who called commits first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol, Self

from django.utils.translation import gettext as _

from zhifa.kernel.errors import NotFound, Refusal
from zhifa.kernel.secrecy import decrypt_bytes
from zhifa.sittings.errors import AnswersTooMany, AttemptOver, ExamClosed, NotStarted, TooEarly
from zhifa.sittings.rules.chain import Given, Link, Sheet, Taken, first_hash, instant
from zhifa.sittings.rules.clock import ON_ITS_WAY, Running
from zhifa.sittings.rules.sealing import file_key, paper_key
from zhifa.sittings.terms import PAPERS, Stage

LINKS_MOST = 20_000  # one a second for over five hours: a chain is read whole when it is handed in
LOCK = """
SELECT a.key, a.id, c.exam_id, a.links, a.head, a.started_at, a.ends_at, a.handed_at
FROM sittings_attempt a JOIN sittings_candidate c ON c.id = a.candidate_id
WHERE a.key = ANY(%s) ORDER BY a.id FOR UPDATE OF a
"""
TERMS = """
SELECT a.id, e.stage, e.opens_at, e.closes_at, e.minutes, c.extra_minutes, e.secret, p.digest
FROM sittings_attempt a JOIN sittings_candidate c ON c.id = a.candidate_id JOIN sittings_exam e ON e.id = c.exam_id
JOIN exams_paper p ON p.id = a.paper_id WHERE a.id = ANY(%s)
"""
LINKS = """
SELECT attempt_id, number, device, turn, position, answer, device_at, received_at, hash FROM sittings_save
WHERE attempt_id = ANY(%s) ORDER BY attempt_id, number
"""
SAID = "SELECT id, exam_id, words, said_at FROM sittings_broadcast WHERE exam_id = ANY(%s) ORDER BY id"
ADD = """
COPY sittings_save (attempt_id, number, device, turn, position, answer, device_at, received_at, hash) FROM STDIN
"""
MOVE = """
UPDATE sittings_attempt a SET head = m.head, links = m.links, seen_at = m.seen_at
FROM unnest(%s::bigint[], %s::bytea[], %s::int[], %s::timestamptz[]) AS m (id, head, links, seen_at) WHERE a.id = m.id
"""
BEGIN = """
UPDATE sittings_attempt a SET started_at = m.started_at, ends_at = m.ends_at, head = m.head, links = 0, seen_at = m.started_at
FROM unnest(%s::bigint[], %s::bytea[], %s::timestamptz[], %s::timestamptz[]) AS m (id, head, started_at, ends_at) WHERE a.id = m.id
"""


class Cursor(Protocol):
    """What Django's cursor and psycopg's have in common."""

    def execute(self, query: Any, params: Any = ..., /) -> Any:
        """Run one statement."""

    def fetchall(self) -> list[tuple[Any, ...]]:
        """The rows of the last one."""

    def copy(self, statement: Any, /) -> Any:
        """Rows into a table."""


@dataclass(frozen=True)
class Begin:
    """Somebody begins an attempt, or asks again for what was said when it began. `at` is when the server heard it."""

    attempt: str
    at: datetime
    seen: int = 0


@dataclass(frozen=True)
class Keep:
    """Answers to keep; none is a sign of life. `lenience` is how long after the attempt's end they are taken (None: however late);
    `reopens` takes them into an attempt that was collected, as the office decides; an attempt that holds `most` takes no more."""

    attempt: str
    at: datetime
    saves: tuple[Given, ...] = ()
    seen: int = 0
    lenience: timedelta | None = ON_ITS_WAY
    reopens: bool = False
    most: int | None = LINKS_MOST


@dataclass(frozen=True)
class Said:
    """A word to all candidates."""

    id: int
    words: str
    said_at: datetime


@dataclass(frozen=True)
class Begun:
    """An attempt that runs: its keys, its time, what is kept so far."""

    key: bytes
    file_key: bytes
    started_at: datetime
    ends_at: datetime
    head: bytes
    links: int
    turn: int
    answers: Mapping[str, list[str]]
    broadcasts: tuple[Said, ...]
    handed_at: datetime | None


@dataclass(frozen=True)
class Kept:
    """What became of the answers of one request. `late` says that one came after the end."""

    taken: tuple[Taken, ...]
    newer: Mapping[str, list[str]]
    head: bytes
    links: int
    turn: int
    ends_at: datetime
    broadcasts: tuple[Said, ...]
    handed_at: datetime | None
    late: bool


@dataclass
class _Row:
    """An attempt's row, locked."""

    key: str
    id: int
    exam: int
    links: int
    head: bytes | None
    started_at: datetime | None
    ends_at: datetime | None
    handed_at: datetime | None


@dataclass(frozen=True)
class _Terms:
    stage: str
    opens_at: datetime
    closes_at: datetime
    minutes: int
    extra_minutes: int
    secret: bytes
    paper: str


@dataclass
class _Work:
    """What is known of the attempts of a batch, and what is to be written."""

    rows: dict[str, _Row]
    terms: dict[int, _Terms]
    sheets: MutableMapping[int, Sheet]
    said: dict[int, list[Said]]
    links: list[tuple[int, Link]] = field(default_factory=list)
    begun: dict[int, _Row] = field(default_factory=dict)
    seen: dict[int, datetime] = field(default_factory=dict)

    @classmethod
    def read(cls, cursor: Cursor, orders: Sequence[Begin | Keep], sheets: MutableMapping[int, Sheet]) -> Self:
        """Lock the attempts and read what the orders need."""
        rows = _locked(cursor, {order.attempt for order in orders})
        begins = [
            rows[order.attempt].id for order in orders if isinstance(order, Begin) and order.attempt in rows
        ]
        _fill(cursor, rows.values(), sheets)
        return cls(rows, _terms(cursor, begins), sheets, _said(cursor, {row.exam for row in rows.values()}))

    def begin(self, order: Begin) -> Begun | Refusal:
        """One attempt begun, or what was said when it was."""
        row = self.rows.get(order.attempt)
        if row is None:
            return NotFound(_("没有这份答卷"))
        terms = self.terms[row.id]
        if row.started_at is None:
            if refusal := _may_not_begin(terms, order.at):
                return refusal
            running = Running(order.at, terms.minutes, terms.extra_minutes, terms.closes_at)
            row.started_at, row.ends_at = order.at, running.planned
            row.head = first_hash(row.key, terms.paper, order.at)
            self.sheets[row.id] = Sheet(row.head)
            self.begun[row.id] = row
        self.seen[row.id] = order.at
        assert row.started_at is not None and row.ends_at is not None  # noqa: S101, PT018 - the table's constraint
        sheet = self.sheets[row.id]
        secret = decrypt_bytes(terms.secret, PAPERS)
        return Begun(
            paper_key(secret, row.key), file_key(secret, row.key), row.started_at, row.ends_at, sheet.head, sheet.links, sheet.turn,
            sheet.answers, self._news(row, order.seen), row.handed_at,
        )  # fmt: skip

    def keep(self, order: Keep) -> Kept | Refusal:
        """The answers of one request into the chain, all or none."""
        row = self.rows.get(order.attempt)
        if row is None:
            return NotFound(_("没有这份答卷"))
        if row.ends_at is None:
            return NotStarted(_("还没有开始作答"), next_step=_("先点“开始答题”。"))
        sheet = self.sheets[row.id]
        fresh = any(not sheet.knows(given) for given in order.saves)
        over = row.handed_at is not None and not order.reopens
        too_late = order.lenience is not None and order.at > row.ends_at + order.lenience
        if fresh and (over or too_late):
            return self._over(row, sheet, order)
        if fresh and order.most is not None and sheet.links >= order.most:
            return AnswersTooMany(_("作答次数太多，暂时不再接收"), next_step=_("作答留在本机，请直接交卷。"))
        for given in order.saves:
            link = sheet.take(given, order.at)
            if link is not None:
                self.links.append((row.id, link))
        self.seen[row.id] = order.at
        taken = tuple(sheet.fate(given) for given in order.saves)
        newer = {
            given.position: list(sheet.counting[given.position].answer)
            for given, fate in zip(order.saves, taken, strict=True)
            if not fate.current and sheet.counting[given.position].device != given.device
        }
        late = fresh and order.at > row.ends_at + ON_ITS_WAY
        return Kept(
            taken, newer, sheet.head, sheet.links, sheet.turn, row.ends_at, self._news(row, order.seen), row.handed_at, late
        )  # fmt: skip

    def write(self, cursor: Cursor) -> None:
        """Put everything into the tables."""
        if self.links:
            with cursor.copy(ADD) as copy:
                for attempt, link in self.links:
                    one = link.given
                    copy.write_row((
                        attempt, link.number, one.device, one.turn, one.position, list(one.answer), one.device_at, link.received_at,
                        link.hash,
                    ))  # fmt: skip
        if self.begun:
            rows = list(self.begun.values())
            cursor.execute(
                BEGIN,
                [
                    [row.id for row in rows],
                    [first_head(row) for row in rows],
                    [row.started_at for row in rows],
                    [row.ends_at for row in rows],
                ],
            )
        moved = {pk: at for pk, at in self.seen.items() if pk not in self.begun or self.sheets[pk].links}
        if moved:
            sheets = [self.sheets[pk] for pk in moved]
            cursor.execute(
                MOVE,
                [
                    list(moved),
                    [sheet.head for sheet in sheets],
                    [sheet.links for sheet in sheets],
                    list(moved.values()),
                ],
            )

    def _over(self, row: _Row, sheet: Sheet, order: Keep) -> AttemptOver:
        assert row.ends_at is not None  # noqa: S101 - it was begun
        known = [sheet.fate(given) for given in order.saves if sheet.knows(given)]
        return AttemptOver(
            _("已经交卷，这次的作答没有收下") if row.handed_at else _("答题时间已到，这次的作答没有收下"),
            next_step=_("本机留有这些作答；确有需要，请在考试页面交离线交卷文件，或联系区普法办。"),
            kept=[fate_data(fate) for fate in known],
            ends_at=instant(row.ends_at),
            handed=instant(row.handed_at) if row.handed_at else None,
        )

    def _news(self, row: _Row, seen: int) -> tuple[Said, ...]:
        return tuple(one for one in self.said.get(row.exam, ()) if one.id > seen)


def carry_out(
    cursor: Cursor, orders: Sequence[Begin | Keep], sheets: MutableMapping[int, Sheet]
) -> list[Begun | Kept | Refusal]:
    """Do the orders in their sequence, in the caller's transaction; what became of each.

    `sheets` are those that the caller remembers, by the attempt's number: one that does not fit its row is read anew. After a
    rollback the caller forgets them."""
    work = _Work.read(cursor, orders, sheets)
    outcomes = [work.begin(order) if isinstance(order, Begin) else work.keep(order) for order in orders]
    work.write(cursor)
    return outcomes


def fate_data(fate: Taken) -> dict[str, Any]:
    """What became of an answer, as the wire tells it."""
    return {"turn": fate.turn, "number": fate.number, "current": fate.current}


def first_head(row: _Row) -> bytes:
    """The hash at which a chain that was just begun begins."""
    assert row.head is not None  # noqa: S101 - it was just begun
    return row.head


def _may_not_begin(terms: _Terms, at: datetime) -> Refusal | None:
    if terms.stage == Stage.CANCELLED:
        return ExamClosed(_("这场考试已经取消"), next_step=_("有疑问请联系区普法办。"))
    if at < terms.opens_at:
        return TooEarly(
            _("考试还没有开始"), next_step=_("到开考时间再点开始。"), opens_at=instant(terms.opens_at)
        )
    if at >= terms.closes_at or terms.stage != Stage.ANNOUNCED:
        return ExamClosed(
            _("考试已经截止"), next_step=_("有疑问请联系区普法办。"), closes_at=instant(terms.closes_at)
        )
    return None


def _locked(cursor: Cursor, keys: Collection[str]) -> dict[str, _Row]:
    cursor.execute(LOCK, [sorted(keys)])
    rows = [_Row(*row) for row in cursor.fetchall()]
    for row in rows:
        row.head = None if row.head is None else bytes(row.head)
    return {row.key: row for row in rows}


def _terms(cursor: Cursor, ids: Collection[int]) -> dict[int, _Terms]:
    if not ids:
        return {}
    cursor.execute(TERMS, [list(ids)])
    return {row[0]: _Terms(*row[1:]) for row in cursor.fetchall()}


def _fill(cursor: Cursor, rows: Iterable[_Row], sheets: MutableMapping[int, Sheet]) -> None:
    """Read the sheets that are not remembered, or not as they stand."""
    unknown: dict[int, _Row] = {}
    for row in rows:
        known = sheets.get(row.id)
        if row.head is not None and (known is None or (known.links, known.head) != (row.links, row.head)):
            unknown[row.id] = row
    if not unknown:
        return
    links: dict[int, list[Link]] = {pk: [] for pk in unknown}
    if any(row.links for row in unknown.values()):
        cursor.execute(LINKS, [[pk for pk, row in unknown.items() if row.links]])
        for (
            attempt,
            number,
            device,
            turn,
            position,
            answer,
            device_at,
            received_at,
            digest,
        ) in cursor.fetchall():
            given = Given(device, turn, position, tuple(answer), device_at)
            links[attempt].append(Link(number, given, received_at, bytes(digest)))
    for pk, row in unknown.items():
        assert row.head is not None  # noqa: S101 - chosen so above
        sheets[pk] = Sheet.of(row.head, links[pk])
        if (sheets[pk].links, sheets[pk].head) != (row.links, row.head):
            raise RuntimeError(f"attempt {pk}: its links do not lead to its head")


def _said(cursor: Cursor, exams: Collection[int]) -> dict[int, list[Said]]:
    if not exams:
        return {}
    cursor.execute(SAID, [list(exams)])
    said: dict[int, list[Said]] = {}
    for pk, exam, words, said_at in cursor.fetchall():
        said.setdefault(exam, []).append(Said(pk, words, said_at))
    return said
