"""An exam that is over comes in as a whole, as if it had been sat here."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from zhifa.kernel import clock
from zhifa.kernel.errors import BadInput
from zhifa.ledger.api import Subject, entries_of, sheet_rows
from zhifa.people.api import Roster
from zhifa.sittings.models import Attempt, Exam
from zhifa.sittings.rules.chain import Given, Link, broken_at
from zhifa.sittings.services.loading import Sat, load_exam
from zhifa.sittings.tests.world import actor, exam_draft


def test_an_exam_that_is_over_is_loaded_with_its_chains(world: None) -> None:
    now = clock.now()
    opens, closes = now - timedelta(hours=3), now - timedelta(hours=1)
    Roster.objects.update(frozen_on=clock.civil_day(opens))

    def sit(code: str, paper: bytes, key: bytes) -> Sat | None:
        if code == "emil":
            return None
        answers = [(str(one["position"]), tuple(one["key"])) for one in json.loads(key)["answers"]]
        assert b'"key"' not in paper
        return Sat(opens, opens + timedelta(minutes=30), [*answers, (answers[0][0], ())])

    draft = exam_draft(opens_at=opens, closes_at=closes)
    exempt = {"bea": ("leave", "请假单")}
    exam = load_exam(actor("clerk"), draft, sit, exempt=exempt, seed="种", now=now)
    assert exam.stage == "announced"
    handed = Attempt.objects.filter(handed_at__isnull=False).select_related("candidate__person", "paper")
    assert {one.candidate.person.code for one in handed} == {"head2", "anna", "carl", "head3", "dora"}
    for one in handed:
        assert one.started_at is not None
        links = [
            Link(
                row.number,
                Given(row.device, row.turn, row.position, tuple(row.answer), row.device_at),
                row.received_at,
                bytes(row.hash),
            )
            for row in one.saves.all()
        ]
        assert len(links) == one.links == 9
        assert broken_at(one.key, one.paper.digest, one.started_at, links) is None
        assert bytes(one.head or b"") == links[-1].hash
    (entry,) = [one for one in entries_of(Subject("exam", exam.key)) if one.act == "sittings.load_exam"]
    heads = {row["attempt"]: row["head"] for row in map(json.loads, sheet_rows(entry.id))}
    assert {one.key: bytes(one.head or b"").hex() for one in Attempt.objects.all()} == heads
    assert exam.candidates.get(person__code="bea").exempt == "leave"
    with pytest.raises(BadInput):
        load_exam(actor("clerk"), exam_draft(), sit, exempt={}, seed="种", now=now)
    assert Exam.objects.count() == 1
