"""A target for the tests: lectures, kept as entries of the ledger, so that doubles can be looked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhifa.kernel import clock, quantities
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import Fault
from zhifa.kernel.registry import ImportColumn, ImportQuestion, ImportReview, ImportRow, ImportTarget
from zhifa.ledger.api import Subject, record
from zhifa.ledger.models import Entry

KIND = "test-lecture"
UNITS = {"区司法局": "U01", "司法局": "U01", "区教育局": "U02", "万松街道": "U03", "民权街道": "U04"}
asked: list[str] = []  # each name that was resolved, to count how often


def resolve_unit(actor: Actor, text: str) -> str | None:
    """The code of a unit by its name."""
    asked.append(text)
    return UNITS.get(text)


def may_import(actor: Actor) -> bool:
    """Everybody but one."""
    return actor.name != "外人"


def _key(row: ImportRow) -> str:
    return f"{row.values['day'].isoformat()}|{row.values['unit']}|{row.values['title']}"


def review(actor: Actor, rows: Sequence[ImportRow]) -> ImportReview:
    """Doubles of what stands in the ledger are questions; a title of one character is a fault. One query."""
    keys = {_key(row): row for row in rows}
    held = set(
        Entry.objects.filter(subject_kind=KIND, subject_key__in=keys).values_list("subject_key", flat=True)
    )
    answers = {"keep": "是两件事", "skip": "是同一件"}
    questions = [
        ImportQuestion(row, "这一场好像已经记过", key, answers, "skip")
        for key, row in keys.items()
        if key in held
    ]
    faults = [
        Fault("题目太短", "请写全称", row=row.row, column="title", sheet=row.sheet)
        for row in rows
        if len(row.values["title"]) < 2
    ]
    return ImportReview(tuple(faults), tuple(questions))


def write(actor: Actor, rows: Sequence[ImportRow], answers: Mapping[tuple[str, int], str]) -> int:
    """One entry a lecture."""
    for row in rows:
        facts = {"times": str(row.values["times"].value) if "times" in row.values else None}
        record(actor, "test.lecture", Subject(KIND, _key(row)), facts, now=clock.now())
    return len(rows)


LECTURES = ImportTarget(
    code="test-lectures",
    title="法治讲座",
    columns=(
        ImportColumn("day", "日期", "day", ("时间", "活动时间", "举办时间", "开展时间"), required=True),
        ImportColumn("unit", "主办单位", "unit", ("单位", "填报单位", "单位名称", "责任单位"), required=True, resolve=resolve_unit),
        ImportColumn("title", "题目", "text", ("活动名称", "活动主题", "内容", "讲座题目"), required=True),
        ImportColumn("times", "参加人次", "quantity", ("参与人次", "人次", "参加人数", "人数"), unit=quantities.TIMES),
        ImportColumn("copies", "发放资料", "quantity", ("资料份数", "宣传资料", "发放宣传资料"), unit=quantities.COPIES),
        ImportColumn("form", "形式", "choice", ("活动形式",), choices={"talk": "讲座|授课", "street": "街头宣传|户外"}),
    ),
    may_import=may_import,
    review=review,
    write=write,
)  # fmt: skip
