"""A question as rows of a table: one row each, and one for every part of a case, which repeats the case's material.

This is the one shape in which banks come in from sheets and from every other format, and in which they go out; what it says nothing of
(a code, a version, a reviewer) the bank itself knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby

from zhifa.exams.rules.questions import Question, key_from, key_written, tidied, tidy
from zhifa.exams.terms import CHOICE, LETTERS, Kind

KIND_WORDS = {
    "single": "单选题|单选|单项选择题|单项选择|单项",
    "multiple": "多选题|多选|多项选择题|多项选择|不定项选择题|不定项|多项",
    "judge": "判断题|判断|是非题|判断正误",
    "fill": "填空题|填空",
    "short": "简答题|简答|问答题|论述题|论述|主观题",
}
POOL_WORDS = {"exam": "考试题|考试|正式考试", "practice": "练习题|练习|自测题|自测"}
OPTION = [f"option_{letter.lower()}" for letter in LETTERS]


@dataclass(frozen=True)
class BankRow:
    """One row: texts as they stand in the cells. `place` says where in the file it stood, for whoever mends it there."""

    kind: str = ""
    stem: str = ""
    options: tuple[str, ...] = ()
    key: str = ""
    explanation: str = ""
    case: str = ""
    laws: str = ""
    topic: str = ""
    difficulty: str = ""
    posts: str = ""
    place: str = ""
    pool: str = ""


@dataclass(frozen=True)
class Written:
    """A question with what stands beside it in a bank's file."""

    question: Question
    laws: tuple[str, ...] = ()
    topic: str = ""
    difficulty: int | None = None
    posts: tuple[str, ...] = ()
    place: str = field(default="", compare=False)
    pool: str = ""


def kind_named(text: str) -> str:
    """The kind that a heading or a cell names; "" for none."""
    for code, words in KIND_WORDS.items():
        if any(word in text for word in words.split("|")):
            return code
    return Kind.CASE if "案例" in text else ""


def pool_named(text: str) -> str:
    """The pool that a cell or a line names, by its code or a word; "" for none."""
    said = text.strip()
    return next((code for code, words in POOL_WORDS.items() if said in (code, *words.split("|"))), "")


def kind_of(options: Iterable[str], key: str) -> str:
    """The kind of a question whose kind nobody wrote: by its options and its key."""
    if any(option.strip() for option in options):
        letters, _odd = key_from(Kind.MULTIPLE, key)
        return Kind.MULTIPLE if len(letters) > 1 else Kind.SINGLE
    meant, _odd = key_from(Kind.JUDGE, key)
    return Kind.JUDGE if meant in (("T",), ("F",)) and key.strip().upper() not in ("A", "B") else Kind.SHORT


def question_of(row: BankRow) -> Question:
    """The question of one row, tidied; its kind from its options and key where none is written."""
    kind = row.kind or kind_of(row.options, row.key)
    key, _odd = key_from(kind, row.key)
    options = row.options if kind in CHOICE else tuple(one for one in row.options if one.strip())
    if kind == Kind.JUDGE and len(options) == 2:  # A. 对 B. 错: the options say what judging is
        options = ()
    return tidied(Question(kind, row.stem, options, key, row.explanation))


def written_of(rows: Iterable[BankRow]) -> Iterator[tuple[list[BankRow], Written]]:
    """The questions of rows in their order, each with its rows; neighbouring rows with the same case are one."""
    for case, some in groupby(enumerate(rows), key=lambda pair: tidy(pair[1].case) or pair[0]):
        group = [row for _place, row in some]
        first = group[0]
        if isinstance(case, str):
            question = tidied(Question(Kind.CASE, case, parts=tuple(question_of(row) for row in group)))
        else:
            question = question_of(first)
        laws = tuple(
            dict.fromkeys(
                line.strip()
                for row in group
                for line in row.laws.replace("；", "\n").split("\n")
                if line.strip()
            )
        )
        posts = tuple(
            one.strip()
            for one in first.posts.replace("，", "、").replace(",", "、").split("、")
            if one.strip()
        )
        hard = int(first.difficulty) if first.difficulty.strip() in tuple("12345") else None
        yield (
            group,
            Written(question, laws, first.topic.strip(), hard, posts, first.place, pool_named(first.pool)),
        )


def rows_of(written: Written) -> list[BankRow]:
    """A question as rows; `written_of` makes the same of them."""
    question = written.question
    plain = BankRow(
        laws="\n".join(written.laws), topic=written.topic, difficulty=str(written.difficulty or ""), posts="、".join(written.posts),
        pool=POOL_WORDS[written.pool].split("|")[0] if written.pool else "",
    )  # fmt: skip
    if question.kind != Kind.CASE:
        return [_row(plain, question, "")]
    return [_row(plain, part, question.stem) for part in question.parts]


def _row(plain: BankRow, question: Question, case: str) -> BankRow:
    return replace(
        plain, kind=str(question.kind), stem=question.stem, options=question.options, key=key_written(question),
        explanation=question.explanation, case=case,
    )  # fmt: skip


def cells_of(row: BankRow, titles: Mapping[str, str]) -> list[str]:
    """The row's cells in the order of `titles`: kind (in words), stem, options A to H, key and so on."""
    texts = {
        "kind": KIND_WORDS.get(row.kind, row.kind).split("|")[0], "stem": row.stem, "key": row.key, "explanation": row.explanation,
        "case": row.case, "laws": row.laws, "topic": row.topic, "difficulty": row.difficulty, "posts": row.posts,
        "place": row.place, "pool": row.pool,
        **dict(zip(OPTION, row.options, strict=False)),
    }  # fmt: skip
    return [texts.get(code, "") for code in titles]
