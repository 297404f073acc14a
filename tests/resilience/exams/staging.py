"""An exam with many candidates in an installation, made through the services; prints what players need as JSON.

Candidates `<name><number>` belong to the unit of that name; each has one attempt, whose ticket is printed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta

from tests.running import ROOT, Zhifa

QUESTIONS = 50
CODE = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from tests.resilience.exams.staging import stage
stage(%d, %r, %d)
"""
CROWD = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from tests.resilience.exams.staging import crowd
crowd(%d)
"""


@dataclass(frozen=True)
class Seat:
    """One candidate's attempt: its key, its ticket, the account's number."""

    attempt: str
    ticket: str
    account: int


def staged(zhifa: Zhifa, candidates: int, name: str, minutes: int = 60) -> list[Seat]:
    """An announced, open exam in an installation that has a district; a seat for each candidate."""
    told = zhifa.manage(CODE % (candidates, name, minutes)).splitlines()[-1]
    return [Seat(*one) for one in json.loads(told)]


def stage(candidates: int, name: str, minutes: int) -> None:
    """Make it; prints one line of JSON: a list of (attempt, ticket, account)."""
    from zhifa.exams.api import (
        BlueprintDraft,
        ItemDraft,
        Line,
        Question,
        draw_papers,
        keep_blueprint,
        load_items,
    )
    from zhifa.kernel import clock
    from zhifa.kernel.actor import Actor, Role
    from zhifa.laws.api import CitationRef, Instrument, Version
    from zhifa.people.api import (
        HoldingDraft,
        PersonDraft,
        Unit,
        UnitDraft,
        UnitKind,
        freeze_roster,
        load_people,
        load_units,
    )
    from zhifa.sittings.models import Attempt
    from zhifa.sittings.services.exams import ExamDraft, announce_exam, draft_exam
    from zhifa.sittings.services.sitting import ticket_for

    system, other, now, since = Actor.system("test"), Actor.system("reader"), clock.now(), date(2010, 1, 1)
    load_units(system, [UnitDraft(name, f"{name}局", UnitKind.GOVERNMENT, since)], now=now)
    people = [
        PersonDraft(
            f"{name}{n}",
            f"考生{n}",
            (HoldingDraft(name, f"科员{n}", Role.STAFF, since),),
            username=f"{name}{n}",
        )
        for n in range(candidates)
    ]
    load_people(system, people, now=now)
    freeze_roster(
        system, name, name, "考试", units=[Unit.objects.get(code=name)], on=clock.civil_day(now), now=now
    )
    law, fresh = Instrument.objects.get_or_create(
        code="test-law",
        defaults={"kind": "statute", "title": "测试法", "short_title": "测试法", "pinyin": "ceshifa"},
    )
    if fresh:
        version = Version.objects.create(
            instrument=law, published_on=since, effective_on=since, basis="stated", source="测试", source_key="1", text_held=False
        )  # fmt: skip
        cited = (CitationRef(version.pk, None, "《测试法》"),)
        forms = ("书面形式", "口头形式", "默示", "公证")
        items = [
            ItemDraft(
                Question("single", f"第 {n} 问：借款合同应当采用什么形式？", forms, ("A",)),
                "借款",
                citations=cited,
            )
            for n in range(QUESTIONS + 10)
        ]
        load_items(system, items, now=now, reviewer=other)
    plan = keep_blueprint(
        system, BlueprintDraft(name, {"single": 2.0}, (Line(QUESTIONS, "single"),)), now=now
    )
    draw = draw_papers(system, plan.key, 8, clock.today(), now=now, seed=name)
    opens = now.replace(microsecond=0) - timedelta(seconds=1)
    draft = ExamDraft(
        name,
        name,
        name,
        opens,
        opens + timedelta(hours=4),
        minutes,
        {"": draw.key},
        "测试通知",
        grace_minutes=5,
    )
    exam = announce_exam(system, draft_exam(system, draft, now=now).key, now=now)
    found = Attempt.objects.filter(candidate__exam=exam).select_related(
        "candidate__exam", "candidate__person"
    )
    print(json.dumps([(one.key, ticket_for(one), one.candidate.person.account_id) for one in found]))


def crowd(candidates: int) -> None:
    """The same for thousands: people without accounts, put into the tables as announcing would put them. For measuring alone."""
    import secrets

    from zhifa.people.api import Person, Unit
    from zhifa.sittings.models import Attempt, Candidate
    from zhifa.sittings.services.sitting import ticket_for

    stage(2, "众", 180)
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
