"""A blueprint out of a should-know list: so many questions on every law that it names, and the laws on which the bank has too few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from zhifa.exams.rules.assembly import Candidate, Line


@dataclass(frozen=True)
class Gap:
    """A law of the list on which there are fewer usable questions than the paper asks."""

    law: str
    there: int


def lines_for(
    laws: Sequence[str], bank: Sequence[Candidate], post: str, each: int
) -> tuple[list[Line], list[Gap]]:
    """For each law (an instrument's code) `each` questions for the class of posts, of the kind of which the bank has most; of a law with
    fewer, what there is, and a gap."""
    lines: list[Line] = []
    gaps: list[Gap] = []
    for law in dict.fromkeys(laws):
        mine = [one for one in bank if law in one.laws and (not one.posts or post in one.posts)]
        left = each
        for kind, there in Counter(one.kind for one in mine).most_common():
            if left and (take := min(left, there)):
                lines.append(Line(take, kind, law=law, post=post))
                left -= take
        if left:
            gaps.append(Gap(law, len(mine)))
    return lines, gaps
