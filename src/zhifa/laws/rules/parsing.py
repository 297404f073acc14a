"""From lines to a document: title, dates, headings, preamble, articles, clauses, annexes, whatever format the lines came in.

The parser goes by what statutes print (第一编, 第二章, 第三条之一, 附件一, 四、), not by how a format marks it up, so that one parser
serves all: a reader only answers `Line`s. Worked: the lines

    中华人民共和国甲法 / （2020年1月1日第一届甲会议通过）/ 目　录 / 第一章　总则 / 第一章　总则 / 第一条　为了甲。/ 第二条之一　乙。

are a document of two articles, `1` and `2-1`, both in chapter 第一章　总则, published on 2020-01-01; the contents are left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from zhifa.laws.rules.documents import LawDocument, Piece, Place, Remark
from zhifa.laws.rules.history_notes import dated, is_note
from zhifa.laws.rules.numbers import ANNEX, NUMERAL, PREAMBLE, NotANumber, ProvisionNumber, number_of
from zhifa.laws.terms import Flaw


@dataclass(frozen=True)
class Line:
    """One line of a source. `level` is its heading level where the format tells one (1 is the title), else 0; `is_marked` that
    the format sets its number apart, as bold type does; `is_note` that it belongs to the dates under the title."""

    text: str
    level: int = 0
    is_marked: bool = False
    is_note: bool = False


_BLANKS = " \t\u3000\u2002\u2003\xa0"
_ARTICLE = re.compile(
    rf"^[第笫]({NUMERAL})条(?:之({NUMERAL}))?([{_BLANKS}]+|$|(?=[^{_BLANKS}]))(.*)$", re.DOTALL
)
# After a number that no blank parts from the text: these go on a sentence (第三条规定的…), and begin no article.
_GOES_ON = re.compile(r"^[第规所的、和至款项之及或以中（(，。；]|^与|^修改|^增加")
_CLAUSE = re.compile(rf"^({NUMERAL})、[{_BLANKS}]*(.*)$", re.DOTALL)
_DIVISION = re.compile(rf"^第({NUMERAL})(编|分编|章|节)(?:[{_BLANKS}]+(.*)|(?=[^{_BLANKS}的规所])(.*)|)$")
_BOOK = re.compile(r"^[\u4e00-\u9fff]{2,6}编$")
_ANNEX = re.compile(
    rf"^(?:附件|附表|附图|附录|附)[{_BLANKS}]*({NUMERAL})?[{_BLANKS}]*(?:$|[：:．.、{_BLANKS}]+(.*)$)"
)
_PREAMBLE = re.compile(rf"^(?:序[{_BLANKS}]*言|前[{_BLANKS}]*言)$")
_LAST_CHAPTER = re.compile(rf"^(?:附[{_BLANKS}]*则|总[{_BLANKS}]*则)$")
_CONTENTS = re.compile(rf"^目[{_BLANKS}]*[录次]$")
LONGEST_HEADING = 60
LEAST_BODY = 3  # articles after which numbers that begin again at one are those of an annex


@dataclass
class _Open:
    """A piece whose lines are still coming in."""

    number: ProvisionNumber
    label: str
    place: Place
    lines: list[str] = field(default_factory=list)


def parse(lines: Sequence[Line], name: str) -> LawDocument:
    """The document that lines make up; what is wrong with it stands in its remarks, and nothing is dropped but contents
    (目录), blank lines and pictures."""
    told = [replace(line, text=line.text.strip(_BLANKS + "\r\n")) for line in lines]
    told = [line for line in told if line.text]
    title, told = _title(told)
    notes, body = _notes(told)
    body = list(_without_contents(body))
    body_of = _Body(body, is_amending=bool(re.search(r"修正案|关于修改.*的决定", title)))
    pieces = tuple(body_of.pieces())
    document = LawDocument(name=name, title=title, pieces=pieces, history=tuple(notes))
    document = dated(document)
    remarks = [*body_of.remarks, *incompleteness(pieces)]
    if not title:
        remarks.append(Remark(Flaw.NO_TITLE))
    if not pieces:
        remarks.append(Remark(Flaw.NO_TEXT))
    return document.with_remarks(remarks)


def _title(lines: list[Line]) -> tuple[str, list[Line]]:
    """The first heading of level 1; without one the lines before the first note, contents or number, joined."""
    heading = next((place for place, line in enumerate(lines[:40]) if line.level == 1), None)
    if heading is not None and not _is_structure(lines[heading].text):
        return _plain(lines[heading].text), lines[:heading] + lines[heading + 1 :]
    words: list[str] = []
    for line in lines[:4]:
        if (
            _is_structure(line.text)
            or is_note(line.text)
            or len(line.text) > 100
            or line.text[-1:] in "。；："
        ):
            break
        words.append(line.text)
    return _plain("".join(words)), lines[len(words) :]


def _plain(title: str) -> str:
    """A title as the library keeps it: no blanks inside, but one between two courts that made it together."""
    return re.sub(
        rf"(?<!院)[{_BLANKS}]+|[{_BLANKS}]+(?!最高)", "", re.sub(rf"[{_BLANKS}]+", " ", title)
    ).strip(" *")


def _is_structure(text: str) -> bool:
    return bool(
        _CONTENTS.match(text) or _DIVISION.match(text) or _ARTICLE.match(text) or _CLAUSE.match(text) or _PREAMBLE.match(text)
    )  # fmt: skip


def _notes(lines: list[Line]) -> tuple[list[str], list[Line]]:
    """The dates under the title (题注), and the rest. A note in brackets may run over several lines."""
    marked = [place for place, line in enumerate(lines) if line.is_note]
    if marked:
        end = marked[-1] + 1
        return [_unwrapped(line.text) for line in lines[:end] if not _BOOK.match(line.text)], lines[end:]
    notes: list[str] = []
    position = depth = 0
    while position < len(lines):
        text = lines[position].text
        if depth <= 0 and not is_note(text):
            break
        depth += text.count("（") + text.count("(") - text.count("）") - text.count(")")
        notes.append(_unwrapped(text))
        position += 1
    return notes, lines[position:]


def _unwrapped(text: str) -> str:
    bare = text.strip("*")
    whole = len(bare) > 2 and bare[0] in "（(" and bare[-1] in "）)"
    return bare[1:-1].strip(_BLANKS) if whole else bare


def _without_contents(lines: list[Line]) -> Iterator[Line]:
    """The body without its table of contents: from 目录 to where the first heading listed comes again."""
    start = next((place for place, line in enumerate(lines) if _CONTENTS.match(line.text)), None)
    if start is None or start + 1 >= len(lines):
        yield from lines
        return
    first = re.sub(rf"[{_BLANKS}]+", "", lines[start + 1].text)
    again = next(
        (
            place
            for place in range(start + 2, len(lines))
            if re.sub(rf"[{_BLANKS}]+", "", lines[place].text) == first
        ),
        None,
    )
    yield from lines[:start]
    yield from lines[again if again is not None else start + 1 :]


class _Body:
    """The pieces of a body, line by line."""

    def __init__(self, lines: list[Line], *, is_amending: bool) -> None:
        self.lines = lines
        self.is_amending = is_amending  # it quotes articles of another text: only the next number is its own
        self.remarks: list[Remark] = []
        self.has_articles = any(self._article(line) for line in lines)
        self.has_clauses = not self.has_articles and any(
            (found := _CLAUSE.match(line.text)) and _number(found[1]) == 1 for line in lines
        )
        self._place = Place()
        self._open: _Open | None = None
        self._pieces: list[Piece] = []
        self._last = ProvisionNumber(0)
        self._seen: Counter[str] = Counter()
        self._annexes = 0
        self._clause = 0

    def pieces(self) -> Iterable[Piece]:
        """All pieces in order."""
        for line in self.lines:
            if line.text.startswith("!["):
                self.remarks.append(Remark(Flaw.PICTURE_LEFT_OUT, line.text[:40]))
            elif not (self._annex(line) or self._heading(line) or self._begin(line)):
                self._continue(line)
        self._close()
        return self._pieces

    @property
    def _is_in_annex(self) -> bool:
        return self._open is not None and self._open.number.word == ANNEX

    def _annex(self, line: Line) -> bool:
        """附件一　…: all that follows belongs to it. In a text with articles only after the first of them."""
        text = line.text.strip("*")
        found = _ANNEX.match(text) if len(text) <= LONGEST_HEADING else None
        if not found or not (self._pieces or self._open) or (self.has_articles and not self._last.number):
            return False
        if found[2] and found[2][-1:] in "。；，":
            return False
        self._close()
        self._start_annex(text)
        return True

    def _start_annex(self, label: str) -> None:
        self._annexes += 1
        self._place = Place()
        self._open = _Open(ProvisionNumber(self._annexes, word=ANNEX), label.rstrip("：:"), Place())

    def _heading(self, line: Line) -> bool:
        if self._is_in_annex and self.has_articles:
            return False  # an annex may have chapters of its own: they are lines of it
        text = re.sub(rf"[{_BLANKS}]+", "　", line.text)
        found = _DIVISION.match(text) if len(text) <= LONGEST_HEADING and text[-1:] not in "。；：" else None
        if found:
            self._close()
            self._place = _below(self._place, found[2], text)
            return True
        if _PREAMBLE.match(text) and not self._pieces:
            self._close()
            self._open = _Open(ProvisionNumber(0, word=PREAMBLE), "序言", Place())
            return True
        if line.level == 1 and _BOOK.match(text):
            self._close()
            self._place = Place(part=text)
            return True
        if _LAST_CHAPTER.match(text):
            self._close()
            self._place = (
                Place(chapter=text.replace("　", "")) if line.level == 1 else _below(self._place, "章", text)
            )
            return True
        return self._other_heading(line, text)

    def _other_heading(self, line: Line, text: str) -> bool:
        """A heading that only the format shows: 总则编, or 一、管辖 above the articles of an interpretation."""
        is_book = line.level == 1 and bool(_BOOK.match(text))
        if not is_book and not (line.level >= 2 and self.has_articles and len(text) <= LONGEST_HEADING):
            return False
        self._close()
        self._place = (
            Place(part=text) if is_book else _below(self._place, "章" if line.level == 2 else "节", text)
        )
        return True

    def _article(self, line: Line) -> tuple[int, int, str] | None:
        """(number, branch, rest) where a line begins an article by its own looks."""
        found = _ARTICLE.match(line.text)
        if not found or (line.level and len(line.text) > LONGEST_HEADING):
            return None
        if not found[3] and found[4] and (_GOES_ON.match(found[4]) or not line.is_marked):
            return None
        try:
            return number_of(found[1]), number_of(found[2]) if found[2] else 0, found[4]
        except NotANumber:
            return None

    def _begin(self, line: Line) -> bool:
        if self.has_articles:
            return self._begin_article(line)
        if self.has_clauses and not self._is_in_annex:
            return self._begin_clause(line)
        return False

    def _begin_article(self, line: Line) -> bool:
        found = self._article(line) or self._expected(line)
        if not found or self._is_in_annex:
            return False
        number, branch, rest = found
        if self.is_amending and self._last.number and (number, branch) != (self._last.number + 1, 0):
            return False
        if number == 1 and not branch and self._last.number >= LEAST_BODY and self._last.number != 1:
            self._close()
            self._start_annex("附件")
            return False
        if line.text.startswith("笫"):
            self.remarks.append(Remark(Flaw.MISPRINT, line.text[:8]))
        self._close()
        self._last = ProvisionNumber(number, branch)
        self._open = _Open(self._last, self._last.label, self._place, [rest] if rest else [])
        return True

    def _expected(self, line: Line) -> tuple[int, int, str] | None:
        """An article whose number no blank parts from its text, if it is the very next one."""
        found = _ARTICLE.match(line.text)
        if not found or found[3] or not found[4] or _GOES_ON.match(found[4]):
            return None
        number, branch = _number(found[1]), _number(found[2]) if found[2] else 0
        after = (self._last.number + 1, 0), (self._last.number, self._last.branch + 1)
        return (number, branch, found[4]) if (number, branch) in after and self._last.number else None

    def _begin_clause(self, line: Line) -> bool:
        found = _CLAUSE.match(line.text)
        if not found or _number(found[1]) != self._clause + 1:
            return False
        self._close()
        self._clause += 1
        number = ProvisionNumber(self._clause, is_item=True)
        self._open = _Open(number, number.label, self._place, [found[2]] if found[2] else [])
        return True

    def _continue(self, line: Line) -> None:
        if self._open is None and self._pieces and (self.has_articles or self.has_clauses):
            last = self._pieces[
                -1
            ]  # a line under a heading, before the next article: it goes on with the one before
            self._pieces[-1] = replace(last, text=f"{last.text}\n{line.text}".strip())
            return
        if self._open is None:
            if self.has_articles or self.has_clauses:
                self._open = _Open(ProvisionNumber(0, word=PREAMBLE), "引言", Place())
            else:
                self._open = _Open(ProvisionNumber(0), "全文", Place())
        self._open.lines.append(line.text)

    def _close(self) -> None:
        one, self._open = self._open, None
        if one is None or (one.number.word == PREAMBLE and not one.lines):
            return
        self._seen[one.number.key] += 1
        times = self._seen[one.number.key]
        label = one.label if times == 1 else f"{one.label}（重号）"
        again = times if times > 1 else 0
        self._pieces.append(Piece(one.number, label[:40], "\n".join(one.lines), one.place, again))


def _number(words: str) -> int:
    try:
        return number_of(words)
    except NotANumber:
        return 0


def _below(place: Place, kind: str, text: str) -> Place:
    """The place after a heading of one kind: what stands below it ends with it."""
    if kind == "编":
        return Place(part=text)
    if kind == "分编":
        return Place(part=place.part, subpart=text)
    if kind == "章":
        return Place(part=place.part, subpart=place.subpart, chapter=text)
    return replace(place, section=text)


def incompleteness(pieces: Iterable[Piece]) -> list[Remark]:
    """What the numbers of a text lack: missing, doubled, out of order; chapters that do not follow one another."""
    pieces = list(pieces)
    numbered = [one for one in pieces if one.number.number and not one.number.word]
    remarks = [Remark(Flaw.DOUBLED, one.number.label) for one in numbered if one.again]
    seen = {one.number.number for one in numbered}
    remarks += [Remark(Flaw.MISSING, span) for span in missing_spans(seen)]
    order = [(one.number.number, one.number.branch) for one in numbered if not one.again]
    remarks += [
        Remark(Flaw.DISORDER, ProvisionNumber(*after).label)
        for before, after in pairwise(order)
        if after < before
    ]
    if pieces and not numbered:
        remarks.append(Remark(Flaw.NO_ARTICLES))
    return remarks + [Remark(Flaw.CHAPTERS, title) for title in _broken_chapters(pieces)]


def missing_spans(seen: Collection[int]) -> list[str]:
    """The numbers that are not among these though larger and smaller ones are, as printed: 第五条至第七条."""
    missing = [n for n in range(min(seen, default=1), max(seen, default=0) + 1) if n not in seen]
    return [_span(run) for run in _runs(missing)]


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    start = None
    for place, number in enumerate(numbers):
        if start is None:
            start = number
        if place + 1 == len(numbers) or numbers[place + 1] != number + 1:
            yield start, number
            start = None


def _span(run: tuple[int, int]) -> str:
    first, last = (ProvisionNumber(number).label for number in run)
    return first if run[0] == run[1] else f"{first}至{last}"


def _broken_chapters(pieces: Iterable[Piece]) -> Iterator[str]:
    """Chapters whose number is not the next one, in the part that they stand in or through the whole text."""
    last: dict[tuple[str, str], int] = {}
    running = 0
    told: set[Place] = set()
    for one in pieces:
        chapter = replace(one.place, section="")
        found = _DIVISION.match(one.place.chapter)
        if chapter in told or not found or found[2] != "章":
            continue
        told.add(chapter)
        number = _number(found[1])
        within = last.get((chapter.part, chapter.subpart), 0)
        if number not in (within + 1, running + 1) and not (number == 1 and within == 0):
            yield one.place.chapter
        last[chapter.part, chapter.subpart] = running = number
