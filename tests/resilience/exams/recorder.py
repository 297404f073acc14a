"""What players were told is kept, and afterwards the tables are counted by a second program.

`Recorder` is told of every acknowledgement, by whatever drives the player: a plain client here, a browser's page elsewhere. `recount` reads
the tables with SQL alone and works out the chains with its own few lines, so that no fault of Zhifa's hides itself.
"""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import rfc8785

from tests.tables import ask

SAVES = """
SELECT a.key, s.number, s.device, s.turn, s.position, s.answer, s.device_at, s.received_at, s.hash
FROM sittings_save s JOIN sittings_attempt a ON a.id = s.attempt_id WHERE a.key = ANY(%s) ORDER BY a.key, s.number
"""
ATTEMPTS = """
SELECT a.key, a.started_at, a.head, a.links, a.handed_at, p.digest,
  (SELECT count(*) FROM ledger_entry e WHERE e.subject_kind = 'exam-attempt' AND e.subject_key = a.key)
FROM sittings_attempt a JOIN exams_paper p ON p.id = a.paper_id WHERE a.key = ANY(%s)
"""
GRADES = """
SELECT a.key, o.score, o."full" FROM sittings_outcome o JOIN sittings_attempt a ON a.id = o.attempt_id WHERE a.key = ANY(%s)
"""


class Answer(NamedTuple):
    """One answer as its device knows it; (attempt, device, turn) make it one."""

    attempt: str
    device: str
    turn: int
    position: str
    answer: tuple[str, ...]


@dataclass
class Recorder:
    """Every acknowledgement: of answers (their numbers in the chain), of hand-ins (head and links)."""

    answers: dict[Answer, set[int]] = field(default_factory=dict)
    hand_ins: dict[str, set[tuple[str, int]]] = field(default_factory=dict)
    shown: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def saved(self, attempt: str, sent: Mapping[str, Any], kept: Iterable[Mapping[str, Any]]) -> None:
        """An answer of the server to a `save`: `sent` is the request's body, `kept` what stands under that name in the answer."""
        by_turn = {one["turn"]: one for one in sent["saves"]}
        with self.lock:
            for fate in kept:
                one = by_turn[fate["turn"]]
                answer = Answer(attempt, sent["device"], one["turn"], one["position"], tuple(one["answer"]))
                self.answers.setdefault(answer, set()).add(fate["number"])

    def handed_in(self, attempt: str, told: Mapping[str, Any]) -> None:
        """A receipt or a promise."""
        with self.lock:
            self.hand_ins.setdefault(attempt, set()).add((told["head"], told["links"]))

    def begun(self, attempt: str, answers: Mapping[str, list[str]]) -> None:
        """What the last `start` said is kept, after everything is over."""
        with self.lock:
            self.shown[attempt] = dict(answers)


@dataclass
class Recount:
    """What the second program counted; all but the first three and `graded` must be 0."""

    acknowledged: int = 0
    rows: int = 0
    hand_ins: int = 0
    lost: int = 0
    doubled: int = 0
    broken_chains: int = 0
    hand_ins_lost: int = 0
    hand_ins_doubled: int = 0
    shown_otherwise: int = 0
    graded: int = 0
    otherwise_graded: int = 0

    @property
    def is_sound(self) -> bool:
        """Nothing lost, doubled, broken or graded otherwise."""
        wrong = (
            self.lost, self.doubled, self.broken_chains, self.hand_ins_lost, self.hand_ins_doubled, self.shown_otherwise,
            self.otherwise_graded,
        )  # fmt: skip
        return not any(wrong)

    def __add__(self, other: Recount) -> Recount:
        return Recount(*(one + more for one, more in zip(astuple(self), astuple(other), strict=True)))

    def lines(self) -> list[str]:
        """As rows of a table in Markdown."""
        return [
            f"| answers acknowledged | {self.acknowledged} |",
            f"| of these lost | {self.lost} |",
            f"| answers that stand twice | {self.doubled} |",
            f"| answers that stand | {self.rows} |",
            f"| chains that do not lead from the start to the head | {self.broken_chains} |",
            f"| hand-ins acknowledged | {self.hand_ins} |",
            f"| of these lost, or with another head | {self.hand_ins_lost} |",
            f"| attempts with more than one entry of their end | {self.hand_ins_doubled} |",
            f"| attempts whose counting answers differ from an independent recount | {self.shown_otherwise} |",
            f"| attempts graded | {self.graded} |",
            f"| of these with another grade than an independent recount | {self.otherwise_graded} |",
        ]


def recount(
    home: Path,
    recorder: Recorder,
    attempts: list[str],
    right: Mapping[str, Mapping[str, list[str]]] | None = None,
    points: int = 0,
) -> Recount:
    """Count what stands in the tables of an installation against what was acknowledged. Where an exam was marked, `right` has for each
    attempt what was right at each position when its paper was frozen, and a question is worth so many `points` (hundredths)."""
    found = Recount(acknowledged=len(recorder.answers), hand_ins=len(recorder.hand_ins))
    rows: dict[str, list[tuple[Any, ...]]] = {}
    for key, *row in ask(home, SAVES, attempts):
        rows.setdefault(key, []).append(tuple(row))
    found.rows = sum(map(len, rows.values()))
    stand: dict[Answer, list[int]] = {}
    for key, saves in rows.items():
        for number, device, turn, position, answer, *_rest in saves:
            stand.setdefault(Answer(key, device, turn, position, tuple(answer)), []).append(number)
    places = Counter((one.attempt, one.device, one.turn) for one in stand)
    found.doubled = sum(len(numbers) - 1 for numbers in stand.values()) + sum(
        many - 1 for many in places.values()
    )
    for answer, numbers in recorder.answers.items():
        found.lost += set(stand.get(answer, ())) != numbers
    for key, started_at, head, links, handed_at, digest, entries in ask(home, ATTEMPTS, attempts):
        saves = rows.get(key, [])
        if started_at is not None and _head(key, digest, started_at, saves) != (bytes(head).hex(), links):
            found.broken_chains += 1
        told = recorder.hand_ins.get(key)
        if told is not None and (handed_at is None or told != {(bytes(head).hex(), links)}):
            found.hand_ins_lost += 1
        found.hand_ins_doubled += entries > 1 or (handed_at is not None) != (entries == 1)
        if key in recorder.shown:
            found.shown_otherwise += recorder.shown[key] != counting(saves)
    grades = {key: (score, full) for key, score, full in ask(home, GRADES, attempts)}
    for key, keys in (right or {}).items():
        answers = counting(rows.get(key, []))
        score = points * sum(answers.get(position) == letters for position, letters in keys.items())
        found.graded += key in grades
        found.otherwise_graded += grades.get(key) != (score, points * len(keys))
    return found


def counting(saves: Iterable[tuple[Any, ...]]) -> dict[str, list[str]]:
    """Of each position the answer that counts: that of the highest turn, of several devices the greatest name."""
    best: dict[str, tuple[tuple[int, str], list[str]]] = {}
    for _number, device, turn, position, answer, *_rest in saves:
        if position not in best or (turn, device) > best[position][0]:
            best[position] = ((turn, device), list(answer))
    return {position: answer for position, (_place, answer) in best.items()}


def _head(key: str, digest: str, started_at: datetime, saves: list[tuple[Any, ...]]) -> tuple[str, int]:
    """The head to which the rows lead, and how many they are; where a row's own hash is another, no head at all."""
    first = {"attempt": key, "paper": digest, "started_at": _instant(started_at)}
    head = hashlib.sha256(b"\x02" + rfc8785.dumps(first)).digest()
    for place, (number, device, turn, position, answer, device_at, received_at, stored) in enumerate(
        saves, 1
    ):
        link = {
            "number": number, "position": position, "answer": list(answer), "device": device, "turn": turn,
            "device_at": _instant(device_at), "received_at": _instant(received_at),
        }  # fmt: skip
        head = hashlib.sha256(b"\x02" + head + rfc8785.dumps(link)).digest()
        if number != place or head != bytes(stored):
            return "", place
    return head.hex(), len(saves)


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
