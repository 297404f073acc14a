"""A small bank made of the words of provisions: nothing is copied from any collection of questions.

Four shapes: of which law is a sentence (single), which sentences are of a law (multiple), a sentence as it stands or with 应当 turned
into 可以 (true or false), a sentence with its number left out (fill in). Always the same questions of the same texts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from zhifa.exams.api import BlueprintDraft, Kind, Line, Question

LAWS: Final = ("宪法", "行政处罚法", "公务员法", "治安管理处罚法", "监察法", "行政诉讼法")
EACH = 24  # questions of a shape
PAPERS = 30
COURSE_LAW, COURSE_CHECKS = "行政处罚法", 3
POINTS: Final = {
    Kind.SINGLE.value: 3.0,
    Kind.MULTIPLE.value: 4.0,
    Kind.JUDGE.value: 2.0,
    Kind.FILL.value: 2.0,
}
BLUEPRINT: Final = BlueprintDraft(
    "国家工作人员学法用法考试（示例）", POINTS,
    (Line(10, "single"), Line(10, "multiple"), Line(10, "judge"), Line(5, "fill")),
)  # fmt: skip
NUMBER = re.compile(r"([一二三四五六七八九十百]+)(?=日内|个月|周岁|年以|年内|元以|人以上)")


@dataclass(frozen=True)
class Article:
    """A provision's words."""

    law: str
    label: str
    text: str

    @property
    def cite(self) -> str:
        """The provision as a citation."""
        return f"《{self.law}》{self.label}"


@dataclass(frozen=True)
class Made:
    """A question with what it rests on."""

    question: Question
    law: str
    difficulty: int
    cites: tuple[str, ...]


def questions(articles: Sequence[Article]) -> list[Made]:
    """The bank: about as many of each shape and law."""
    by_law, turns = _sentences(articles)
    titles = sorted(by_law)
    ought, numbered = _ought(turns), _numbered(turns)
    return [
        *_singles(turns[:EACH], titles),
        *_multiples(by_law, titles),
        *_judges(ought[EACH : 2 * EACH]),
        *_fills(numbered[:EACH]),
    ]


def practice(articles: Sequence[Article]) -> list[Made]:
    """Questions of the practice: of the same two shapes, on other sentences than the bank's."""
    _by_law, turns = _sentences(articles)
    return [*_judges(_ought(turns)[:EACH]), *_fills(_numbered(turns)[EACH : 2 * EACH])]


def course(practised: Sequence[Made]) -> str:
    """A course, as its author would write it: the articles on which questions of one law rest, then those questions."""
    mine = [one for one in practised if one.law == COURSE_LAW][:COURSE_CHECKS]
    articles = dict.fromkeys(cite for one in mine for cite in one.cites)
    lines = "\n".join(f"法条：{cite}" for cite in articles)
    said = f"先读下面 {len(articles)} 条，显示的是今天的条文；读完做自测，答错的题过几天会在“练一练”里再来。"
    return f"{said}\n\n{lines}\n\n自测：{COURSE_LAW} {len(mine)}"


Pair = tuple[Article, str]


def _sentences(articles: Sequence[Article]) -> tuple[dict[str, list[Pair]], list[Pair]]:
    """The first sentences that say enough: by law, and all of them, law by law in turn."""
    by_law: dict[str, list[Pair]] = defaultdict(list)
    for one in articles:
        if said := _sentence(one.text):
            by_law[one.law].append((one, said))
    longest = max(map(len, by_law.values()), default=0)
    titles = sorted(by_law)
    return by_law, [
        by_law[law][place] for place in range(longest) for law in titles if place < len(by_law[law])
    ]


def _ought(turns: Sequence[Pair]) -> list[Pair]:
    return [pair for pair in turns if "应当" in pair[1]]


def _numbered(turns: Sequence[Pair]) -> list[Pair]:
    return [pair for pair in turns if len(NUMBER.findall(pair[1])) == 1]


def _sentence(text: str) -> str:
    """The first sentence, where it says enough by itself and is not too long."""
    first = text.strip().split("\n")[0].partition("。")[0].strip()
    fit = 18 <= len(first) <= 70 and "：" not in first and "本法" not in first and "前款" not in first
    return f"{first}。" if fit else ""


def _singles(pairs: Sequence[tuple[Article, str]], titles: Sequence[str]) -> Iterator[Made]:
    for place, (one, said) in enumerate(pairs):
        others = [title for title in titles if title != one.law]
        options = [others[(place + turn) % len(others)] for turn in range(3)]
        options.insert(place % 4, one.law)
        told = tuple(f"《{title}》" for title in options)
        question = Question(
            "single", f"“{said}”这是哪一部法律的规定？", told, ("ABCD"[place % 4],), f"见{one.cite}。"
        )
        yield Made(question, one.law, 2 + place % 3, (one.cite,))


def _multiples(by_law: dict[str, list[tuple[Article, str]]], titles: Sequence[str]) -> Iterator[Made]:
    for place in range(EACH):
        law, other = titles[place % len(titles)], titles[(place + 1) % len(titles)]
        mine, foreign = by_law[law], by_law[other]
        turn = 2 * (place // len(titles))
        if len(mine) < turn + 2 or len(foreign) < turn + 12:
            continue
        right, wrong = mine[-turn - 2 : len(mine) - turn], foreign[turn + 10 : turn + 12]
        told = [right[0][1], wrong[0][1], right[1][1], wrong[1][1]]
        why = "、".join(one.cite for one, _said in right)
        stem = f"下列哪些是《{law}》的规定？"
        question = Question("multiple", stem, tuple(told), ("A", "C"), f"见{why}。")
        yield Made(question, law, 3 + place % 2, tuple(one.cite for one, _said in right))


def _judges(pairs: Sequence[tuple[Article, str]]) -> Iterator[Made]:
    for place, (one, said) in enumerate(pairs):
        true = place % 2 == 0
        words = said if true else said.replace("应当", "可以", 1)
        why = f"见{one.cite}。" if true else f"{one.cite}的原文是“应当”。"
        yield Made(
            Question("judge", f"《{one.law}》规定：{words}", (), ("T" if true else "F",), why),
            one.law,
            2 + place % 2,
            (one.cite,),
        )


def _fills(pairs: Sequence[tuple[Article, str]]) -> Iterator[Made]:
    for one, said in pairs:
        number = NUMBER.findall(said)[0]
        stem = f"《{one.law}》规定：{NUMBER.sub('____', said)}"
        yield Made(Question("fill", stem, (), (number,), f"见{one.cite}。"), one.law, 3, (one.cite,))
