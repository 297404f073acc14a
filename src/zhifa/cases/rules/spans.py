"""What in a case could tell who somebody is: found by rules, each span decided by a person, then replaced alike everywhere.

Worked: in 张建国诉李秀英、张小军 the replacements are 张某甲, 李某, 张某乙: a surname that two persons share is told apart by
甲, 乙 in the order in which they first appear; a name that the text already hides (张某) is left, and its letter not used again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from zhifa.cases.rules.addresses import addresses_in, administrative_part
from zhifa.cases.rules.names import DOUBLE, names_in
from zhifa.cases.rules.numbers import numbers_in

KINDS = {
    "name": "姓名", "id": "身份证号", "phone": "电话", "address": "住址", "bank": "银行卡或账号", "plate": "车牌",
    "file": "案号文号", "certificate": "证照编号", "contact": "邮箱或网络账号", "other": "其他",
}  # fmt: skip
_FILE_MASK = "（××××）××号"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_PLAIN = str.maketrans("０１２３４５６７８９Ｘｘ－（）", "0123456789Xx-()")


@dataclass(frozen=True)
class Span:
    """One place in one part of a case: `text` stands at `start` to `end` of it."""

    part: str
    start: int
    end: int
    kind: str
    text: str
    remark: str = ""


@dataclass(frozen=True)
class Group:
    """All places of the same words, with what is proposed to write instead."""

    kind: str
    text: str
    replacement: str
    spans: tuple[Span, ...]
    remark: str = ""


@dataclass(frozen=True)
class Decision:
    """What a person decided about one span: replaced by these words, or kept for a reason."""

    span: Span
    replacement: str = ""
    reason: str = ""

    @property
    def is_kept(self) -> bool:
        """Whether it stays as it is."""
        return not self.replacement


def spans_in(parts: Mapping[str, str], extra: Iterable[tuple[str, str]] = ()) -> list[Span]:
    """Every span of a case's parts, in reading order; `extra` are (kind, words) that a person added. A name found in one part
    counts in all."""
    whole = "\n".join(parts.values()).translate(_PLAIN)
    names = {whole[start:end] for start, end in names_in(whole)}
    wanted = [*extra, *(("name", name) for name in names)]
    found: list[Span] = []
    for part, text in parts.items():
        found += _in_part(part, text, wanted)
    return found


def _in_part(part: str, text: str, wanted: Iterable[tuple[str, str]]) -> list[Span]:
    plain = text.translate(_PLAIN)
    candidates = [(start, end, kind, remark) for start, end, kind, remark in numbers_in(plain)]
    candidates += [(start, end, "address", "") for start, end in addresses_in(plain)]
    added = sorted(wanted, key=lambda one: -len(one[1]))
    for kind, words in added:
        if words:
            candidates += [(*one.span(), kind, "") for one in re.finditer(re.escape(words), plain)]
    chosen: list[tuple[int, int, str, str]] = []
    for one in candidates:
        if not any(one[0] < end and start < one[1] for start, end, _kind, _remark in chosen):
            chosen.append(one)
    return [
        Span(part, start, end, kind, text[start:end], remark) for start, end, kind, remark in sorted(chosen)
    ]


def groups_of(spans: Sequence[Span], whole: str) -> list[Group]:
    """Spans of the same words together, each with one replacement, in the order of first appearance."""
    by_words: dict[tuple[str, str], list[Span]] = {}
    for span in spans:
        by_words.setdefault((span.kind, span.text), []).append(span)
    names = hidden_names([words for kind, words in by_words if kind == "name"], whole)
    return [
        Group(
            kind,
            words,
            names[words] if kind == "name" else mask_of(kind, words),
            tuple(found),
            found[0].remark,
        )
        for (kind, words), found in by_words.items()
    ]


def hidden_names(names: Sequence[str], whole: str) -> dict[str, str]:
    """For each name (in order of appearance) its surname and 某, with 甲, 乙 where several share the surname."""
    ordered = list(dict.fromkeys(names))
    sharing: dict[str, list[str]] = {}
    for name in ordered:
        sharing.setdefault(_surname(name), []).append(name)
    hidden: dict[str, str] = {}
    for surname, persons in sharing.items():
        used = set(re.findall(rf"{surname}某[{_STEMS}某]?", whole))
        free = iter(one for one in _letters(surname) if one not in used)
        if len(persons) == 1 and not used:
            hidden[persons[0]] = f"{surname}某"
        else:
            hidden.update({person: next(free) for person in persons})
    return hidden


def mask_of(kind: str, words: str) -> str:
    """What is written instead of anything but a name."""
    if kind == "address":
        return f"{administrative_part(words)}某处"
    return _FILE_MASK if kind == "file" else "××××"


def replaced(parts: Mapping[str, str], decisions: Iterable[Decision]) -> dict[str, str]:
    """The parts with every replacement made."""
    made = dict(parts)
    for decision in sorted(decisions, key=lambda one: -one.span.start):
        span = decision.span
        if not decision.is_kept:
            text = made[span.part]
            made[span.part] = text[: span.start] + decision.replacement + text[span.end :]
    return made


def around(text: str, span: Span, width: int = 18) -> tuple[str, str]:
    """The words before and after a span."""
    return text[max(0, span.start - width) : span.start], text[span.end : span.end + width]


def _surname(name: str) -> str:
    return next((double for double in DOUBLE if name.startswith(double)), name[:1])


def _letters(surname: str) -> Iterable[str]:
    yield from (f"{surname}某{stem}" for stem in _STEMS)
    number = 11
    while True:
        yield f"{surname}某{number}"
        number += 1
