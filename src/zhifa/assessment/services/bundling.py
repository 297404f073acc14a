"""What speaks for one line, as one archive: the line as it was scored, every record behind its figure with its door, every file that
speaks for these records. Streamed: nothing of it is held whole."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from zhifa.assessment.models import Answer
from zhifa.assessment.terms import LINE, Basis
from zhifa.evidence.api import EvidenceView, evidence_of, opened, readable_evidence
from zhifa.figures.api import as_data, records_behind, values
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.ledger.api import Subject, demonstration_mark
from zhifa.people.api import district

CHUNK: Final = 64 * 1024
EPOCH: Final = (1980, 1, 1, 0, 0, 0)


class _Outlet(io.RawIOBase):
    """Where the archive is written to and taken from, a piece at a time."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        """It can."""
        return True

    def write(self, piece: Any) -> int:
        """Keep a piece until it is taken."""
        self._pieces.append(bytes(piece))
        return len(piece)

    def taken(self) -> bytes:
        """What was written since the last time."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def line_bundle(actor: Actor, answer: Answer, about: dict[str, Any], base_url: str) -> Iterator[bytes]:
    """line.json, records.csv and files/, as a stream of bytes. `about` is the line as the paper tells it. Files are those that the
    actor may read, each once; of the others the list says that they are there."""
    outlet = _Outlet()
    with override("zh-hans"):
        records = _records(actor, answer, about)
    subjects = [Subject("deed", str(row.key)) for _source, row in records]
    attached = evidence_of([Subject(LINE, answer.key), *subjects])
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_entry("line.json"), json.dumps(about, ensure_ascii=False, indent=1, default=str))
        yield outlet.taken()
        archive.writestr(_entry("records.csv"), _table(records, attached, base_url))
        yield outlet.taken()
        files = {one.id: one for views in attached.values() for one in views}
        for number, (pk, view) in enumerate(sorted(files.items()), start=1):
            yield from _file(actor, archive, outlet, pk, f"files/{number:03d}-{_plain(view)}")
    yield outlet.taken()


def _records(actor: Actor, answer: Answer, about: dict[str, Any]) -> list[Any]:
    """The records behind a figure's line over the evaluation's days; the figure itself goes into `about`."""
    if answer.line.basis != Basis.FIGURE:
        return []
    (value,) = values(
        actor, district=district().code, since=answer.evaluation.since, until=answer.evaluation.until,
        codes=[answer.line.figure],
    )  # fmt: skip
    about["figure_now"] = as_data(value)
    return records_behind(actor, [value])[0]


def _table(records: list[Any], attached: dict[Subject, list[EvidenceView]], base_url: str) -> bytes:
    out = io.StringIO()
    table = csv.writer(out)
    if mark := demonstration_mark():
        table.writerow([mark])
    table.writerow(("来源", "名称", "日期", "数量", "佐证", "确认", "地址"))
    for source, row in records:
        files = "、".join(one.title for one in attached[Subject("deed", str(row.key))])
        told = (
            source,
            row.title,
            row.day.isoformat(),
            row.amount,
            files,
            "、".join(row.confirmed_by),
            base_url + row.url,
        )
        table.writerow(_tame(cell) for cell in told)
    return out.getvalue().encode("utf-8-sig")


def _tame(cell: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = str(cell)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _file(actor: Actor, archive: zipfile.ZipFile, outlet: _Outlet, pk: int, name: str) -> Iterator[bytes]:
    try:
        evidence = readable_evidence(actor, pk)
    except NotFound:
        archive.writestr(_entry(f"{name}.txt"), str(_("这份佐证您不能读取，未放入。")))
        yield outlet.taken()
        return
    with opened(evidence) as kept, archive.open(_entry(name), "w") as entry:
        while piece := kept.read(CHUNK):
            entry.write(piece)
            yield outlet.taken()
    yield outlet.taken()


def _entry(name: str) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name, date_time=EPOCH)
    made.compress_type = zipfile.ZIP_DEFLATED
    return made


def _plain(view: EvidenceView) -> str:
    """The file's title as a name in the archive, without a path."""
    return PurePath(view.file_name.replace("\\", "/")).name
