"""An exam with many candidates in an installation, made through the services; prints what players need as JSON.

Candidates `<name><number>` belong to the unit of that name; each has one attempt, whose ticket is printed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.running import ROOT, Zhifa

QUESTIONS, SPARE = 50, 10
LAWS = 20
POINTS = 200  # hundredths, of a question
SINCE = date(2010, 1, 1)
CODE = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from tests.resilience.exams.staging import stage
stage(%d, %r, %d, %d)
"""
CROWD = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from tests.resilience.exams.staging import crowd
crowd(%d)
"""


@dataclass(frozen=True)
class Seat:
    """One candidate's attempt: its key, its ticket, the account's number; and what is right at each position, noted before anything
    else happens."""

    attempt: str
    ticket: str
    account: int
    right: dict[str, list[str]] = field(default_factory=dict, hash=False)


def staged(zhifa: Zhifa, candidates: int, name: str, minutes: int = 60, grace: int = 5) -> list[Seat]:
    """An announced, open exam in an installation that has a district; a seat for each candidate."""
    told = zhifa.manage(CODE % (candidates, name, minutes, grace)).splitlines()[-1]
    return [Seat(*one) for one in json.loads(told)]


def law_text(title: str, published_on: date, words: str, *, repealed: bool = False) -> Any:
    """A law of one article as a source gives it, or what the source says of it once it is repealed."""
    from zhifa.laws.rules.documents import LawDocument, Piece
    from zhifa.laws.rules.numbers import ProvisionNumber
    from zhifa.laws.terms import VersionStatus

    number = ProvisionNumber(1)
    return LawDocument(
        f"{title} {published_on}", title, (Piece(number, number.label, words),), published_on=published_on,
        effective_on=published_on, is_own_day=True, status=VersionStatus.REPEALED if repealed else VersionStatus.IN_FORCE,
        issuing_body="测试机关",
    )  # fmt: skip


def take_in(document: Any) -> None:
    """As the office does from a file."""
    from zhifa.kernel import clock
    from zhifa.kernel.actor import Actor
    from zhifa.laws.services.documents_in import import_documents

    import_documents(Actor.system("test"), [document], "测试", clock.now(), whole=True)


def law_title(name: str, number: int) -> str:
    """The laws that an exam's questions cite."""
    return f"{name}字第{number}号测试法"


def stage(candidates: int, name: str, minutes: int, grace: int) -> None:
    """Make it; prints one line of JSON: a list of (attempt, ticket, account, what is right)."""
    from zhifa.exams.api import BlueprintDraft, Line, draw_papers, keep_blueprint
    from zhifa.kernel import clock
    from zhifa.kernel.actor import Actor
    from zhifa.people.api import Unit, UnitDraft, UnitKind, freeze_roster, load_people, load_units
    from zhifa.sittings.models import Attempt
    from zhifa.sittings.services.exams import ExamDraft, announce_exam, draft_exam
    from zhifa.sittings.services.sitting import ticket_for

    system, now = Actor.system("test"), clock.now()
    units = [(name, f"{name}局"), (f"{name}他", f"{name}他局")]
    load_units(system, [UnitDraft(code, title, UnitKind.GOVERNMENT, SINCE) for code, title in units], now=now)
    load_people(system, [_person(name, n) for n in range(candidates)], now=now)
    freeze_roster(
        system, name, name, "考试", units=[Unit.objects.get(code=name)], on=clock.civil_day(now), now=now
    )
    _write_bank(name)
    lines = (Line(QUESTIONS, "single", name),)
    plan = keep_blueprint(system, BlueprintDraft(name, {"single": POINTS / 100}, lines), now=now)
    draw = draw_papers(system, plan.key, 8, clock.today(), now=now, seed=name)
    opens = now.replace(microsecond=0) - timedelta(seconds=1)
    closes = opens + timedelta(minutes=minutes + 60)
    draft = ExamDraft(
        name, name, name, opens, closes, minutes, {"": draw.key}, "测试通知", grace_minutes=grace
    )
    exam = announce_exam(system, draft_exam(system, draft, now=now).key, now=now)
    found = Attempt.objects.filter(candidate__exam=exam).select_related(
        "paper__draw", "candidate__exam", "candidate__person"
    )
    told = [(one.key, ticket_for(one), one.candidate.person.account_id, _right(one)) for one in found]
    print(json.dumps(told))


def _person(name: str, number: int) -> Any:
    from zhifa.kernel.actor import Role
    from zhifa.people.api import HoldingDraft, PersonDraft

    post = HoldingDraft(name, f"科员{number}", Role.STAFF, SINCE)
    return PersonDraft(f"{name}{number}", f"考生{number}", (post,), username=f"{name}{number}")


def _write_bank(name: str) -> None:
    """Laws of an article each, and the questions that cite them."""
    from zhifa.exams.api import ItemDraft, Question, load_items
    from zhifa.kernel import clock
    from zhifa.kernel.actor import Actor
    from zhifa.laws.api import CitationRef, ProvisionText
    from zhifa.laws.services.documents_in import import_documents

    system, titles = Actor.system("test"), [law_title(name, n) for n in range(LAWS)]
    laws = [law_text(title, SINCE, f"{title}：借款合同应当采用书面形式。") for title in titles]
    import_documents(system, laws, "测试", clock.now(), whole=True)
    texts = ProvisionText.objects.filter(version__instrument__title__in=titles).order_by("pk")
    cited = [
        CitationRef(one.version_id, one.pk, f"《{title}》第一条")
        for one, title in zip(texts, titles, strict=True)
    ]
    forms = ("书面形式", "口头形式", "默示", "公证")
    items = [
        ItemDraft(
            Question("single", f"{name}第 {n} 问：借款合同应当采用什么形式？", forms, ("A",)), name, citations=(cited[n % LAWS],)
        )
        for n in range(QUESTIONS + SPARE)
    ]  # fmt: skip
    load_items(system, items, now=clock.now(), reviewer=Actor.system("reader"))


def _right(attempt: Any) -> dict[str, list[str]]:
    """What is right at each position, out of the key as the paper was frozen with it."""
    from zhifa.exams.api import paper_documents

    _told, key = paper_documents(attempt.paper.draw.key, attempt.paper.number, attempt.seed)
    return {str(one["position"]): one["key"] for one in json.loads(key)["answers"]}


def crowd(candidates: int) -> None:
    """The same for thousands: people without accounts, put into the tables as announcing would put them. For measuring alone."""
    import secrets

    from zhifa.people.api import Person, Unit
    from zhifa.sittings.models import Attempt, Candidate
    from zhifa.sittings.services.sitting import ticket_for

    stage(2, "众", 180, 5)
    first = Attempt.objects.select_related("candidate__exam").latest("pk")
    exam, unit = first.candidate.exam, Unit.objects.get(code="众")
    papers = list(first.paper.draw.papers.all())
    people = Person.objects.bulk_create(
        Person(code=f"众众{n}", name="考生", pinyin="kaosheng") for n in range(candidates)
    )
    sitters = Candidate.objects.bulk_create(
        Candidate(
            exam=exam, key=secrets.token_hex(8), person=one, unit=unit, post_title="科员", post_class="staff"
        )
        for one in people
    )
    attempts = Attempt.objects.bulk_create(
        Attempt(
            candidate=one,
            number=1,
            key=secrets.token_hex(8),
            paper=papers[n % len(papers)],
            seed=secrets.token_hex(16),
        )
        for n, one in enumerate(sitters)
    )
    print(json.dumps([(one.key, ticket_for(one), 0) for one in attempts]))
