"""Names of instruments: what they are called in short, and the word that stands for them in an address."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container
from datetime import date

from zhifa.kernel.chinese import syllables
from zhifa.laws.terms import InstrumentKind

STATE = "中华人民共和国"
LONGEST_CODE = 60
_ONE_KIND = str.maketrans("()〈〉", "（）《》")
_AMENDMENT = re.compile(r"^(.+?)修正案(?:（[^（）]+）)?$")
_DECISION = re.compile(r"^.*关于修改《(.+)》的决定$")


def short_title(title: str) -> str:
    """《中华人民共和国民法典》 as people call it: 民法典. A title that merely contains the state's name keeps it."""
    return title.removeprefix(STATE) or title


def comparable(title: str) -> str:
    """A title for comparing: no state's name at the head, no blanks, one kind of brackets."""
    plain = re.sub(r"\s+", "", title).translate(_ONE_KIND)
    if plain.startswith("《") and plain.endswith("》"):
        plain = plain[1:-1]
    return short_title(plain)


def amended_title(title: str) -> str:
    """The title that an amendment or a decision to amend changes; "" when it is neither."""
    found = _AMENDMENT.match(title) or _DECISION.match(title)
    return found[1] if found else ""


def pinyin_of(title: str) -> str:
    """Sorting and finding by sound: `minfadian mfd`."""
    short = short_title(title)
    whole = "".join(syllables(short, others=_kept))
    initials = "".join(syllables(short, initials=True, others=_kept))
    return f"{whole} {initials}"


def code_of(title: str, taken: Container[str] = ()) -> str:
    """The word for an instrument in addresses: pinyin of the short title, with a mark of the whole title where
    it would be too long or is taken. The same title gives the same word in every home."""
    whole = pinyin_of(title).split(" ")[0]
    code = re.sub(r"[^a-z0-9]+", "-", whole.lower()).strip("-") or "x"
    if len(code) > LONGEST_CODE or code in taken:
        mark = hashlib.sha256(title.encode()).hexdigest()[:6]
        code = f"{code[: LONGEST_CODE - 7].rstrip('-')}-{mark}"
    return code


def _kept(signs: str) -> str:
    """Digits and Latin letters stay; other signs become a gap."""
    return re.sub(r"[^0-9A-Za-z]+", "-", signs)


def document_text(
    *,
    title: str,
    kind: str,
    body: str,
    number: str,
    days: tuple[date | None, date | None, date | None],
    source: str,
) -> str:
    """A document that is kept by title and dates as the gate reviews it: `days` are those of publication, effect and its last."""
    published, effective, ended = (day.isoformat() if day else "" for day in days)
    lines = [
        f"《{title}》", f"类别：{kind}", f"制定机关：{body}", f"文号：{number}", f"公布日期：{published}",
        f"施行日期：{effective}", f"失效日期：{ended}", f"出处：{source}",
    ]  # fmt: skip
    return "\n".join(line for line in lines if not line.endswith("："))


_DECIDED = re.compile(r"^(第.+届)?全国人民代表大会.*(决定|决议|规定|办法)$")


# What a title says that it is, the first that fits.
_BY_TITLE = (
    (re.compile(f"^{STATE}宪法$"), InstrumentKind.CONSTITUTION),
    (_AMENDMENT, InstrumentKind.AMENDMENT),
    (re.compile(r"^(?:最高)?人民(?:法院|检察院)(?!组织法)"), InstrumentKind.JUDICIAL_INTERPRETATION),
    (_DECISION, InstrumentKind.AMENDING_DECISION),
    (re.compile(r"^全国人民代表大会常务委员会关于.*的解释$"), InstrumentKind.LEGISLATIVE_INTERPRETATION),
    (_DECIDED, InstrumentKind.LEGISLATIVE_DECISION),
)


def title_kind(title: str, notes: str = "") -> InstrumentKind:
    """What a title says that it is, with the notes under it where the title leaves it open."""
    for pattern, kind in _BY_TITLE:
        if pattern.match(title):
            return kind
    if "人民代表大会" in notes or (title.endswith(("法", "法典")) and "国务院" not in notes):
        return InstrumentKind.STATUTE
    return InstrumentKind.ADMINISTRATIVE_REGULATION if "国务院" in notes else InstrumentKind.DEPARTMENTAL_RULE
