"""The rules of a sitting: whose clock, the chain, sealed bytes, tickets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhifa.sittings.rules import sealing, tickets
from zhifa.sittings.rules.answers import Malformed, saves_of
from zhifa.sittings.rules.chain import Given, Link, Sheet, broken_at, first_hash, next_hash
from zhifa.sittings.rules.clock import Running, Span, ends_at, gap, given_back, merged

NINE = datetime(2026, 11, 26, 9, tzinfo=UTC)


def at(clock: str) -> datetime:
    hour, minute = clock.split(":")
    return NINE.replace(hour=int(hour), minute=int(minute))


def running(since: str, until: str = "12:00", minutes: int = 60, extra: int = 0) -> Running:
    return Running(at(since), minutes, extra, at(until))


def span(since: str, until: str) -> Span:
    return Span(at(since), at(until))


@pytest.mark.parametrize(
    ("attempt", "outages", "end"),
    [
        (running("09:00"), [span("09:30", "09:35")], "10:05"),
        (running("09:40", "10:00"), [], "10:00"),
        (running("09:40", "10:00"), [span("09:50", "09:55")], "10:05"),
        (running("09:00"), [span("09:55", "10:10")], "10:15"),
        (running("09:00"), [span("09:30", "09:35"), span("09:32", "09:40")], "10:10"),
        (running("09:00"), [span("08:50", "09:04")], "10:04"),
        (running("09:00"), [span("10:00", "10:30")], "10:00"),
        (running("09:00"), [span("10:02", "10:04"), span("09:58", "10:00")], "10:02"),
        (running("09:00", extra=20), [span("10:10", "10:11")], "10:21"),
    ],
)
def test_time_is_given_back_by_one_rule(attempt: Running, outages: list[Span], end: str) -> None:
    assert ends_at(attempt, outages) == at(end)


minutes = st.integers(0, 240)
outages_drawn = st.lists(st.tuples(minutes, st.integers(1, 60)), max_size=6)


@given(outages_drawn, st.integers(0, 60))
@settings(max_examples=40, deadline=None)
def test_whatever_the_outages_everybody_has_the_whole_time(
    drawn: list[tuple[int, int]], started: int
) -> None:
    """Counted minute by minute: outside of outages an attempt has exactly its planned time."""
    begin = timedelta(minutes=1)
    outages = [Span(NINE + begin * since, NINE + begin * (since + length)) for since, length in drawn]
    attempt = Running(NINE + begin * started, 90, 0, NINE + timedelta(minutes=100))
    end = ends_at(attempt, outages)
    worked = 0
    moment = attempt.started_at
    while moment < end:
        worked += not any(one.since <= moment < one.until for one in outages)
        moment += begin
    assert begin * worked == attempt.planned - attempt.started_at
    assert given_back(attempt, reversed(merged(outages))) == end - attempt.planned


def test_a_pulse_that_stood_still_is_an_outage() -> None:
    assert gap(NINE, NINE + timedelta(seconds=5)) is None
    assert gap(NINE, NINE - timedelta(hours=1)) is None
    assert gap(NINE, NINE + timedelta(minutes=2)) == Span(NINE, NINE + timedelta(minutes=2))


devices = st.sampled_from(["a" * 22, "b" * 22])
givens = st.builds(
    Given,
    devices,
    st.integers(1, 12),
    st.sampled_from(["1", "2", "7.2"]),
    st.lists(st.text(max_size=5).filter(lambda text: "\0" not in text), max_size=2).map(tuple),
    st.just(NINE),
)


@given(st.lists(givens, max_size=20, unique_by=lambda one: (one.device, one.turn)), st.randoms())
@settings(max_examples=30, deadline=None)
def test_the_order_of_arrival_decides_nothing(saves: list[Given], dice: object) -> None:
    shuffled = list(saves)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    sheets = []
    for order in (saves, shuffled):
        first = first_hash("a1", "paper", NINE)
        sheet = Sheet(first)
        links = [link for one in order for twice in (one, one) if (link := sheet.take(twice, NINE))]
        assert len(links) == len(saves)
        assert broken_at("a1", "paper", NINE, links) is None
        rebuilt = Sheet.of(first, links)
        assert (rebuilt.head, rebuilt.answers) == (sheet.head, sheet.answers)
        sheets.append(sheet)
    assert sheets[0].answers == sheets[1].answers


def test_a_changed_answer_breaks_the_chain() -> None:
    sheet = Sheet(first_hash("a1", "paper", NINE))
    saves = [Given("a" * 22, turn, "1", ("A",), NINE) for turn in (1, 2, 3)]
    links = [link for one in saves if (link := sheet.take(one, NINE))]
    changed = Link(2, Given("a" * 22, 2, "1", ("B",), NINE), NINE, links[1].hash)
    assert broken_at("a1", "paper", NINE, [links[0], changed, links[2]]) == 2
    assert broken_at("a1", "paper", NINE, [links[0], links[2]]) == 2
    assert broken_at("a2", "paper", NINE, links) == 1


def test_the_hashes_are_those_of_the_page() -> None:
    """Fixed digits, so that another program can be held to them."""
    first = first_hash("0123456789abcdef", "ff" * 32, NINE)
    told = Given("d" * 22, 1, "7.2", ("甲", "b"), NINE)
    assert first.hex() == "d18a5583eab23357d11b0c1131fd39a810e334762790a7755fb5fb10505f98fa"
    assert (
        next_hash(first, 1, told, NINE).hex()
        == "100b5edfeec2f355ca8644fffaf2a989c53fbd3b1a710673a13c07bbbcdf513f"
    )


def test_sealed_bytes_are_the_same_each_time_and_open_with_one_key() -> None:
    secret = bytes(range(32))
    sealed = sealing.sealed_paper(secret, "a1", "卷".encode())
    assert sealed == sealing.sealed_paper(secret, "a1", "卷".encode())
    assert sealing.opened_paper(sealing.paper_key(secret, "a1"), "a1", sealed) == "卷".encode()
    for key, attempt in ((sealing.file_key(secret, "a1"), "a1"), (sealing.paper_key(secret, "a1"), "a2")):
        with pytest.raises(sealing.NotOurs):
            sealing.opened_paper(key, attempt, sealed)
    content = {"device": "d" * 22, "made_at": "2026-11-26T09:00:00Z", "saves": []}
    file = sealing.sealed_file(secret, "a1", b"n" * 12, content)
    assert sealing.opened_file(secret, "a1", file) == content
    for broken in (file[:-9] + b'xx"}', b"{}", b"\xff", file.replace(b"a1", b"a2")):
        with pytest.raises(sealing.NotOurs):
            sealing.opened_file(secret, "a1", broken)


def test_a_ticket_opens_one_attempt_until_its_time_is_over() -> None:
    key = b"k" * 32
    shown = tickets.ticket(key, "a1", NINE)
    assert tickets.attempt_of(key, shown, NINE - timedelta(seconds=1)) == "a1"
    assert tickets.attempt_of(key, shown, NINE) is None
    for forged in ("", "a1", "..", "a2" + shown[2:], shown[:-1] + "_é", shown.replace(".17", ".27")):
        assert tickets.attempt_of(key, forged, NINE - timedelta(days=1)) is None
    assert tickets.attempt_of(b"x" * 32, shown, NINE - timedelta(days=1)) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"turn": 0}, {"turn": True}, {"turn": 2**53}, {"position": "0"}, {"position": "1.0"}, {"position": 3}, {"answer": "A"},
        {"answer": [1]}, {"answer": ["\0"]}, {"answer": ["\ud800"]}, {"answer": ["x"] * 41}, {"answer": ["x" * 4001]},
        {"device_at": "gestern"}, {"device_at": "2026-11-26T09:00:00"}, {"device_at": None}, {"device_at": "0001-01-01T00:00:00Z"},
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused_whole(changes: dict[str, object]) -> None:
    good = {"turn": 1, "position": "3", "answer": ["A"], "device_at": "2026-11-26T09:00:00Z"}
    assert len(saves_of({"device": "d" * 22, "saves": [good]})) == 1
    with pytest.raises(Malformed):
        saves_of({"device": "d" * 22, "saves": [good, {**good, **changes}]})
