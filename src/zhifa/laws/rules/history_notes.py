"""The dates under a title (题注): when a text was passed, amended and published, by whom, and from when it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from zhifa.kernel.chinese import number_read
from zhifa.laws.rules.documents import LawDocument, Remark
from zhifa.laws.rules.names import title_kind
from zhifa.laws.terms import Flaw, InstrumentKind

_DIGITS = "0-9０-９〇○零一二三四五六七八九十"
DAY = re.compile(rf"([{_DIGITS}]{{4}})年\s*([{_DIGITS}]{{1,3}})月\s*([{_DIGITS}]{{1,3}})日")
_MADE = re.compile(r"通过|公布|发布|修正|修订|修改|批准|印发|颁布")
_NUMBER = re.compile(r"^[（(]?.{0,20}(?:令第.{1,8}号|〔\d{4}〕.{0,4}\d+号|\[\d{4}\].{0,4}\d+号)[）)]?$")
_EFFECT = re.compile(r"自\s*(?P<day>[^。；，]{6,16}日)\s*起(?:正式)?(?:施行|实施|生效|执行)")
_AT_ONCE = re.compile(r"自(?:公布|发布|颁布|通过)之日起(?:施行|实施|生效|执行)")
_OWN = re.compile(r"本(?:法典|法|条例|规定|办法|细则|解释|决定|规则|修正案|规章|批复|意见)\s*自")
_BY = re.compile(
    r"《(关于修改[^《》]*(?:〈[^〉]*〉|《[^》]*》)?[^《》]*的决定)》|《([^《》]+修正案(?:（[^（）]+）)?)》"
)
_WHOLE_AGAIN = re.compile(r"修订(?!案)")
_AMENDED = re.compile(r"修正|修改")
_BODIES = (
    "全国人民代表大会常务委员会", "全国人民代表大会", "国务院", "中央军事委员会", "最高人民法院", "最高人民检察院",
)  # fmt: skip


def day_in(words: str) -> date | None:
    """The first day that words name, in Arabic or Chinese numerals; None where none can be read."""
    return next(iter(days_in(words)), None)


def days_in(words: str) -> list[date]:
    """All days that words name, in their order; what is no day (2020年13月1日) is none."""
    found = []
    for one in DAY.finditer(words):
        try:
            year, month, day = (_digits(part, yearly=place == 0) for place, part in enumerate(one.groups()))
            found.append(date(year, month, day))
        except ValueError:
            continue
    return found


def _digits(words: str, *, yearly: bool) -> int:
    plain = words.replace("〇", "零").replace("○", "零")
    if plain.isdigit():
        return int(plain)
    if yearly:
        return int("".join(str("零一二三四五六七八九".index(sign)) for sign in plain))
    return int(number_read(plain))


def is_note(text: str) -> bool:
    """Whether a line under the title tells of its passing, amending or number."""
    bare = text.strip("*（）() 　")
    if _NUMBER.match(text):
        return True
    starts = (
        text[:1] in "（(" or DAY.match(bare) or bare.startswith(("根据", "自")) or re.match(r"^\d{4}年", bare)
    )
    return bool(starts and DAY.search(bare) and (_MADE.search(bare) or "施行" in bare or len(bare) < 24))


def dated(document: LawDocument) -> LawDocument:
    """The document with kind, body, day of publication, day of effect and amending act as its notes and closing article tell.

    The last day under the title that speaks of making is the publication. The day of effect is the one that the notes or the
    last articles name; it is this text's own where the text was made once, made anew (修订), or starts later than it was made.
    """
    notes = [note for note in document.history if note]
    made = [(day, note) for note in notes for day in _days_made(note)]
    if not made:  # older acts name the day at the head of their text
        head = [piece.text.split("\n")[:3] for piece in document.pieces[:1]]
        made = [(day, line) for lines in head for line in lines if is_note(line) for day in _days_made(line)]
    published, last = max(made, key=lambda one: one[0], default=(None, ""))
    effect, is_stated = _effect(document, notes, published)
    revised = bool(_WHOLE_AGAIN.search(last))
    amended = len({day for day, _note in made}) > 1 and bool(_AMENDED.search(last)) and not revised
    own = effect is not None and is_stated and (not amended or (published is not None and effect > published))
    act = _BY.search(last) if amended else None
    kind = title_kind(document.title, " ".join(notes))
    remarks = [] if effect and own else [Remark(Flaw.DAY_UNSTATED)]
    return replace(
        document,
        kind=kind,
        issuing_body=_body(document.title, notes, kind),
        published_on=published,
        effective_on=effect or published,
        is_own_day=own,
        made_by=(act[1] or act[2] or "").replace("〈", "《").replace("〉", "》") if act else "",
        document_number=_document_number(notes),
    ).with_remarks(remarks if published else [])


def _days_made(note: str) -> Iterable[date]:
    """The days of a note on which something was passed, amended or published, not those from which it holds."""
    for part in re.split(r"(?<=[，。；、])|　", note):
        if _MADE.search(part) or not re.search(r"施行|实施|生效", part):
            yield from days_in(part)


def _effect(document: LawDocument, notes: list[str], published: date | None) -> tuple[date | None, bool]:
    """(day of effect, whether one is stated): from the last articles, else from a note."""
    closing = [piece.text for piece in document.pieces if not piece.number.word][-4:]
    for text in reversed(closing):
        for sentence in re.split(r"[。；\n]", text):
            if not _OWN.search(sentence):
                continue
            if (found := _EFFECT.search(sentence)) and (day := day_in(found["day"])):
                return day, True
            if _AT_ONCE.search(sentence):
                return published, True
    for note in reversed(notes):
        if found := _EFFECT.search(note):
            return day_in(found["day"]), True
        if re.search(r"日\s*施行", note) and (days := days_in(note)):
            return days[-1], True
        if "公布施行" in note or _AT_ONCE.search(note) or "之日施行" in note:
            return published, True
    return None, False


def _body(title: str, notes: list[str], kind: InstrumentKind) -> str:
    where = (
        " ".join(notes[-1:]) + title if kind is InstrumentKind.JUDICIAL_INTERPRETATION else " ".join(notes)
    )
    found = [name for name in _BODIES if name in where]
    if "全国人民代表大会常务委员会" in found and "全国人民代表大会" in found:
        first = notes[0] if notes else ""
        found.remove("全国人民代表大会" if "常务委员会" in first else "全国人民代表大会常务委员会")
    if kind is InstrumentKind.JUDICIAL_INTERPRETATION:
        return "、".join(name for name in found if name.startswith("最高")) or ""
    return found[0] if found else ""


def _document_number(notes: list[str]) -> str:
    """A number like 法释〔2021〕11号 that stands in a note of its own."""
    return next((note.strip("（）()") for note in notes if re.search(r"〔\d{4}〕\d+号$", note)), "")
