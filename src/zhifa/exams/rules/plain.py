"""Banks written by other programs as plain text: Aiken and Moodle's GIFT.

Kinds that the house does not know (matching, numerical) come in as rows that bear the foreign kind's name, so that the preview says of each
which it is and where it stands; feedback and titles are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from zhifa.exams.rules.questions import tidy
from zhifa.exams.rules.rows import BankRow
from zhifa.exams.terms import BLANK, LETTERS, Kind

AIKEN_OPTION = re.compile(r"^([A-Ha-h])[.)]\s*(.*)$")
AIKEN_KEY = re.compile(r"^ANSWER\s*[:：]\s*(.*)$", re.IGNORECASE)
ESCAPED = re.compile(r"\\(.)", re.S)
KEPT = "\ue000"  # stands for a backslash's character while the marks are looked for
TITLE = re.compile(r"^::(.*?)::", re.S)
FORMAT = re.compile(r"^\s*\[(?:html|moodle|plain|markdown)\]\s*")
WEIGHT = re.compile(r"^%(-?[\d.]+)%")
WORDS_OF_TRUTH = {"T": "对", "TRUE": "对", "F": "错", "FALSE": "错"}


def looks_like(text: str) -> str:
    """`aiken`, `gift`, or "" for neither."""
    if re.search(r"(?m)^ANSWER\s*:", text):
        return "aiken"
    held = _hide(re.sub(r"(?m)^\s*//.*$", "", text))
    return (
        "gift"
        if re.search(r"\{[^{}]*(?:[=~#]|\b(?:T|F|TRUE|FALSE)\b|)[^{}]*\}", held) and "{" in held
        else ""
    )


def read_aiken(text: str) -> list[BankRow]:
    """Stem, options and `ANSWER: B`; several letters make a multiple choice."""
    rows: list[BankRow] = []
    stem: list[str] = []
    options: list[str] = []
    start = 1
    for number, line in enumerate(text.splitlines(), start=1):
        if key := AIKEN_KEY.match(line.strip()):
            rows.append(BankRow("", "\n".join(stem), tuple(options), key[1], place=f"第 {start} 行"))
            stem, options = [], []
        elif option := AIKEN_OPTION.match(line.strip()):
            options.append(option[2])
        elif line.strip():
            if not stem:
                start = number
            stem.append(line.strip())
    if stem:  # cut off before its key: the preview says so
        rows.append(BankRow("", "\n".join(stem), tuple(options), place=f"第 {start} 行"))
    return rows


def read_gift(text: str) -> list[BankRow]:
    """The questions of a GIFT file; descriptions (no braces) are none. A category names the topic of what follows."""
    topic = ""
    rows = []
    for line, block in _blocks(text):
        if block.startswith("$CATEGORY:"):
            topic = block.partition(":")[2].strip().rstrip("/").rpartition("/")[2]
            continue
        row = _gift(block, topic, f"第 {line} 行")
        if row is not None:
            rows.append(row)
    return rows


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Questions are parted by empty lines, but for those within braces."""
    block: list[str] = []
    start, depth = 1, 0
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        if line.lstrip().startswith("//"):
            continue
        if not line.strip() and not depth:
            if block:
                yield start, "\n".join(block).strip()
            block = []
            continue
        if not block:
            start = number
        held = _hide(line)
        depth = max(0, depth + held.count("{") - held.count("}"))
        if line.strip().startswith("$CATEGORY:"):
            yield number, line.strip()
            continue
        block.append(line)
    if block:
        yield start, "\n".join(block).strip()


def _gift(block: str, topic: str, place: str) -> BankRow | None:
    held = TITLE.sub("", _hide(block).lstrip()).strip()
    begin, end = held.find("{"), held.rfind("}")
    if begin < 0 or end < begin:
        return None
    before, body, after = FORMAT.sub("", held[:begin]), held[begin + 1 : end].strip(), held[end + 1 :].strip()
    stem = tidy(_show(f"{before.rstrip()} {BLANK} {after}" if after else before))
    return replace(_answered(stem, body.partition("####")[0].strip()), topic=topic, place=place)


def _answered(stem: str, body: str) -> BankRow:
    """A question by what stands between its braces."""
    said = body.partition("#")[0].strip().upper()
    answers = [(mark, *_answer(words)) for mark, words in re.findall(r"([=~])([^=~]*)", body)]
    if not body:
        return BankRow(Kind.SHORT, stem)
    if said in WORDS_OF_TRUTH:
        return BankRow(Kind.JUDGE, stem, key=WORDS_OF_TRUTH[said])
    if body.startswith("#") or any("->" in words for _mark, words, _weight in answers):
        return BankRow("numerical" if body.startswith("#") else "matching", stem)
    if all(mark == "=" for mark, _words, _weight in answers):  # short answer: what may be filled in
        blank = stem if BLANK in stem else f"{stem} {BLANK}"
        return BankRow(Kind.FILL, blank, key="|".join(words for _mark, words, _weight in answers))
    right = [mark == "=" or weight > 0 for mark, _words, weight in answers]
    if any(
        mark == "=" for mark, _words, _weight in answers
    ):  # half credit beside a full answer is no second key
        right = [mark == "=" for mark, _words, _weight in answers]
    key = "".join(letter for letter, good in zip(LETTERS, right, strict=False) if good)
    kind = Kind.MULTIPLE if len(key) > 1 else Kind.SINGLE
    return BankRow(kind, stem, tuple(words for _mark, words, _weight in answers), key)


def _answer(words: str) -> tuple[str, float]:
    """An answer's words without its feedback, and its weight in percent."""
    words = words.strip()
    weight = WEIGHT.match(words)
    if weight:
        words = words[weight.end() :]
    return tidy(_show(FORMAT.sub("", words.partition("#")[0]))), float(weight[1]) if weight else 0.0


def _hide(text: str) -> str:
    """Characters behind a backslash are put where no mark is looked for; `\\n` is a line break."""

    def hidden(found: re.Match[str]) -> str:
        one = found[1]
        return "\n" if one == "n" else chr(ord(KEPT) + ord(one)) if ord(one) < 0x100 else one

    return ESCAPED.sub(hidden, text)


def _show(text: str) -> str:
    return "".join(chr(ord(one) - ord(KEPT)) if 0 <= ord(one) - ord(KEPT) < 0x100 else one for one in text)
