"""What an answer is worth. Marks are whole hundredths of a point, so that sums are exact and the ledger can hold them.

Worked, with 10 points: a case of three parts gives 3.34, 3.33, 3.33. A multiple choice with key ABD answered AB: under `all` 0, under
`partial` 10 × 2/3 = 6.67; answered ABC: 0 under both. Two blanks give 5 each; 书面|书面形式 takes either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from zhifa.exams.api import CHOICE, Asked, Kind, Question, fills
from zhifa.sittings.terms import MultipleRule

UNIT = 100  # hundredths in a point
Place = tuple[int, int]  # of a question in its frozen paper, from 0; of a part in its case, from 1 (0: none)


@dataclass(frozen=True)
class Accepted:
    """What the office ruled of a question after the exam: `struck` gives everybody who had it full marks, so that nobody loses by it; else
    `keys` are the answers that count, in letters as written."""

    struck: bool = False
    keys: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Marked:
    """One question, or part of a case, of one attempt: marks in hundredths; `got` is None while it waits for people; `chosen` are the
    letters as written, or T or F; `link` is the number of the save that counted; `written` says that people have to read it."""

    position: str
    place: int
    part: int
    possible: int
    got: int | None
    chosen: str = ""
    link: int | None = None
    written: bool = False


def hundredths(points: float) -> int:
    """Points as whole hundredths."""
    return round(points * UNIT)


def split(whole: int, count: int) -> list[int]:
    """A whole in `count` parts that differ by one at most, the larger first; they add up."""
    each, left = divmod(whole, count)
    return [each + (place < left) for place in range(count)]


@dataclass(frozen=True)
class Answer:
    """The answer that counts of a position, and the number of the save that said it."""

    link: int
    texts: tuple[str, ...]


def current_answers(saves: Iterable[tuple[str, int, str, int, Sequence[str]]]) -> dict[str, Answer]:
    """The answer that counts of each position: of its saves (position, turn, device, number, texts) the one with the highest (turn,
    device), in whatever order they come. One that was taken back is not there."""
    found: dict[str, tuple[int, str, int, Sequence[str]]] = {}
    for position, turn, device, number, texts in saves:
        known = found.get(position)
        if known is None or (turn, device) > known[:2]:
            found[position] = (turn, device, number, texts)
    return {
        position: Answer(number, tuple(texts)) for position, (_t, _d, number, texts) in found.items() if texts
    }


def marks_of(
    asked: Iterable[Asked], answers: Mapping[str, Answer], points: Mapping[str, float], rule: str, rulings: Mapping[Place, Accepted],
) -> Iterator[Marked]:  # fmt: skip
    """Every question of a paper marked, in its order; of a case each part, which share its points evenly."""
    for one in asked:
        whole = hundredths(points[one.question.kind])
        parts = one.parts or (one,)
        for part, possible in zip(parts, split(whole, len(parts)), strict=True):
            ruling = rulings.get((part.place, part.part), Accepted())
            yield _marked(part, answers.get(part.position), possible, rule, ruling)


def _marked(one: Asked, given: Answer | None, possible: int, rule: str, ruling: Accepted) -> Marked:
    kind = one.question.kind
    answer = given.texts if given else ()
    if kind in CHOICE:
        answer = tuple(sorted({one.written(letter) for letter in answer}))
    chosen = "".join(answer) if kind in CHOICE or kind == Kind.JUDGE else ""
    got: int | None
    if ruling.struck:
        got = possible
    elif not any(text.strip() for text in answer):
        got = 0
    elif kind == Kind.SHORT:
        got = None
    else:
        keys = ruling.keys or (one.question.key,)
        got = max(worth(one.question, key, answer, possible, rule) for key in keys)
    return Marked(
        one.position,
        one.place,
        one.part,
        possible,
        got,
        chosen[:8],
        given.link if given else None,
        got is None,
    )


def worth(question: Question, key: Sequence[str], answer: Sequence[str], possible: int, rule: str) -> int:
    """What an answer to a closed question gets of the possible hundredths; letters as written."""
    if question.kind == Kind.FILL:
        texts = [*answer, *[""] * len(key)]
        shares = split(possible, len(key))
        return sum(
            share for share, text, wanted in zip(shares, texts, key, strict=False) if fills(text, wanted)
        )
    if question.kind != Kind.MULTIPLE:
        return possible if list(answer) == list(key) else 0
    chosen, right = set(answer), set(key)
    if chosen == right:
        return possible
    if rule != MultipleRule.PARTIAL or not chosen < right:
        return 0
    return (2 * possible * len(chosen) + len(right)) // (2 * len(right))  # the nearest hundredth, halves up


def agreed(first: int, second: int, possible: int, tolerance: float) -> int | None:
    """The mark of two markers: their mean (halves up) where they differ by at most so many per cent of the possible; else None."""
    if abs(first - second) * 100 > tolerance * possible:
        return None
    return (first + second + 1) // 2
