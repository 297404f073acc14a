"""A small district in which exams are held: an office of two, a lead, an auditor, two units with heads and plain staff, a bank of
questions of all closed kinds, and one draw of papers. `make_world` belongs into the module's `once` (see `conftest.py`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from zhifa.accounts.api import Account
from zhifa.exams.api import (
    BlueprintDraft,
    Draw,
    ItemDraft,
    Line,
    Question,
    draw_papers,
    keep_blueprint,
    load_items,
)
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.laws.api import parse_citations
from zhifa.laws.tests.invented import loan_law
from zhifa.people.api import (
    HoldingDraft,
    PersonDraft,
    Unit,
    UnitDraft,
    UnitKind,
    actor_of,
    freeze_roster,
    load_people,
    load_units,
    open_district,
)
from zhifa.sittings.models import Attempt, Exam
from zhifa.sittings.services.exams import ExamDraft, announce_exam, draft_exam

SYSTEM = Actor.system("test")
SINCE = date(2010, 1, 1)
UNITS = (("U1", "区司法局"), ("U2", "区教育局"), ("U3", "区民政局"))
# user name, unit, role; who has a name of its own on pages is `<user name>某`.
PEOPLE = (
    ("clerk", "U1", Role.OFFICE), ("clerk2", "U1", Role.OFFICE), ("lead", "U1", Role.LEAD), ("auditor", "U1", Role.AUDITOR),
    ("head2", "U2", Role.HEAD), ("anna", "U2", Role.STAFF), ("bea", "U2", Role.STAFF), ("carl", "U2", Role.COMMUNITY),
    ("head3", "U3", Role.HEAD), ("dora", "U3", Role.STAFF), ("emil", "U3", Role.STAFF),
)  # fmt: skip
CANDIDATES = ("head2", "anna", "bea", "carl", "head3", "dora", "emil")  # the roster "R1": all of U2 and U3
POINTS = {"single": 10.0, "multiple": 20.0, "judge": 10.0, "fill": 20.0}
LINES = (
    Line(3, "single"),
    Line(1, "multiple"),
    Line(3, "judge"),
    Line(1, "fill"),
)  # 100 points, eight questions
SHORT = (
    {**POINTS, "short": 20.0},
    (Line(2, "single"), Line(1, "multiple"), Line(2, "judge"), Line(1, "fill"), Line(1, "short")),
)


def make_world() -> None:
    """The district, its people, the roster "R1" frozen yesterday, and the bank: 9 single, 4 multiple, 6 true-or-false, 3 with a blank,
    3 to be answered in prose, the right answers being 书面形式; 书面形式 and 公证; true, false by turns; 书面 or 书面形式."""
    now = clock.now()
    open_district(SYSTEM, "990001", "测试区", demonstration=False, now=now)
    load_units(SYSTEM, [UnitDraft(code, name, UnitKind.GOVERNMENT, SINCE) for code, name in UNITS], now=now)
    load_people(
        SYSTEM,
        [
            PersonDraft(name, f"{name}某", (HoldingDraft(unit, f"{name}的职务", role, SINCE),), username=name)
            for name, unit, role in PEOPLE
        ],
        now=now,
    )
    units = list(Unit.objects.filter(code__in=("U2", "U3")))
    frozen = clock.civil_day(now) - timedelta(
        days=1
    )  # tests open exams some hours ago, which may be yesterday
    freeze_roster(SYSTEM, "R1", "应考名单", "学法考试", units=units, on=frozen, now=now)
    loan_law({1: "借款合同应当采用书面形式。", 2: "保证人承担保证责任。", 3: "利息不得预先扣除。"})
    cited = parse_citations("《测试借款法》第一条", clock.today())
    load_items(
        SYSTEM, [ItemDraft(one, "借款", citations=cited) for one in _questions()], now=now, reviewer=actor("clerk2")
    )  # fmt: skip


def _questions() -> list[Question]:
    forms = ("书面形式", "口头形式", "默示", "公证")
    made = [
        Question("single", f"单选{n}：借款合同应当采用什么形式？", forms, ("A",), "见第一条。")
        for n in range(9)
    ]
    made += [Question("multiple", f"多选{n}：下列哪些是书面的？", forms, ("A", "D")) for n in range(4)]
    made += [Question("judge", f"判断{n}：保证人承担保证责任。", (), ("TF"[n % 2],)) for n in range(6)]
    made += [
        Question("fill", f"填空{n}：借款合同应当采用____形式。", (), ("书面|书面形式",)) for n in range(3)
    ]
    return made + [
        Question("short", f"简答{n}：借款合同为什么要写下来？", (), ("有据可查。",)) for n in range(3)
    ]


def make_draw(*, count: int = 4, written: bool = False) -> Draw:
    """Papers of eight questions of closed kinds; `written`: of seven, one of them to be answered in prose. 100 points both."""
    points, lines = SHORT if written else (POINTS, LINES)
    now = clock.now()
    blueprint = keep_blueprint(actor("clerk"), BlueprintDraft("学法考试", points, lines), now=now)
    return draw_papers(actor("clerk"), blueprint.key, count, clock.today(), now=now, seed="种")


def exam_draft(**changes: Any) -> ExamDraft:
    """One hour of answering in a window of two hours that has just opened, one attempt, all posts on one draw (`draw`)."""
    now = clock.now().replace(microsecond=0)
    draw = changes.pop("draw", None) or make_draw()
    papers: Mapping[str, str] = {"": draw.key}
    told = {
        "title": "学法考试", "organiser": "U1", "roster": "R1", "opens_at": now - timedelta(seconds=1),
        "closes_at": now + timedelta(hours=2), "minutes": 60, "papers": papers, "source": "测试通知",
    }  # fmt: skip
    return ExamDraft(**{**told, **changes})  # type: ignore[arg-type]


def make_exam(*, now: datetime | None = None, **changes: Any) -> Exam:
    """An announced exam of the seven candidates, each with a first attempt allotted. `changes` are of `exam_draft`."""
    at = now or clock.now()
    exam = draft_exam(actor("clerk"), exam_draft(**changes), now=at)
    return announce_exam(actor("clerk"), exam.key, now=at)


def actor(username: str) -> Actor:
    """The actor of an account."""
    return actor_of(Account.objects.get(username=username), clock.today())


def attempt_of(exam: Exam, username: str, number: int = 1) -> Attempt:
    """The attempt of a candidate."""
    return Attempt.objects.select_related("candidate__exam", "paper__draw").get(
        candidate__exam=exam, candidate__person__code=username, number=number
    )
