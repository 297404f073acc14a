"""Banks written as running text, as Word files hold them: numbered stems, options on one or many lines, keys after each question, in its
brackets, or all together at the end.

    一、单项选择题
    1. 宪法规定，……是（ B ）。
    A. 甲   B. 乙   C. 丙
    解析：……

    【案例】材料……
    1. ……

What `written` writes, `read_prose` reads again without loss: a line that begins with │ belongs to what stands above it, whatever it
looks like.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from zhifa.exams.rules.rows import KIND_WORDS, BankRow, Written, kind_named, rows_of
from zhifa.exams.terms import LETTERS, Kind

BAR = "│"
HEADING = re.compile(r"^(?:第?[一二三四五六七八九十]+[、.．部])\s*(?:分)?\s*(\S{0,12}题?.*)$")
NUMBERED = re.compile(r"^(?:第\s*)?[（(]?(\d{1,4})\s*(?:[)）]|[.．、:：]|题[.．、:：]?)\s*(.*)$", re.S)
OPTION = re.compile(r"^[（(]?([A-Ha-h])\s*[)）]?\s*[.．、:：)）]\s*(.*)$", re.S)
NEXT_OPTION = re.compile(r"(?:^|(?<=[\s　]))[（(]?([A-H])\s*[)）]?[.．、:：]\s*")
LABELLED = re.compile(
    r"^[【\[]?(答案解析|试题解析|解析|说明|参考答案|正确答案|标准答案|答案|法条依据|法律依据|依据|出处|难度|知识点|主题|岗位|适用岗位|题型|用途(?=[】\]]?\s*[:：]))[】\]]?\s*[:：]?\s*(.*)$",
    re.S,
)
FIELDS = {
    "答案解析": "explanation",
    "试题解析": "explanation",
    "解析": "explanation",
    "说明": "explanation",
    "参考答案": "key",
    "正确答案": "key",
    "标准答案": "key",
    "答案": "key",
    "法条依据": "laws",
    "法律依据": "laws",
    "依据": "laws",
    "出处": "laws",
    "难度": "difficulty",
    "知识点": "topic",
    "主题": "topic",
    "岗位": "posts",
    "适用岗位": "posts",
    "题型": "kind",
    "用途": "pool",
}  # fmt: skip
CASE = re.compile(r"^[【\[]?(?:案例|材料|案情)[一二三四五六七八九十\d]*[】\]]?\s*[:：]?\s*(.*)$", re.S)
CASE_ENDS = re.compile(r"^[【\[](?:案例|材料)(?:结束|完)[】\]]$")
KEYS_BEGIN = re.compile(r"^[【\[]?(?:参考|标准|正确)?答案(?:及解析|与解析|汇总)?[】\]]?\s*[:：]?$")
END_KEYS = re.compile(
    r"(\d{1,4})\s*(?:[-—~～至]\s*(\d{1,4}))?\s*[.．、:：)）]?\s*([A-Ha-h]{1,8}(?:[\s、,，]+[A-Ha-h]{1,8}(?![\w.．、]))*|[√×✓✗对错]+|正确|错误)"
)
INSIDE = re.compile(r"[（(]\s*([A-Ha-h](?:[\s、,，]*[A-Ha-h])*|[√×✓✗对错]|正确|错误)\s*[)）]")


@dataclass
class _Read:
    """A question as far as it was read; `last` names the text that a line without a mark goes on with."""

    number: int
    section: int
    kind: str
    place: str
    case: str
    texts: dict[str, str] = field(default_factory=dict)
    options: list[str] = field(default_factory=list)
    last: str = "stem"

    def go_on(self, line: str) -> None:
        """A further line of what was read last."""
        if self.last == "options" and self.options:
            self.options[-1] = _joined(self.options[-1], line)
        else:
            self.texts[self.last] = _joined(self.texts.get(self.last, ""), line)


def read_prose(lines: Iterable[str]) -> list[BankRow]:
    """The questions of a running text, in their order; what stands before the first is left out. A question without a key is read
    all the same: whoever looks at the rows says so."""
    reader = _Reader()
    for place, line in enumerate(lines, start=1):
        reader.take(place, line)
    return [_row(one) for one in reader.found]


class _Reader:
    """Reads line by line."""

    def __init__(self) -> None:
        self.found: list[_Read] = []
        self.kind, self.section, self.case = "", 0, ""
        self.in_case = self.at_end = False

    def take(self, place: int, line: str) -> None:
        """One line; several where a line break stands inside a paragraph."""
        for part in line.split("\n"):
            bare = part.strip(" \t　\u00a0\ufeff")
            if part.startswith(BAR):
                self._goes_on(part[1:])
            elif bare:
                self._take(place, bare)

    def _take(self, place: int, line: str) -> None:
        if KEYS_BEGIN.match(line) and self.found and self._keyless():
            self.at_end = True
            self.section = 0
        elif CASE_ENDS.match(line):
            self.case, self.in_case = "", False
        elif (heading := HEADING.match(line)) and kind_named(heading[1]):
            self._section(heading[1])
        elif self.at_end:
            self._end_keys(line)
        elif line.startswith(("【", "[", "案例", "材料", "案情")) and (case := CASE.match(line)):
            self.case, self.in_case = case[1], True
        elif number := NUMBERED.match(line):
            self.in_case = False
            self.found.append(
                _Read(
                    int(number[1]),
                    self.section,
                    "" if self.case else self.kind,
                    f"第 {place} 段",
                    self.case,
                    {"stem": number[2]},
                )
            )
        elif self.in_case:
            self.case = _joined(self.case, line)
        elif self.found:
            self._part(line)

    def _section(self, heading: str) -> None:
        kind = kind_named(heading)
        self.section += 1
        if not self.at_end:
            self.kind = "" if kind == Kind.CASE else kind
            self.case, self.in_case = "", False

    def _goes_on(self, line: str) -> None:
        if self.at_end:  # “答案：” was one question's key after all: its text stands behind the bar
            self.at_end, self.found[-1].last = False, "key"
        if self.in_case:
            self.case = _joined(self.case, line)
        elif self.found:
            self.found[-1].go_on(line)

    def _part(self, line: str) -> None:
        one = self.found[-1]
        if option := OPTION.match(line):
            options = list(_options(line))
            if LETTERS.index(option[1].upper()) == len(one.options) and options:
                one.options += options
                one.last = "options"
                return
        if labelled := LABELLED.match(line):
            one.last = FIELDS[labelled[1]]
            one.texts[one.last] = (
                _joined(one.texts.get(one.last, ""), labelled[2]) if one.last == "laws" else labelled[2]
            )
            return
        one.go_on(line)

    def _keyless(self) -> bool:
        return any(
            not one.texts.get("key") and not INSIDE.search(one.texts.get("stem", "")) for one in self.found
        )

    def _end_keys(self, line: str) -> None:
        """Keys after all questions: 1.A 2.BC, or 1-5 ABCDA; under headings again the numbers begin anew."""
        for first, last, said in END_KEYS.findall(line):
            start, stop = int(first), int(last or first)
            bare = re.sub(r"[\s、,，]+", "", said)
            many = list(bare) if last and len(bare) == stop - start + 1 else [bare]
            groups = re.split(r"[\s、,，]+", said) if last and len(many) == 1 else many
            for number, key in enumerate(groups, start=start):
                self._give(number, key)

    def _give(self, number: int, key: str) -> None:
        for one in self.found:
            if (
                one.number == number
                and not one.texts.get("key")
                and (not self.section or one.section == self.section)
            ):
                one.texts["key"] = key
                return


def _options(line: str) -> Iterator[str]:
    """The options of a line, one or many; letters out of turn are words of an option."""
    first = OPTION.match(line)
    if first is None:
        return
    begin, expected = first.start(2), LETTERS.index(first[1].upper()) + 1
    for found in NEXT_OPTION.finditer(line, begin):
        if expected < len(LETTERS) and found[1] == LETTERS[expected]:
            yield line[begin : found.start()].strip()
            begin, expected = found.end(), expected + 1
    yield line[begin:].strip()


def _row(read: _Read) -> BankRow:
    texts = dict(read.texts)
    stem = texts.get("stem", "")
    if not texts.get("key") and (inside := list(INSIDE.finditer(stem))):
        last = inside[-1]
        texts["key"] = last[1]
        stem = f"{stem[: last.start()]}（　）{stem[last.end() :]}"
    kind = kind_named(texts.get("kind", "")) or read.kind
    return BankRow(
        kind, stem, tuple(read.options), texts.get("key", ""), texts.get("explanation", ""), read.case, texts.get("laws", ""),
        texts.get("topic", ""), texts.get("difficulty", "")[:1], texts.get("posts", ""), read.place, texts.get("pool", ""),
    )  # fmt: skip


def written(questions: Sequence[Written]) -> Iterator[str]:
    """The lines of a bank; each question says its kind, so that their order stays theirs."""
    number, case = 0, ""
    for one in questions:
        rows = rows_of(one)
        if rows[0].case != case or (case and one.question.kind == Kind.CASE):
            if case:
                yield "【案例结束】"
            case = rows[0].case
            if case:
                yield from _marked("【案例】", case)
        for row in rows:
            number += 1
            yield from _lines(replace(row, laws=row.laws.replace("\n", "；")), number)
    if case:
        yield "【案例结束】"


def _lines(row: BankRow, number: int) -> Iterator[str]:
    yield from _marked(f"{number}. ", row.stem)
    for letter, option in zip(LETTERS, row.options, strict=False):
        yield from _marked(f"{letter}. ", option, split=True)
    yield f"题型：{KIND_WORDS[row.kind].split('|')[0]}"
    yield from _marked("答案：", row.key)
    for label, text in (
        ("解析", row.explanation),
        ("依据", row.laws),
        ("主题", row.topic),
        ("难度", row.difficulty),
        ("岗位", row.posts),
        ("用途", row.pool),
    ):
        if text:
            yield from _marked(f"{label}：", text)


def _marked(mark: str, text: str, *, split: bool = False) -> Iterator[str]:
    """A text behind its mark, its further lines behind a bar; one that could be taken for something else wholly behind bars."""
    first, *more = text.split("\n")
    doubtful = (
        not first
        or first != first.strip()
        or first[0] in ":：.．、)）"
        or (split and NEXT_OPTION.search(first))
    )
    if doubtful:
        first, more = "", [first, *more]
    yield f"{mark}{first}"
    yield from (f"{BAR}{line}" for line in more)


def _joined(text: str, line: str) -> str:
    """Two lines of one text. A text that was empty so far is the line alone."""
    return f"{text}\n{line}" if text else line
