"""Markdown folders in the two layouts in which collections of statutes are kept.

*By dated file*: `folder/title(YYYY-MM-DD).md`, the dates closed by `<!-- INFO END -->`, with an `index.sqlite3` beside (table `law`).
*By statute*: `department/slug/README.md`, numbered part files in reading order, front matter, and `versions.json` for
texts that are yet to come.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from zhifa.laws.rules.documents import LawDocument, Remark
from zhifa.laws.rules.parsing import Line, parse
from zhifa.laws.services.readers.files import text_lines, words_of
from zhifa.laws.terms import Flaw, InstrumentKind, VersionStatus

INFO_END = "<!-- INFO END -->"
_DATED = re.compile(r"\((\d{4}-\d{2}-\d{2})\)$")
_APART = re.compile(r"^(?:修正案|全国人民代表大会|中华人民共和国|第.+届全国人民代表大会)")
_LEVELS = {
    "行政法规": InstrumentKind.ADMINISTRATIVE_REGULATION,
    "司法解释": InstrumentKind.JUDICIAL_INTERPRETATION,
    "部门规章": InstrumentKind.DEPARTMENTAL_RULE,
    "其他": InstrumentKind.DEPARTMENTAL_RULE,
}


@dataclass(frozen=True)
class Indexed:
    """What a collection's own index says of a text."""

    level: str
    valid_from: date | None
    expired: bool


def is_by_statute(root: Path) -> bool:
    """Whether a folder holds statutes as folders with a README each."""
    return next(root.rglob("README.md"), None) is not None


def read_markdown(root: Path) -> Iterator[LawDocument]:
    """All documents of a folder (or of one file), in the order of their paths."""
    if root.is_file():
        yield from _dated_file([root], root.parent, {})
    elif is_by_statute(root):
        for folder in sorted({file.parent for file in root.rglob("README.md")}):
            yield from _statute(folder, root)
    else:
        index = _index(root)
        for files in _whole_texts(root):
            yield from _dated_file(files, root, index)


def _whole_texts(root: Path) -> Iterator[list[Path]]:
    """Files, each a text of its own; but parts of one code (民法典/总则.md, …) together in the code's order."""
    parts: dict[Path, list[Path]] = defaultdict(list)
    for file in sorted(root.rglob("*.md")):
        if file.name.upper() in ("LAWS_PROGRESS.MD", "CHANGELOG.MD"):
            continue
        if file.stem.endswith("编") or file.stem in ("总则", "附则"):
            parts[file.parent].append(file)
        else:
            yield [file]
    for files in parts.values():
        yield sorted(files, key=_first_number)


def _first_number(file: Path) -> int:
    """The number of a part's first article: parts are read in the order of their articles."""
    document = parse(list(text_lines(words_of(file)[0])), file.name)
    return next((piece.number.number for piece in document.pieces if piece.number.number), 0)


def _index(root: Path) -> dict[tuple[str, str], Indexed]:
    """(name, day of publication) → what the collection's index says; empty where there is none that can be read."""
    path = next(
        (one for one in (root / "index.sqlite3", root.parent / "index.sqlite3") if one.is_file()), None
    )
    if path is None:
        return {}
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as base:
            rows = base.execute(
                "SELECT name, publish, level, valid_from, expired FROM law ORDER BY expired DESC"
            )
            return {
                (name, published or ""): Indexed(level or "", _day(since), bool(expired))
                for name, published, level, since, expired in rows
            }
    except sqlite3.Error:
        return {}


def _day(words: str | None) -> date | None:
    try:
        return date.fromisoformat(words) if words else None
    except ValueError:
        return None


def _dated_file(
    files: Sequence[Path], root: Path, index: dict[tuple[str, str], Indexed]
) -> Iterator[LawDocument]:
    file = files[0]
    lines: list[Line] = []
    remarks: list[Remark] = []
    for number, one in enumerate(files):
        words, wrong = words_of(one)
        remarks += wrong
        told = _with_notes(text_lines(words))
        lines += told if len(files) == 1 else _part(told, is_first=number == 0)
    name = str(file.relative_to(root)) if len(files) == 1 else f"{file.parent.name}/"
    document = parse(lines, name).with_remarks(remarks)
    found = _DATED.search(file.stem)
    written = _day(found[1]) if found else None
    known = _known(index, file, found[1] if found else "")
    yield _settled(document, written, known, file)


def _part(lines: Sequence[Line], *, is_first: bool) -> Iterator[Line]:
    """One part of a code: the code's title and dates from the first only, the part's own name as its heading."""
    titles = [line for line in lines if line.level == 1]
    for line in lines:
        if line.level == 1 and line is not titles[0]:
            yield replace(line, text=line.text if line.text.endswith("编") else f"{line.text}编")
        elif is_first or (line.level != 1 and not line.is_note):
            yield line


def _with_notes(lines: Iterable[Line]) -> list[Line]:
    """The lines with those above the mark set as notes."""
    lines = list(lines)
    end = next((place for place, line in enumerate(lines) if line.text.strip() == INFO_END), None)
    if end is None:
        return lines
    return [
        replace(line, is_note=True) if line.level == 0 else line for line in lines[:end] if line.text.strip()
    ] + lines[end + 1 :]


def _known(index: dict[tuple[str, str], Indexed], file: Path, day: str) -> Indexed | None:
    return index.get((_DATED.sub("", file.stem), day))


def _settled(document: LawDocument, written: date | None, known: Indexed | None, file: Path) -> LawDocument:
    """The document with what the file's name and the collection's index add; the dates under the title come first."""
    remarks = []
    published = document.published_on or written
    if written and published and written > published:
        published = written  # passed first, published later
    elif written and published and written < published:
        remarks.append(Remark(Flaw.DATES_DIFFER, f"{written} / {published}"))
    if published is None:
        remarks.append(Remark(Flaw.NO_DATE))
    changes: dict[str, Any] = {"published_on": published, "field": _field(file)}
    if known is not None:
        kind = _LEVELS.get(known.level)
        if kind is not None and document.kind in (InstrumentKind.STATUTE, InstrumentKind.DEPARTMENTAL_RULE):
            changes["kind"] = kind
        if known.valid_from and published and known.valid_from >= published and not document.is_own_day:
            changes |= {"effective_on": known.valid_from, "is_own_day": True}
        changes["status"] = VersionStatus.REPEALED if known.expired else VersionStatus.UNSTATED
    settled = replace(document, **changes)
    if settled.effective_on is None:
        settled = replace(settled, effective_on=published)
    kept = [one for one in settled.remarks if not (one.flaw is Flaw.DAY_UNSTATED and settled.is_own_day)]
    return replace(settled, remarks=(*kept, *remarks))


def _field(file: Path) -> str:
    name = file.parent.name
    return name if name.endswith("法") or name in ("司法解释", "行政法规") else ""


def _statute(folder: Path, root: Path) -> Iterator[LawDocument]:
    """One statute's folder: its text now, those that `versions.json` adds, and acts that its part files print whole."""
    files = [folder / "README.md", *sorted(one for one in folder.glob("*.md") if one.name != "README.md")]
    files.sort(key=_part_order)
    lines: list[Line] = []
    remarks: list[Remark] = []
    apart: list[list[Line]] = []
    for file in files:
        words, wrong = words_of(file)
        told = list(text_lines(words))
        remarks += wrong
        head = next((line for line in told if line.text.strip()), None)
        if file.name != "README.md" and head and head.level == 1 and _APART.match(head.text):
            apart += list(_acts(told))
        else:
            lines += _lowered(told) if file.name != "README.md" else told
    name = str(folder.relative_to(root)) if folder != root else folder.name
    document = _settled_statute(parse(lines, name).with_remarks(remarks), folder)
    yield document
    for act in apart:
        one = parse(act, f"{name}#{act[0].text}")
        yield one if one.published_on else one.with_remarks([Remark(Flaw.NO_DATE)])


def _part_order(file: Path) -> tuple[int, str]:
    """README first, then the preamble, then parts by number; 00 is what stands last."""
    if file.name == "README.md":
        return 0, ""
    if file.stem == "preamble":
        return 1, ""
    return (3 if file.name.startswith("00") else 2), file.name


def _lowered(lines: Iterable[Line]) -> Iterator[Line]:
    """A part's first heading is no title of the whole."""
    for line in lines:
        yield replace(line, level=2) if line.level == 1 and not line.text.endswith("编") else line


def _acts(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Acts printed one after another in one file, each from its own heading; a heading 修正案 above them is none."""
    current: list[Line] = []
    for line in lines:
        if line.level in (1, 2) and _APART.match(line.text) and line.text != "修正案":
            if current:
                yield current
            current = [replace(line, level=1)]
        elif current:
            current.append(line)
    if current:
        yield current


def _settled_statute(document: LawDocument, folder: Path) -> LawDocument:
    document = replace(document, field="")
    versions = _versions(folder)
    mine = next((one for one in versions if (folder / str(one.get("entry", ""))).parent == folder), None)
    if folder.parent.name == "versions":
        mine = next(
            (
                one
                for one in _versions(folder.parent.parent)
                if str(one.get("entry", "")).startswith(f"versions/{folder.name}/")
            ),
            None,
        )
    if mine is not None:
        published, since = _day(mine.get("promulgatedOn")), _day(mine.get("effectiveFrom"))
        if published and since:
            kept = tuple(one for one in document.remarks if one.flaw is not Flaw.DAY_UNSTATED)
            document = replace(
                document, published_on=published, effective_on=since, is_own_day=True, remarks=kept
            )
    return document if document.published_on else document.with_remarks([Remark(Flaw.NO_DATE)])


def _versions(folder: Path) -> list[dict[str, Any]]:
    path = folder / "versions.json"
    if not path.is_file():
        return []
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError):
        return []
    rows = told.get("versions") if isinstance(told, dict) else None
    return [one for one in rows if isinstance(one, dict)] if isinstance(rows, list) else []
