"""An exam is set, announced, called off; candidates are frozen."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from django.test import Client

from zhifa.ledger.api import Subject, entries_of
from zhifa.sittings.models import Attempt, Exam
from zhifa.sittings.tests.world import CANDIDATES


def test_the_announcement_freezes_candidates_and_papers(exam: Exam) -> None:
    rows = exam.candidates.select_related("person")
    assert sorted(one.person.code for one in rows) == sorted(CANDIDATES)
    classes = {one.person.code: one.post_class for one in rows}
    assert classes["head2"] == "leader"
    assert classes["anna"] == "staff"
    assert classes["carl"] == "community"
    papers = list(Attempt.objects.order_by("candidate_id").values_list("paper", flat=True))
    assert all(one != other for one, other in itertools.pairwise(papers)), "neighbours differ"
    acts = [one.act for one in entries_of(Subject("exam", exam.key))]
    assert sorted(acts) == ["sittings.announce_exam", "sittings.draft_exam"]


def test_the_pages_open(exam: Exam, signed_in: Callable[[str], Client]) -> None:
    clerk = signed_in("clerk")
    assert exam.title in clerk.get("/work/sittings/").content.decode()
    page = clerk.get(exam.get_absolute_url()).content.decode()
    assert "区教育局" in page
    assert clerk.get("/work/sittings/new/").status_code == 200
    assert exam.title in signed_in("anna").get("/exams/mine/").content.decode()
    assert signed_in("anna").get("/work/sittings/").status_code == 404
