"""Papers of equal difficulty, drawn exactly.

1. **Classes.** Questions that fit the same lines of a blueprint, are of one kind and of one declared difficulty form a class. How many
   of each class every paper takes is solved once: a flow from lines to classes, under the least ceiling on the share of a class that
   still lets it through, so that no question is asked much more often than another. Where no flow is large enough, its cut names the
   lines that ask too much together. All papers take the same numbers from the same classes, so under declared difficulty they are
   equal: spread 0.
2. **The window.** Under observed difficulty a question is worth points × share of marks. With N questions and a bound of b points these
   values are counted in steps of b/4N; a window 3N steps wide then holds papers that differ by at most 3N steps and the rounding of 2N
   halves: b. For each class a table counts the choices by size and sum; together they count, for every window, the papers in it. The
   fullest window is taken.
3. **Drawing.** A class's sum is drawn by how many papers go on from it into the window, then its questions one by one by the tables. So
   every paper that fits is as likely as any other; a paper that was drawn before is drawn anew.

Worked: two lines, 2 of topic 甲 from 4 questions and 1 of any from these and 6 more. Without a ceiling the second line might live on 甲
alone; under the least one that lets 3 through, each class gives about the same share of itself.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
STEPS = 4  # of the bound, for each question
BLOCK = 250  # questions of one table; larger classes are cut, each piece gives its part


@dataclass(frozen=True)
class Line:
    """One line of a blueprint: how many of what; what is empty asks nothing. `law` is an instrument's code."""

    count: int
    kind: str
    topic: str = ""
    difficulty: int = 0
    post: str = ""
    law: str = ""


@dataclass(frozen=True)
class Candidate:
    """A question that may be drawn. `declared` and `observed` are expected shares of full marks, 0 to 1; without enough answers the
    observed one is the declared one."""

    pk: int
    kind: str
    topic: str
    difficulty: int
    posts: frozenset[str]
    laws: frozenset[str]
    declared: float
    observed: float


@dataclass(frozen=True)
class Lack:
    """What the bank cannot give: the lines (from 0) that ask for `wanted` together, of which there are only `there`."""

    lines: tuple[int, ...]
    wanted: int
    there: int


class Poor(Exception):
    """The bank cannot serve the blueprint; `lacks` say where. Without any: fewer different papers than were asked for, `possible`."""

    def __init__(self, lacks: Sequence[Lack] = (), possible: int = 0) -> None:
        super().__init__("poor")
        self.lacks = tuple(lacks)
        self.possible = possible


@dataclass(frozen=True)
class Stratum:
    """A class, or a piece of one: of its questions every paper takes `take`."""

    members: tuple[Candidate, ...]
    take: int


@dataclass(frozen=True)
class Spread:
    """What a draw came to. Points of full marks `full`; exposure and overlap in papers and questions."""

    full: float
    declared: tuple[float, float]
    observed: tuple[float, float]
    papers_possible: float  # logarithm to base 10
    exposure: tuple[int, int]
    never: int
    overlap_mean: float
    overlap_most: int

    @property
    def spread(self) -> float:
        """The larger of the two spreads, in points of 100."""
        wide = max(self.declared[1] - self.declared[0], self.observed[1] - self.observed[0])
        return wide * 100 / self.full


def fits(line: Line, one: Candidate) -> bool:
    """Whether a question may stand in a line. A question without posts is for all."""
    return (
        one.kind == line.kind
        and line.topic in ("", one.topic)
        and line.difficulty in (0, one.difficulty)
        and (not line.post or not one.posts or line.post in one.posts)
        and (not line.law or line.law in one.laws)
    )


def strata_of(lines: Sequence[Line], bank: Sequence[Candidate]) -> list[Stratum]:
    """The classes with what every paper takes of each. Raises `Poor` with the lines that ask too much."""
    classes: dict[tuple[tuple[int, ...], str, int], list[Candidate]] = defaultdict(list)
    for one in bank:
        serves = tuple(number for number, line in enumerate(lines) if fits(line, one))
        if serves:
            classes[serves, one.kind, one.difficulty].append(one)
    keys = sorted(classes)
    sizes = [len(classes[key]) for key in keys]
    serving = [[place for place, key in enumerate(keys) if number in key[0]] for number in range(len(lines))]
    wants = [line.count for line in lines]
    given, cut = _flow(wants, serving, sizes)
    if sum(given) < sum(wants):
        groups = _connected(cut, serving)
        raise Poor([_lack(group, wants, serving, sizes) for group in groups])
    low, high = 0.0, 1.0
    for _step in range(20):
        middle = (low + high) / 2
        tried, _cut = _flow(wants, serving, [math.ceil(middle * size) for size in sizes])
        if sum(tried) == sum(wants):
            given, high = tried, middle
        else:
            low = middle
    return [
        piece for key, take in zip(keys, given, strict=True) if take for piece in _pieces(classes[key], take)
    ]


def _lack(
    group: tuple[int, ...], wants: Sequence[int], serving: Sequence[Sequence[int]], sizes: Sequence[int]
) -> Lack:
    places = {place for number in group for place in serving[number]}
    return Lack(group, sum(wants[number] for number in group), sum(sizes[place] for place in places))


def _pieces(members: Sequence[Candidate], take: int) -> list[Stratum]:
    """A large class in pieces that tables can hold; each gives its part of what is taken."""
    number = max(1, min(take, math.ceil(len(members) / BLOCK)))
    return [
        Stratum(tuple(members[piece::number]), take // number + (piece < take % number)) for piece in range(number)
    ]  # fmt: skip


def _flow(
    wants: Sequence[int], serving: Sequence[Sequence[int]], room: Sequence[int]
) -> tuple[list[int], frozenset[int]]:
    """How many each class gives (largest flow, by shortest augmenting paths), and the lines on the source's side of the cut."""
    sent: list[dict[int, int]] = [defaultdict(int) for _line in wants]
    given = [0] * len(room)
    missing = list(wants)
    while True:
        start = [number for number, lack in enumerate(missing) if lack]
        before: dict[
            int, tuple[int, int]
        ] = {}  # class -> (line that reaches it, class from which that line was reached)
        reached, queue, end = set(start), deque((number, -1) for number in start), -1
        while queue and end < 0:
            line, came = queue.popleft()
            for place in serving[line]:
                if place in before:
                    continue
                before[place] = (line, came)
                if given[place] < room[place]:
                    end = place
                    break
                for other, gives in enumerate(sent):
                    if gives[place] and other not in reached:
                        reached.add(other)
                        queue.append((other, place))
        if end < 0:
            return given, frozenset(reached)
        given[end] += 1
        while end >= 0:
            line, came = before[end]
            sent[line][end] += 1
            if came >= 0:
                sent[line][came] -= 1
            else:
                missing[line] -= 1
            end = came


def _connected(lines: frozenset[int], serving: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
    """Lines of a cut that share classes, together; each group by itself asks too much."""
    groups: list[tuple[set[int], set[int]]] = []
    for line in sorted(lines):
        mine, places = {line}, set(serving[line])
        for group in [one for one in groups if one[1] & places]:
            groups.remove(group)
            mine, places = mine | group[0], places | group[1]
        groups.append((mine, places))
    return [tuple(sorted(mine)) for mine, _places in groups]


def draw(
    strata: Sequence[Stratum], points: Mapping[str, float], count: int, seed: str, *, bound: float,
    said: Callable[[int], None] = lambda done: None,
) -> list[tuple[int, ...]]:  # fmt: skip
    """`count` different papers, each a tuple of the questions' keys in the strata's order; any two differ by at most `bound` points of
    expected score. `said` hears how many there are. Raises `Poor` where there are fewer different ones."""
    size = sum(one.take for one in strata)
    step = bound / (STEPS * size)
    values = [_values(one, points, step) for one in strata]
    chances = [_sums(table_of(worth, one.take)) for worth, one in zip(values, strata, strict=True)]
    after = _after(chances)
    start = _fullest(after[0], (STEPS - 1) * size)
    share = float(after[0][start : start + (STEPS - 1) * size + 1].sum())
    possible = math.exp(min(700.0, log_choices(strata) + math.log(max(share, 1e-300))))
    if possible < count * 0.999:
        raise Poor(possible=max(0, round(possible)))
    dice = np.random.Generator(
        np.random.PCG64(int.from_bytes(hashlib.sha256(seed.encode()).digest()[:16], "big"))
    )
    found: dict[tuple[int, ...], None] = {}
    for _turn in range(200):
        need = count - len(found)
        papers = _drawn(
            strata,
            values,
            chances,
            after,
            start=start,
            width=(STEPS - 1) * size,
            count=max(need, 64),
            dice=dice,
        )
        for paper in papers:
            if len(found) < count:
                found.setdefault(tuple(paper))
        said(len(found))
        if len(found) == count:
            return list(found)
    raise Poor(possible=len(found))


def log_choices(strata: Sequence[Stratum]) -> float:
    """The natural logarithm of how many papers the strata allow, whatever they are worth."""
    return sum(math.log(math.comb(len(one.members), one.take)) for one in strata)


def _values(one: Stratum, points: Mapping[str, float], step: float) -> Ints:
    """What each question is worth above the least of its class, in steps."""
    worth = np.array([points[member.kind] * member.observed / step for member in one.members])
    whole = np.rint(worth).astype(np.int64)
    return np.asarray(whole - whole.min(), dtype=np.int64)


def table_of(values: Ints, take: int) -> Floats:
    """Element [i, j, s]: in how many ways j of the questions from i on sum to s."""
    reach = int(np.sort(values)[::-1][:take].sum())
    table = np.zeros((len(values) + 1, take + 1, reach + 1))
    table[len(values), 0, 0] = 1.0
    for place in range(len(values) - 1, -1, -1):
        value = int(values[place])
        table[place] = table[place + 1]
        if value <= reach:
            table[place, 1:, value:] += table[place + 1, :-1, : reach + 1 - value]
    return table


def _sums(table: Floats) -> Floats:
    """The chances of each sum of a class when its choices are equally likely."""
    ways = table[0, -1]
    return np.asarray(ways / ways.sum())


def _after(chances: Sequence[Floats]) -> list[Floats]:
    """Element c: the chances of each sum of the classes from c on; the last is the empty sum."""
    after = [np.array([1.0])]
    for one in reversed(chances):
        after.append(np.maximum(np.convolve(one, after[-1]), 0.0))
    return after[::-1]


def _fullest(chances: Floats, width: int) -> int:
    """Where the window of `width` steps that holds the most papers begins."""
    summed = np.concatenate([[0.0], np.cumsum(chances)])
    last = np.minimum(np.arange(len(chances)) + width + 1, len(chances))
    return int(np.argmax(summed[last] - summed[:-1]))


def _drawn(
    strata: Sequence[Stratum], values: Sequence[Ints], chances: Sequence[Floats], after: Sequence[Floats], *,
    start: int, width: int, count: int, dice: np.random.Generator,
) -> list[list[int]]:  # fmt: skip
    """Papers in the window, all that fit equally likely."""
    papers: list[list[int]] = [[] for _paper in range(count)]
    so_far = np.zeros(count, dtype=np.int64)
    for place, one in enumerate(strata):
        rest = np.concatenate([[0.0], np.cumsum(after[place + 1])])
        sums = np.zeros(count, dtype=np.int64)
        for told in np.unique(so_far):
            here = np.flatnonzero(so_far == told)
            own = np.arange(len(chances[place]))
            least = np.clip(start - told - own, 0, len(rest) - 1)
            most = np.clip(start + width - told - own + 1, 0, len(rest) - 1)
            weight = chances[place] * np.maximum(rest[most] - rest[least], 0.0)
            summed = np.cumsum(weight)
            sums[here] = np.searchsorted(summed, dice.random(len(here)) * summed[-1], side="right")
        so_far += sums
        _choose(papers, one, values[place], sums, dice)
    return papers


def _choose(
    papers: list[list[int]], one: Stratum, values: Ints, sums: Ints, dice: np.random.Generator
) -> None:
    """The questions of a class for every paper, given what they are to sum to."""
    table = table_of(values, one.take)
    left = np.full(len(papers), one.take, dtype=np.int64)
    owed = sums.copy()
    for place, member in enumerate(one.members):
        value = int(values[place])
        can = (left > 0) & (owed >= value)
        ways = np.where(can, table[place + 1, np.maximum(left - 1, 0), np.maximum(owed - value, 0)], 0.0)
        taken = dice.random(len(papers)) * table[place, left, owed] < ways
        left -= taken
        owed -= taken * value
        for paper in np.flatnonzero(taken):
            papers[paper].append(member.pk)


def spread_of(
    papers: Sequence[Sequence[int]], strata: Sequence[Stratum], points: Mapping[str, float]
) -> Spread:
    """What the papers came to, counted anew from the papers themselves."""
    members = [member for one in strata for member in one.members]
    column = {member.pk: place for place, member in enumerate(members)}
    stands = np.zeros((len(papers), len(members)), dtype=np.float32)
    for number, paper in enumerate(papers):
        stands[number, [column[pk] for pk in paper]] = 1.0
    worth = np.array([[points[m.kind] * m.declared, points[m.kind] * m.observed] for m in members])
    scores = stands.astype(np.float64) @ worth
    used = stands.sum(axis=0, dtype=np.int64)
    full = sum(points[one.members[0].kind] * one.take for one in strata)
    pairs = len(papers) * (len(papers) - 1)
    mean = float((used * (used - 1)).sum() / pairs) if pairs else 0.0
    low, high = scores.min(axis=0), scores.max(axis=0)
    return Spread(
        full, (float(low[0]), float(high[0])), (float(low[1]), float(high[1])), log_choices(strata) / math.log(10),
        (int(used.min()), int(used.max())), int((used == 0).sum()), mean, _overlap_most(stands),
    )  # fmt: skip


def _overlap_most(stands: npt.NDArray[np.float32]) -> int:
    """The most questions that two papers share; every pair is looked at, a thousand rows at a time."""
    most = 0
    for first in range(0, len(stands), 1_000):
        shared = stands[first : first + 1_000] @ stands[first:].T
        np.fill_diagonal(shared, 0.0)
        most = max(most, int(shared.max(initial=0)))
    return most
