"""A sitting on the server: begun, saved, handed in; whatever is retried, doubled or reordered, each answer stands once."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.db import connection

from zhifa.kernel import clock
from zhifa.ledger.api import Subject, entries_of
from zhifa.sittings.errors import AnswersTooMany, AttemptOver, ExamClosed, NotStarted, TooEarly
from zhifa.sittings.models import Attempt, Exam, Save
from zhifa.sittings.rules.chain import Given, Link, Sheet, broken_at
from zhifa.sittings.rules.clock import ON_ITS_WAY
from zhifa.sittings.rules.sealing import opened_paper
from zhifa.sittings.services.keeping import LINKS_MOST, Keep, Kept, carry_out
from zhifa.sittings.services.sitting import fetch_paper, hand_in_paper, save_answers, start_attempt
from zhifa.sittings.tests.world import attempt_of, make_exam

DEVICE, OTHER = "d" * 22, "e" * 22


def given(turn: int, position: str = "1", answer: tuple[str, ...] = ("A",), device: str = DEVICE) -> Given:
    return Given(device, turn, position, answer, clock.now())


def links(attempt: Attempt) -> list[Link]:
    return [
        Link(
            one.number,
            Given(one.device, one.turn, one.position, tuple(one.answer), one.device_at),
            one.received_at,
            bytes(one.hash),
        )
        for one in Save.objects.filter(attempt=attempt)
    ]


def whole(attempt: Attempt) -> bool:
    """Whether the chain in the tables leads to the attempt's head."""
    attempt.refresh_from_db()
    assert attempt.started_at is not None
    chain = links(attempt)
    assert len(chain) == attempt.links
    assert not chain or chain[-1].hash == bytes(attempt.head or b"")
    return broken_at(attempt.key, attempt.paper.digest, attempt.started_at, chain) is None


def test_the_paper_is_sealed_until_the_start(exam: Exam) -> None:
    attempt = attempt_of(exam, "anna")
    fetched = fetch_paper(attempt.key)
    assert fetched.sealed == fetch_paper(attempt.key).sealed
    begun = start_attempt(attempt.key, now=clock.now())
    assert b"zhifa-paper/1" in opened_paper(begun.key, attempt.key, fetched.sealed)
    assert begun.answers == {}
    again = start_attempt(attempt.key, now=clock.now() + timedelta(minutes=5))
    assert (again.key, again.started_at, again.ends_at, again.head) == (
        begun.key, begun.started_at, begun.ends_at, begun.head,
    )  # fmt: skip
    assert begun.ends_at - begun.started_at == timedelta(minutes=60)


def test_nobody_begins_early_late_or_twice(world: None) -> None:
    now = clock.now()
    early = make_exam(opens_at=now + timedelta(hours=1), closes_at=now + timedelta(hours=3))
    with pytest.raises(TooEarly) as refusal:
        start_attempt(attempt_of(early, "anna").key, now=now)
    assert "opens_at" in refusal.value.as_problem()
    with pytest.raises(NotStarted):
        save_answers(attempt_of(early, "anna").key, [given(1)], now=now)
    with pytest.raises(ExamClosed):
        start_attempt(attempt_of(early, "anna").key, now=now + timedelta(hours=3))


def test_a_thousand_doubled_and_reordered_requests_leave_one_row(exam: Exam) -> None:
    attempt = attempt_of(exam, "anna")
    start_attempt(attempt.key, now=clock.now())
    one = given(1)
    for _time in range(1_000):
        kept = save_answers(attempt.key, [one], now=clock.now())
        assert [fate.number for fate in kept.taken] == [1]
    assert Save.objects.filter(attempt=attempt).count() == 1
    dice = random.Random(5)
    sent = [
        given(turn, str(1 + turn % 8), ("ABCD"[turn % 4],), dice.choice((DEVICE, OTHER)))
        for turn in range(2, 42)
    ]
    requests = [dice.sample(sent, dice.randint(1, 6)) for _number in range(60)] + [sent]
    dice.shuffle(requests)
    for request in requests:
        kept = save_answers(attempt.key, request, now=clock.now())
    assert Save.objects.filter(attempt=attempt).count() == 41
    assert kept.links == 41
    again = start_attempt(attempt.key, now=clock.now())
    best = {one.position: one for one in sorted([given(1), *sent], key=lambda one: (one.turn, one.device))}
    assert again.answers == {position: list(one.answer) for position, one in best.items()}
    assert whole(attempt)


def test_of_two_devices_the_later_turn_counts(exam: Exam) -> None:
    attempt = attempt_of(exam, "anna")
    start_attempt(attempt.key, now=clock.now())
    save_answers(attempt.key, [given(7, "3", ("B",), OTHER)], now=clock.now())
    kept = save_answers(attempt.key, [given(2, "3", ("A",)), given(3, "4", ("C",))], now=clock.now())
    assert [(fate.turn, fate.current) for fate in kept.taken] == [(2, False), (3, True)]
    assert kept.newer == {"3": ["B"]}
    assert kept.turn == 7


def test_a_program_that_answers_without_end_is_told_to_stop(exam: Exam) -> None:
    """An attempt holds 20,000 answers; the hand-in brings its own besides, and what is kept already is still told."""
    attempt = attempt_of(exam, "anna")
    start_attempt(attempt.key, now=clock.now())
    save_answers(attempt.key, [given(1)], now=clock.now())
    attempt.refresh_from_db()
    full = Sheet(bytes(attempt.head or b""), LINKS_MOST, 1, {(DEVICE, 1): 1}, {"1": given(1)})
    Attempt.objects.filter(pk=attempt.pk).update(links=LINKS_MOST)
    orders = [Keep(attempt.key, clock.now(), (given(turn),)) for turn in (1, 2)]
    orders.append(Keep(attempt.key, clock.now(), (given(3),), most=None))
    with connection.cursor() as cursor:
        known, refused, handed = carry_out(cursor, orders, {attempt.pk: full})
    assert isinstance(refused, AnswersTooMany)
    assert isinstance(known, Kept)
    assert isinstance(handed, Kept)
    assert (known.links, handed.links) == (LINKS_MOST, LINKS_MOST + 1)


def test_nothing_is_kept_after_the_end(exam: Exam) -> None:
    attempt = attempt_of(exam, "anna")
    begun = start_attempt(attempt.key, now=clock.now())
    save_answers(attempt.key, [given(1)], now=begun.ends_at + ON_ITS_WAY)
    with pytest.raises(AttemptOver) as refusal:
        save_answers(attempt.key, [given(1), given(2)], now=begun.ends_at + ON_ITS_WAY + timedelta(seconds=1))
    assert [one["turn"] for one in refusal.value.told["kept"]] == [1]
    assert Save.objects.filter(attempt=attempt).count() == 1


@pytest.mark.parametrize("first", ["save", "hand-in"])
def test_a_save_and_a_hand_in_at_once_have_one_result(exam: Exam, first: str) -> None:
    attempt, now = attempt_of(exam, "anna"), clock.now()
    start_attempt(attempt.key, now=now)
    save, last = given(1), [given(1), given(2, "2")]

    def saving() -> None:
        save_answers(attempt.key, [save], now=now)

    def handing() -> None:
        hand_in_paper(attempt.key, last, now=now)

    for act in [saving, handing] * 2 if first == "save" else [handing, saving] * 2:
        act()
    handed = hand_in_paper(attempt.key, last, now=now + timedelta(seconds=9)).attempt
    assert (handed.handed_at, handed.ended, handed.links, handed.late) == (now, "handed", 2, False)
    entries = entries_of(Subject("exam-attempt", attempt.key))
    assert [entry.act for entry in entries] == ["sittings.hand_in"]
    assert whole(attempt)
    with pytest.raises(AttemptOver):
        save_answers(attempt.key, [given(9)], now=now)


def test_the_next_attempt_is_allotted_when_one_has_ended(world: None) -> None:
    exam = make_exam(attempts_most=2, minutes=30)
    first, now = attempt_of(exam, "anna"), clock.now()
    start_attempt(first.key, now=now)
    hand_in_paper(first.key, now=now)
    second = attempt_of(exam, "anna", 2)
    assert second.paper != first.paper
    start_attempt(second.key, now=now)
    hand_in_paper(second.key, now=now)
    hand_in_paper(second.key, now=now)
    assert Attempt.objects.filter(candidate=first.candidate).count() == 2
