"""An exam is set, announced, prolonged, called off; what is frozen stays; who need not sit, who has more time."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client

from zhifa.kernel import clock
from zhifa.kernel.errors import BadInput, NotAllowed, NotFound, Refusal
from zhifa.ledger.api import Subject, entries_of, sheet_rows
from zhifa.people.api import HoldingDraft, Unit, appoint, freeze_roster
from zhifa.sittings.errors import ExamNotReady, PapersTooFew, TermsUnfit
from zhifa.sittings.models import Attempt, Exam, Incident, Result
from zhifa.sittings.selectors.freezing import due_at, servings
from zhifa.sittings.services.candidates import call_back, excuse, give_extra_time
from zhifa.sittings.services.exams import (
    announce_exam,
    cancel_exam,
    change_exam,
    deal,
    draft_exam,
    extend_window,
)
from zhifa.sittings.services.outages import record_outage
from zhifa.sittings.services.watching import broadcast, note_incident
from zhifa.sittings.tests.world import CANDIDATES, SYSTEM, actor, attempt_of, exam_draft, make_draw, make_exam

NOW = clock.now()


def begin(exam: Exam, username: str, *, minutes_ago: int = 10) -> Attempt:
    """The attempt as the service of sittings begins it, some minutes ago."""
    attempt = attempt_of(exam, username)
    attempt.started_at = clock.now() - timedelta(minutes=minutes_ago)
    attempt.ends_at = min(attempt.started_at + timedelta(minutes=exam.minutes), exam.closes_at)
    attempt.head, attempt.seen_at = bytes(32), attempt.started_at
    attempt.save()
    return attempt


def hand_in(exam: Exam, username: str, *, late: bool = False) -> Attempt:
    attempt = begin(exam, username)
    attempt.handed_at, attempt.ended, attempt.late = clock.now(), "handed", late
    attempt.save()
    return attempt


def test_the_announcement_freezes_candidates_and_papers(exam: Exam) -> None:
    rows = exam.candidates.select_related("person", "unit")
    assert sorted(one.person.code for one in rows) == sorted(CANDIDATES)
    classes = {one.person.code: one.post_class for one in rows}
    assert (classes["head2"], classes["anna"], classes["carl"]) == ("leader", "staff", "community")
    papers = list(Attempt.objects.order_by("candidate_id").values_list("paper", flat=True))
    assert all(one != other for one, other in pairwise(papers)), "neighbours differ"
    assert len(set(Attempt.objects.values_list("seed", flat=True))) == len(CANDIDATES)
    told = entries_of(Subject("exam", exam.key))
    assert sorted(one.act for one in told) == ["sittings.announce_exam", "sittings.draft_exam"]
    (sheet,) = [one for one in told if one.act == "sittings.announce_exam"]
    assert sheet.facts["rows"] == len(CANDIDATES)
    assert sheet.facts["totals"]["seed"], "papers can be dealt anew from it"
    assert "anna" not in json.dumps(sheet.facts), "no person in clear"


def test_a_change_afterwards_moves_nothing(exam: Exam) -> None:
    before = list(exam.candidates.values_list("person__code", "unit__code", "post_title", "post_class"))
    unit = Unit.objects.get(code="U3")
    appoint(SYSTEM, "anna", HoldingDraft("U3", "新职务", "head", clock.today()), now=clock.now())
    freeze_roster(SYSTEM, "R2", "后来的名单", "别的", units=[unit], on=clock.today(), now=clock.now())
    unit.name = "改了名的局"
    unit.save()
    exam.roster.members.filter(person__code="bea").delete()
    assert (
        list(exam.candidates.values_list("person__code", "unit__code", "post_title", "post_class")) == before
    )
    with pytest.raises(ExamNotReady):
        change_exam(actor("clerk"), exam.key, exam_draft(minutes=30), now=clock.now())
    with pytest.raises(ExamNotReady):
        announce_exam(actor("clerk"), exam.key, now=clock.now())


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"minutes": 121}, "closes_at"), ({"attempts_most": 3}, "attempts_most"), ({"title": " "}, "title"), ({"source": ""}, "source"),
        ({"roster": "R9"}, "roster"), ({"opens_at": NOW - timedelta(days=3)}, "roster"), ({"excellent_share": 50}, "excellent_share"),
        ({"papers": {"staff": "nix"}}, "papers_staff"), ({"make_up_of": "nix"}, "make_up_of"),
    ],
)  # fmt: skip
def test_terms_that_cannot_be_kept_are_refused_beside_their_field(
    world: None, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        draft_exam(actor("clerk"), exam_draft(**changes), now=NOW)
    assert field in {refused.value.field, *(one.field for one in refused.value.faults)}
    assert not Exam.objects.exists()


def test_an_exam_without_papers_for_everybody_is_not_announced(world: None) -> None:
    one, many = make_draw(count=1), make_draw(count=3)
    draft = exam_draft(papers={"leader": many.key, "community": one.key})
    exam = draft_exam(actor("clerk"), draft, now=NOW)
    with pytest.raises(PapersTooFew) as refused:
        announce_exam(actor("clerk"), exam.key, now=NOW)
    assert [fault.what for fault in refused.value.faults] == ["一般工作人员（4 人）没有选试卷"]
    change_exam(actor("clerk"), exam.key, replace(draft, papers={"": many.key, "staff": one.key}), now=NOW)
    with pytest.raises(PapersTooFew) as refused:
        announce_exam(actor("clerk"), exam.key, now=NOW)
    assert "只有 1 份，至少要 2 份" in refused.value.faults[0].what
    change_exam(
        actor("clerk"),
        exam.key,
        replace(draft, papers={"": many.key, "leader": make_draw(count=2).key}),
        now=NOW,
    )
    announce_exam(actor("clerk"), exam.key, now=NOW)
    draws = dict(Attempt.objects.values_list("candidate__person__code", "paper__draw"))
    assert draws["head2"] == draws["head3"] != draws["anna"] == draws["carl"]
    with pytest.raises(ExamNotReady):
        announce_exam(
            actor("clerk"), draft_exam(actor("clerk"), draft, now=NOW).key, now=NOW + timedelta(days=1)
        )


def test_only_the_office_runs_exams(exam: Exam) -> None:
    for name in ("lead", "auditor", "head2"):
        with pytest.raises(NotAllowed):
            cancel_exam(actor(name), exam.key, "不办了", now=NOW)
    with pytest.raises(NotAllowed):
        draft_exam(actor("anna"), exam_draft(), now=NOW)
    with pytest.raises(NotFound):
        cancel_exam(actor("anna"), exam.key, "不办了", now=NOW)


def test_a_later_end_reaches_who_is_answering(world: None) -> None:
    now = clock.now()
    exam = make_exam(minutes=30, closes_at=now + timedelta(minutes=31))
    late = attempt_of(exam, "anna")
    give_extra_time(actor("clerk"), exam.key, late.candidate.key, 60, "本人申请", now=now)
    late = begin(exam, "anna")
    record_outage(actor("clerk"), now - timedelta(minutes=9), now - timedelta(minutes=4), "断电", now=now)
    done = hand_in(exam, "bea")
    later = exam.closes_at + timedelta(minutes=20)
    for closes_at, reason in ((exam.closes_at, "停电"), (later, " ")):
        with pytest.raises(BadInput):
            extend_window(actor("clerk"), exam.key, closes_at, reason, now=clock.now())
    extend_window(actor("clerk"), exam.key, later, "停电", now=clock.now())
    late.refresh_from_db()
    assert late.ends_at == later + timedelta(seconds=300), "the window's new end, and what was given back"
    ends = done.ends_at
    done.refresh_from_db()
    assert done.ends_at == ends, "what was handed in stays"
    with pytest.raises(ExamNotReady):
        extend_window(actor("clerk"), exam.key, later + timedelta(days=2), "停电", now=later)


def test_a_make_up_exam_is_for_those_who_did_not_pass(exam: Exam) -> None:
    for name, passed in (("anna", True), ("carl", False)):
        attempt = hand_in(exam, name)
        Result.objects.create(
            candidate=attempt.candidate,
            attempt=attempt,
            score=9000 if passed else 1000,
            full=10_000,
            passed=passed,
            excellent=passed,
            held_on=clock.today(),
        )
    excuse(
        actor("clerk"), exam.key, attempt_of(exam, "bea").candidate.key, "leave", "请假单", now=clock.now()
    )
    opens = exam.closes_at
    told = exam_draft(
        make_up_of=exam.key,
        roster="",
        opens_at=opens - timedelta(seconds=1),
        closes_at=opens + timedelta(hours=3),
    )
    with pytest.raises(TermsUnfit):
        draft_exam(actor("clerk"), told, now=NOW)
    again = draft_exam(actor("clerk"), replace(told, opens_at=opens), now=NOW)
    with pytest.raises(ExamNotReady):
        announce_exam(actor("clerk"), again.key, now=NOW)
    Exam.objects.filter(pk=exam.pk).update(stage="published", published_at=NOW)
    announce_exam(actor("clerk"), again.key, now=NOW)
    names = set(again.candidates.values_list("person__code", flat=True))
    assert names == set(CANDIDATES) - {"anna", "bea"}, "neither who passed nor the exempt"
    Exam.objects.filter(pk=exam.pk).update(stage="announced")
    with pytest.raises(ExamNotReady):
        extend_window(actor("clerk"), exam.key, opens + timedelta(hours=1), "停电", now=clock.now())


def test_an_exam_called_off_says_why(exam: Exam, signed_in: Callable[[str], Client]) -> None:
    with pytest.raises(BadInput):
        cancel_exam(actor("clerk"), exam.key, " ", now=NOW)
    cancel_exam(actor("clerk"), exam.key, "改到下月", now=NOW)
    told = signed_in("anna").get("/work/inbox/").content.decode()
    assert "考试取消：学法考试" in told
    assert "改到下月" in signed_in("anna").get("/exams/mine/").content.decode()
    with pytest.raises(ExamNotReady):
        excuse(actor("clerk"), exam.key, attempt_of(exam, "bea").candidate.key, "leave", "请假单", now=NOW)


def test_exemptions_and_extra_time_have_reasons(exam: Exam) -> None:
    clerk, anna = actor("clerk"), attempt_of(exam, "anna").candidate
    for kind, why in (("", "请假单"), ("leave", " ")):
        with pytest.raises(BadInput):
            excuse(clerk, exam.key, anna.key, kind, why, now=NOW)
    excuse(clerk, exam.key, anna.key, "seconded", "借调函〔2026〕3号", now=NOW)
    call_back(clerk, exam.key, anna.key, "已经回来", now=NOW)
    with pytest.raises(BadInput):
        give_extra_time(clerk, exam.key, anna.key, 0, "申请", now=NOW)
    give_extra_time(clerk, exam.key, anna.key, 30, "本人申请", now=NOW)
    running = begin(exam, "anna")
    assert running.started_at is not None
    give_extra_time(clerk, exam.key, anna.key, 45, "本人再申请", now=NOW)
    running.refresh_from_db()
    assert running.ends_at == running.started_at + timedelta(minutes=60 + 45)
    for act in (
        lambda: give_extra_time(clerk, exam.key, anna.key, 10, "写错了", now=NOW),
        lambda: excuse(clerk, exam.key, anna.key, "leave", "请假单", now=NOW),
    ):
        with pytest.raises(ExamNotReady):
            act()
    give_extra_time(clerk, exam.key, anna.key, 300, "本人再申请", now=NOW)
    running.refresh_from_db()
    assert running.ends_at == exam.closes_at, "nobody has time beyond the window"
    facts = json.dumps([dict(one.facts) for one in entries_of(Subject("exam", exam.key))], ensure_ascii=False)
    assert "借调函" not in facts, "a reason may speak of a person: the ledger holds a commitment"


def test_words_to_all_and_the_log_of_incidents(exam: Exam) -> None:
    clerk, anna = actor("clerk"), attempt_of(exam, "anna").candidate
    broadcast(clerk, exam.key, "考试推迟十分钟开始", now=NOW)
    note_incident(
        clerk, exam.key, "candidate", "anna某身体不适", happened_at=NOW, now=NOW, candidate=anna.key
    )
    facts = json.dumps([dict(one.facts) for one in entries_of(Subject("exam", exam.key))], ensure_ascii=False)
    assert "身体不适" not in facts
    refused: list[tuple[str, str, timedelta, str]] = [
        ("place", " ", timedelta(), ""), ("place", "断电", timedelta(minutes=1), ""), ("nix", "断电", timedelta(), ""),
        ("candidate", "断电", timedelta(), "nix"),
    ]  # fmt: skip
    for kind, words, ahead, about in refused:
        with pytest.raises(Refusal):
            note_incident(clerk, exam.key, kind, words, happened_at=NOW + ahead, now=NOW, candidate=about)
    assert Incident.objects.count() == 1
    with pytest.raises(BadInput):
        broadcast(clerk, exam.key, "字" * 301, now=NOW)


def test_papers_are_dealt_anew_from_what_the_entry_keeps(exam: Exam) -> None:
    (entry,) = [one for one in entries_of(Subject("exam", exam.key)) if one.act == "sittings.announce_exam"]
    told = {row["candidate"]: row["paper"] for row in map(json.loads, sheet_rows(entry.id))}
    rows = list(exam.candidates.order_by("pk"))
    papers = deal(rows, servings(exam, due_at(exam)), entry.facts["totals"]["seed"])
    assert {one.key: paper.digest for one, paper in zip(rows, papers, strict=True)} == told
