"""A question as it is: its parts, how a key that somebody typed is read, what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from zhifa.exams.terms import BLANK, CHOICE, FALSE, LETTERS, PARTS_MOST, TRUE, Kind

YES = frozenset(["对", "√", "✓", "✔", "正确", "是", "t", "true", "真", "yes", "y"])
NO = frozenset(["错", "×", "✗", "✘", "x", "错误", "否", "f", "false", "假", "no", "n", "不对", "不正确"])
BLANKS = re.compile(r"_{2,}|＿{2,}")
BETWEEN = re.compile(r"[\s,，、;；.。/|&和]+")
DROPPED = re.compile(r"[\s。．.，,、；;：:“”\"'《》〈〉（）()]+")
FIXED = re.compile(
    r"^(?:以上|上述|[A-H](?:\s*[、和,，与及]?\s*[A-H])+)|[A-H]\s*[、和与及]\s*[A-H]|[A-H]\s*(?:项|选项)"
)


@dataclass(frozen=True)
class Question:
    """One question. `key`: letters of options; T or F; for each blank its answer, alternatives parted by |; or one model answer.
    `parts` are the questions of a case, which itself has neither options nor a key."""

    kind: str
    stem: str
    options: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    explanation: str = ""
    parts: tuple[Question, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """As it is kept and signed, without what is empty."""
        told: dict[str, Any] = {"kind": str(self.kind), "stem": self.stem}
        if self.options:
            told["options"] = list(self.options)
        if self.key:
            told["key"] = list(self.key)
        if self.explanation:
            told["explanation"] = self.explanation
        if self.parts:
            told["parts"] = [part.as_data() for part in self.parts]
        return told

    def words(self) -> str:
        """Everything that a candidate reads, for looking through."""
        return "\n".join([self.stem, *self.options, *(part.words() for part in self.parts)])


@dataclass(frozen=True)
class Flaw:
    """Something wrong, by code; `field` is where, `about` what it is about (an option's letter, a key as typed)."""

    code: str
    field: str = "stem"
    about: str = ""


def question_from(data: Mapping[str, Any]) -> Question:
    """The question that was kept by `as_data`."""
    return Question(
        data["kind"], data["stem"], tuple(data.get("options", ())), tuple(data.get("key", ())), data.get("explanation", ""),
        tuple(question_from(part) for part in data.get("parts", ())),
    )  # fmt: skip


def tidy(text: str) -> str:
    """The text without blanks at the ends of its lines, without empty lines at its ends, and in one form of each character (NFC)."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.strip(" \t　\u00a0\ufeff") for line in lines).strip("\n")


def tidied(question: Question) -> Question:
    """The question with every text tidied and every blank written alike; options left out at the end are dropped."""
    options = [tidy(option) for option in question.options]
    while options and not options[-1]:
        options.pop()
    stem = tidy(question.stem)
    if question.kind == Kind.FILL:
        stem = BLANKS.sub(BLANK, stem)
    return replace(
        question, stem=stem, options=tuple(options), key=tuple(tidy(one) for one in question.key), explanation=tidy(question.explanation),
        parts=tuple(tidied(part) for part in question.parts),
    )  # fmt: skip


def key_from(kind: str, typed: str) -> tuple[tuple[str, ...], str]:
    """A key as typed: what it means, and what is odd about how it was written: "" nothing, `case` small letters, `separators`.

    Letters come in their order, once each. What is no key at all comes back as it was typed, for `flaws_of` to name.
    """
    text = unicodedata.normalize("NFKC", typed).strip()
    if not text:
        return (), ""
    if kind == Kind.JUDGE:
        return (_judged(text),), ""
    if kind in CHOICE:
        text = text.strip("()[]【】 ")
        bare = BETWEEN.sub("", text)
        letters = tuple(sorted(set(bare.upper())))
        if not all("A" <= letter <= "Z" for letter in letters):
            return (text,), ""
        return letters, "separators" if bare != text else "case" if bare != bare.upper() else ""
    if kind == Kind.FILL:
        blanks = re.split(r"\n+", tidy(typed)) if "\n" in typed.strip() else re.split(r"[；;]", tidy(typed))
        return tuple(blank.strip() for blank in blanks if blank.strip()), ""
    return (tidy(typed),), ""


def _judged(text: str) -> str:
    """T or F for the many ways to write them; what is neither comes back."""
    word = text.lower().strip("()。.,:; ")
    return TRUE if word in YES or word == "a" else FALSE if word in NO or word == "b" else text


def key_written(question: Question) -> str:
    """The key as a person writes it; `key_from` reads it again."""
    if question.kind == Kind.JUDGE:
        return {TRUE: "对", FALSE: "错"}.get("".join(question.key), "".join(question.key))
    return "".join(question.key) if question.kind in CHOICE else "\n".join(question.key)


def flaws_of(question: Question) -> list[Flaw]:
    """What keeps a question from being asked. A key of one letter in a multiple choice and three options are doubts, not
    flaws: see `doubts_of`."""
    found: list[Flaw] = []
    if not question.stem:
        found.append(Flaw("no-stem"))
    if question.kind == Kind.CASE:
        if not question.parts:
            found.append(Flaw("no-parts", "parts"))
        if len(question.parts) > PARTS_MOST:
            found.append(Flaw("too-many-parts", "parts"))
        for number, part in enumerate(question.parts, start=1):
            found += [Flaw(one.code, "parts", f"{number} {one.about}".strip()) for one in flaws_of(part)]
            if part.kind == Kind.CASE:
                found.append(Flaw("case-in-case", "parts", str(number)))
        return found
    if question.kind in CHOICE:
        found += _choice_flaws(question)
    elif question.options:
        found.append(Flaw("options-unasked", "options"))
    if not question.key or not any(question.key):
        found.append(Flaw("no-key", "key"))
    elif question.kind == Kind.SINGLE and len(question.key) > 1:
        found.append(Flaw("many-letters", "key", "".join(question.key)))
    elif question.kind == Kind.JUDGE and question.key not in ((TRUE,), (FALSE,)):
        found.append(Flaw("key-unreadable", "key", "".join(question.key)))
    elif question.kind == Kind.FILL and question.stem.count(BLANK) != len(question.key):
        found.append(Flaw("blanks-unlike-keys", "key", f"{question.stem.count(BLANK)}/{len(question.key)}"))
    return found


def _choice_flaws(question: Question) -> Iterator[Flaw]:
    options = question.options
    if len(options) < 2:
        yield Flaw("few-options", "options", str(len(options)))
    if len(options) > len(LETTERS):
        yield Flaw("many-options", "options", str(len(options)))
    for place, option in enumerate(options[: len(LETTERS)]):
        if not option:
            yield Flaw("empty-option", "options", LETTERS[place])
    seen: dict[str, str] = {}
    for letter, option in zip(LETTERS, options, strict=False):
        said = _bare(option)
        if said and said in seen:
            yield Flaw("equal-options", "options", f"{seen[said]}、{letter}")
        seen.setdefault(said, letter)
    for letter in question.key:
        if len(letter) != 1 or letter not in LETTERS:
            yield Flaw("key-unreadable", "key", letter)
        elif LETTERS.index(letter) >= len(options):
            yield Flaw("key-without-option", "key", letter)


def doubts_of(question: Question) -> list[Flaw]:
    """What only a person can tell to be meant."""
    if question.kind not in CHOICE:
        return [one for part in question.parts for one in doubts_of(part)]
    found = []
    if question.kind == Kind.MULTIPLE and len(question.key) == 1:
        found.append(Flaw("one-letter", "key", question.key[0]))
    if len(question.options) == 3:
        found.append(Flaw("three-options", "options"))
    return found


def answered_right(question: Question, answer: Sequence[str]) -> bool:
    """Whether an answer says all that the key says and no more; for questions of closed kinds. Letters in any order."""
    if question.kind == Kind.FILL:
        pairs = zip(answer, question.key, strict=False)
        return len(answer) == len(question.key) and all(fills(said, wanted) for said, wanted in pairs)
    return set(answer) == set(question.key)


def fills(text: str, wanted: str) -> bool:
    """Whether a text is one of the alternatives of a blank; width, case, blanks and stops do not matter."""
    said = _said(text)
    return bool(said) and said in {_said(one) for one in wanted.split("|")}


def _said(text: str) -> str:
    return DROPPED.sub("", unicodedata.normalize("NFKC", text)).casefold()


def keeps_its_order(question: Question) -> bool:
    """Whether its options must stand as written: one of them speaks of the others (以上都对, A和B)."""
    return any(FIXED.search(option) for option in question.options)


def _bare(text: str) -> str:
    """What a text says, whatever blanks and stops it has: options that differ in those only are equal."""
    return re.sub(r"[\s。．.，,；;、]+", "", unicodedata.normalize("NFKC", text)).lower()
