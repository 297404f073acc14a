"""How attempts end without the player: files, collection; and outages, which move the end."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from zhifa_verify.receipts import check_receipt

from zhifa.kernel import clock
from zhifa.kernel.errors import BadInput, NotAllowed, NotFound
from zhifa.ledger.api import Subject, entries_of, open_log, seal_pending, verifier_key
from zhifa.sittings.errors import AttemptOver, FileUnfit
from zhifa.sittings.models import Attempt, Exam, Outage, Pulse
from zhifa.sittings.rules.sealing import sealed_file
from zhifa.sittings.selectors.attempts import promise_of, receipt_of, receipts_of
from zhifa.sittings.services.collecting import collect_overdue
from zhifa.sittings.services.outages import beat, record_outage
from zhifa.sittings.services.sitting import accept_file, hand_in_paper, save_answers, start_attempt
from zhifa.sittings.tests.test_sitting import DEVICE, given, whole
from zhifa.sittings.tests.world import actor, attempt_of, make_exam

MINUTE = timedelta(minutes=1)


@pytest.fixture
def begun(exam: Exam) -> Attempt:
    """Anna's attempt, begun now with one answer saved."""
    attempt = attempt_of(exam, "anna")
    start_attempt(attempt.key, now=clock.now())
    save_answers(attempt.key, [given(1)], now=clock.now())
    attempt.refresh_from_db()
    return attempt


def file_of(attempt: Attempt, *turns: int) -> bytes:
    saves = [
        {"turn": turn, "position": str(turn), "answer": ["B"], "device_at": "2020-01-01T00:00:00Z"}
        for turn in turns
    ]
    content = {"device": DEVICE, "made_at": "2020-01-01T00:00:00Z", "saves": saves}
    return sealed_file(bytes(attempt.candidate.exam.secret), attempt.key, b"n" * 12, content)


def end_of(attempt: Attempt) -> datetime:
    attempt.refresh_from_db()
    assert attempt.ends_at is not None
    return attempt.ends_at


def acts(attempt: Attempt) -> list[str]:
    return [entry.act for entry in entries_of(Subject("exam-attempt", attempt.key))]


def test_a_file_within_the_grace_is_taken_and_marked_late(begun: Attempt) -> None:
    file, end = file_of(begun, 1, 2, 3), end_of(begun)
    with pytest.raises(NotFound):
        accept_file(actor("bea"), file, now=end)
    taken = accept_file(actor("anna"), file, now=end + 29 * MINUTE)
    assert (taken.ended, taken.late, taken.links) == ("file", True, 3)
    accept_file(actor("clerk"), file, now=end + 200 * MINUTE, reason="再交一次")
    assert acts(begun) == ["sittings.accept_file"]
    assert whole(begun)


def test_after_the_grace_the_office_decides_with_a_reason(begun: Attempt) -> None:
    file, later = file_of(begun, 2), end_of(begun) + 31 * MINUTE
    Pulse.objects.create(beat_at=later)
    assert collect_overdue(now=later) == 1
    begun.refresh_from_db()
    assert (begun.ended, begun.handed_at, begun.late) == ("time", begun.ends_at, False)
    with pytest.raises(FileUnfit):
        accept_file(actor("anna"), file, now=later)
    with pytest.raises(BadInput):
        accept_file(actor("clerk"), file, now=later)
    taken = accept_file(actor("clerk"), file, now=later, reason="断网有证明")
    assert (taken.ended, taken.late, taken.links) == ("file", True, 2)
    assert acts(begun) == ["sittings.collect", "sittings.accept_file"]
    with pytest.raises(FileUnfit):
        accept_file(actor("clerk"), file[:-8] + b'AAAA=="}', now=later, reason="改过")


def test_what_was_handed_in_by_its_candidate_is_not_opened_again(begun: Attempt) -> None:
    hand_in_paper(begun.key, now=clock.now())
    assert accept_file(actor("anna"), file_of(begun, 1), now=clock.now()).ended == "handed"
    with pytest.raises(AttemptOver):
        accept_file(actor("anna"), file_of(begun, 2), now=clock.now())


def test_a_hand_in_that_arrives_in_the_grace_is_late_only_with_new_answers(exam: Exam) -> None:
    for name, saves, late in (("anna", [given(1)], False), ("bea", [given(1), given(2)], True)):
        attempt = attempt_of(exam, name)
        start_attempt(attempt.key, now=clock.now())
        save_answers(attempt.key, [given(1)], now=clock.now())
        handed = hand_in_paper(attempt.key, saves, now=end_of(attempt) + MINUTE).attempt
        assert handed.late is late


def test_nothing_is_collected_early_or_while_the_service_is_silent(begun: Attempt) -> None:
    end = end_of(begun)
    for moment, beats in ((end + 30 * MINUTE, True), (end + 40 * MINUTE, False)):
        Pulse.objects.update_or_create(pk=1, defaults={"beat_at": moment if beats else moment - MINUTE})
        assert collect_overdue(now=moment) == 0


def test_an_outage_is_given_back_once_whoever_tells_of_it(begun: Attempt) -> None:
    start, end = begun.started_at, end_of(begun)
    assert start is not None
    assert beat(now=start + MINUTE) is None
    noticed = beat(now=start + 6 * MINUTE)
    assert noticed is not None
    assert noticed.noticed
    assert end_of(begun) == end + 5 * MINUTE
    with pytest.raises(NotAllowed):
        record_outage(actor("anna"), start, start + MINUTE, "断电", now=end)
    for _time in range(2):
        record_outage(actor("clerk"), start + 3 * MINUTE, start + 8 * MINUTE, "断电", now=end)
    assert Outage.objects.count() == 2
    assert end_of(begun) == end + 7 * MINUTE, "what overlaps counts once"
    assert begun.given_back == 7 * 60
    hand_in_paper(begun.key, now=end + 6 * MINUTE)
    record_outage(actor("clerk"), start + 20 * MINUTE, start + 21 * MINUTE, "断网", now=end + 9 * MINUTE)
    assert end_of(begun) == end + 7 * MINUTE


def test_a_silence_in_which_nobody_sat_is_no_outage(exam: Exam) -> None:
    beat(now=clock.now())
    assert beat(now=clock.now() + timedelta(hours=9)) is None
    assert not Outage.objects.exists()


def test_the_receipt_follows_the_promise(world: None) -> None:
    exam = make_exam()
    attempt = attempt_of(exam, "anna")
    start_attempt(attempt.key, now=clock.now())
    handed = hand_in_paper(attempt.key, [given(1)], now=clock.now()).attempt
    assert receipts_of([handed]) == {}
    assert promise_of(handed)["seal"] == ""
    open_log("zhifa/990001", demonstration=False, now=clock.now())
    seal_pending(now=clock.now())
    receipt = receipt_of(actor("anna"), attempt.key)
    assert receipt["entry"]["facts"]["head"] == receipt["head"] == bytes(handed.head or b"").hex()
    promise, key = promise_of(handed), verifier_key()
    for told in (receipt, promise):
        assert check_receipt(json.dumps(told).encode(), key).status == 0
        assert check_receipt(json.dumps(told).encode()).status == 2, "consistent, nobody said whose key"
        for name, value in (
            ("links", 2),
            ("head", "0" * 64),
            ("handed_at", "2026-01-01T00:00:00Z"),
            ("attempt", "a"),
        ):
            verdict = check_receipt(json.dumps({**told, name: value}).encode(), key)
            assert (verdict.status, verdict.findings[0].state) == (1, "wrong")
    forged = {**receipt, "entry": {**receipt["entry"], "recorded_at": "2026-01-01T00:00:00.000000Z"}}
    assert "不在日志里" in str(check_receipt(json.dumps(forged).encode(), key).findings[0])
    for broken in (
        b"",
        b"[]",
        b"{}",
        json.dumps(receipt).encode()[:-1],
        json.dumps({**receipt, "path": ["x"]}).encode(),
    ):
        assert check_receipt(broken, key).status == 1
    with pytest.raises(NotFound):
        receipt_of(actor("bea"), attempt.key)
