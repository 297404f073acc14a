"""A leader's list as the office writes it, and what one edition changes of the one before.

    带头学习宪法和法律
    佐证：学习记录
    依据：《中华人民共和国宪法》
    定期听取法治建设工作汇报

Each line is a duty, but for those that say of the duty above what usually shows it (佐证) or on which law it rests (依据, several lines
too). Numbers before a duty (1. 1、 （一） 一、) are left out: the order numbers them; but only where they begin at 1 or go on,
so that 三、四季度 stays what it says. Full-width or half-width colons, any spaces.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Literal

MARKED = re.compile(r"^(佐证|依据)\s*[：:]\s*(.*)$")
NUMERALS = "一二三四五六七八九"
NUMBERED = re.compile(
    rf"^(?:[（(]\s*([{NUMERALS}十\d]{{1,3}})\s*[)）]|([{NUMERALS}十\d]{{1,3}})\s*(?:[、．)）]|\.(?!\d)))\s*(.*)$"
)
ALIKE = 0.5  # from which share of common characters on a duty counts as the old one in other words


@dataclass(frozen=True)
class WrittenDuty:
    """A duty as written: its words, what shows it, the laws as written with their lines, the line where it stands (from 1)."""

    words: str
    line: int
    evidence: str = ""
    cites: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Unread:
    """A line that is none: 佐证 or 依据 above any duty, or without anything after it."""

    line: int
    written: str


@dataclass
class _Open:
    words: str
    line: int
    evidence: list[str] = field(default_factory=list)
    cites: list[tuple[int, str]] = field(default_factory=list)

    def closed(self) -> WrittenDuty:
        return WrittenDuty(self.words, self.line, "；".join(self.evidence), tuple(self.cites))


def duties_of(text: str) -> tuple[list[WrittenDuty], list[Unread]]:
    """The duties of a text in their order, and the lines that could not be read."""
    found: list[_Open] = []
    unread: list[Unread] = []
    last = 0
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if not line:
            continue
        marked = MARKED.match(line)
        if marked is None:
            counted, words = _counted(line)
            if counted not in (1, last + 1):
                words = line
            else:
                last = counted
            found.append(_Open(words, number))
        elif not found or not marked[2]:
            unread.append(Unread(number, line))
        elif marked[1] == "佐证":
            found[-1].evidence.append(marked[2])
        else:
            found[-1].cites.append((number, marked[2]))
    return [one.closed() for one in found], unread


def _counted(line: str) -> tuple[int, str]:
    """The number before a duty, and the duty without it; 0 where none stands there."""
    told = NUMBERED.match(line)
    if told is None:
        return 0, line
    written = told[1] or told[2]
    if written.isdecimal():
        return int(written), told[3]
    tens, ten, ones = written.rpartition("十")
    count = (NUMERALS.find(tens) + 1 if tens else 1) * 10 if ten else 0
    return count + (NUMERALS.find(ones) + 1 if ones else 0), told[3]


def written(duties: Sequence[tuple[str, str, Sequence[str]]]) -> str:
    """The text whose duties these are: words, evidence, laws of each; `duties_of` reads it again."""
    lines: list[str] = []
    for number, (words, evidence, cites) in enumerate(duties, start=1):
        lines.append(f"{number}. {words}")
        lines += [f"佐证：{evidence}"] if evidence else []
        lines += [f"依据：{cite}" for cite in cites]
    return "\n".join(lines)


@dataclass(frozen=True)
class Change:
    """What became of a duty between two editions: its number and words before and after; 0 and "" where it is not there."""

    kind: Literal["new", "gone", "changed", "moved"]
    old: int = 0
    before: str = ""
    new: int = 0
    after: str = ""


def changes(before: Sequence[str], after: Sequence[str]) -> list[Change]:
    """What the later edition changes, in its order, then what it left out. A duty in the same words is the same, moved where its
    turn among those that stayed changed; of the rest the most alike pair up as one in other words. Words are unique within an edition.

    Worked: (a, b, c) and (c, a, b′): a stays, c moved to 1, b is b′ in other words.
    """
    olds, news = (
        {words: at for at, words in enumerate(before, 1)},
        {words: at for at, words in enumerate(after, 1)},
    )
    stayed = [words for words in after if words in olds]
    matcher = SequenceMatcher(None, [words for words in before if words in news], stayed, autojunk=False)
    in_turn = {
        stayed[at] for block in matcher.get_matching_blocks() for at in range(block.b, block.b + block.size)
    }
    found = {
        words: Change("moved", olds[words], words, news[words], words) for words in stayed if words not in in_turn
    }  # fmt: skip
    gone, fresh = (
        [words for words in before if words not in news],
        [words for words in after if words not in olds],
    )
    pairs = sorted(
        ((_alike(old, new), -olds[old], -news[new], old, new) for old in gone for new in fresh), reverse=True
    )
    for alike, _old, _new, old, new in pairs:
        if alike >= ALIKE and old in gone and new in fresh:
            gone.remove(old)
            fresh.remove(new)
            found[new] = Change("changed", olds[old], old, news[new], new)
    found |= {words: Change("new", new=news[words], after=words) for words in fresh}
    left_out = [Change("gone", olds[words], words) for words in gone]
    return sorted(found.values(), key=lambda one: one.new) + left_out


def _alike(old: str, new: str) -> float:
    return SequenceMatcher(None, old, new, autojunk=False).ratio()
