"""The way through the gate: each step another person's, signed, in the ledger; nothing is public without them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from zhifa.accounts.api import TextChanged, prove_identity
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotAllowed, NotFound
from zhifa.ledger.api import Subject, entries_of
from zhifa.publishing import api
from zhifa.publishing.errors import (
    MarkedSecret,
    MoveNotPossible,
    NoLongerPublic,
    NotReady,
    OwnWorkNotReviewed,
    TextMovedOn,
    WordingUnresolved,
)
from zhifa.publishing.models import Publication, PublicationItem
from zhifa.publishing.offers import _ready, _waiting
from zhifa.publishing.rules.moves import MOVES, REVIEWS, has_had_a_hand, moves_from, state_after
from zhifa.publishing.selectors import gate_on, ready_groups, waiting_for
from zhifa.publishing.services import GateDraft, drop, settle_gate
from zhifa.publishing.terms import Move, State
from zhifa.publishing.tests.conftest import KIND, Gatehouse

Leaflet = Callable[..., str]
OPEN = api.Said(remarks="应当主动公开", openness=api.Openness.ACTIVE)


def signed(
    here: Gatehouse, name: str, publication: Publication, move: str, said: api.Said | None = None
) -> Any:
    """The proof of a person who has just read the text of a move."""
    publication = Publication.objects.get(pk=publication.pk)
    actor = here.actor(name)
    assert actor.account_id is not None
    text = api.words_of_move(publication, move, said or api.Said())
    return prove_identity(actor.account_id, text, now=clock.now())


def walk(here: Gatehouse, publication: Publication, until: str = "publish") -> Publication:
    """Through the gate as far as a move, each step by the person whose it is."""
    number = publication.pk
    for name, move in (
        ("clerk", Move.SUBMIT), ("clerk2", Move.PASS), ("deputy", Move.PASS), ("lead", Move.PASS), ("clerk2", Move.OPEN),
        ("clerk", Move.PUBLISH),
    ):  # fmt: skip
        actor = here.actor(name)
        proof = signed(here, name, publication, move, OPEN if move == Move.OPEN else None)
        now = clock.now()
        if move == Move.SUBMIT:
            api.submit(actor, number, proof=proof, now=now)
        elif move == Move.PASS:
            api.pass_on(actor, number, proof=proof, now=now)
        elif move == Move.OPEN:
            api.decide(actor, number, OPEN.openness, OPEN.remarks, proof=proof, now=now)
        else:
            filed = api.Said(filing_number="备2018-1")
            proof = signed(here, name, publication, move, filed)
            api.publish(actor, number, filing_number=filed.filing_number, proof=proof, now=clock.now())
        if move == until:
            break
    return Publication.objects.get(pk=number)


def proposed(here: Gatehouse, *keys: str) -> Publication:
    return api.propose(here.actor("clerk"), KIND, keys, title="三月的传单", now=clock.now())


@pytest.mark.parametrize(
    ("state", "move", "after"),
    [
        ("draft", "submit", "first"), ("first", "pass", "second"), ("second", "pass", "final"), ("final", "pass", "check"),
        ("check", "open", "cleared"), ("check", "keep", "kept"), ("cleared", "publish", "published"),
        ("published", "withdraw", "withdrawn"), ("first", "return", "draft"), ("cleared", "return", "draft"),
        ("draft", "publish", None), ("first", "publish", None), ("check", "publish", None), ("kept", "publish", None),
        ("withdrawn", "publish", None), ("published", "return", None),
    ],
)  # fmt: skip
def test_the_table_of_moves(state: str, move: str, after: str | None) -> None:
    assert state_after(state, move) == after


def test_there_is_one_way_into_the_open() -> None:
    """Whoever walks the table back from `published` meets every review, and the check."""
    before = {after: {state for (state, _move), to in MOVES.items() if to == after} for after in State}
    way, state = [], State.PUBLISHED
    while state != State.DRAFT:
        (previous,) = before[state]
        way.append(previous)
        state = State(previous)
    assert way == [State.CLEARED, State.CHECK, State.FINAL, State.SECOND, State.FIRST, State.DRAFT]
    assert all(Move.RETURN in moves_from(review) for review in REVIEWS)


@pytest.mark.parametrize(
    ("who", "state", "barred"),
    [("a", "first", True), ("b", "second", True), ("c", "second", False), ("a", "check", True), ("b", "check", False),
     ("a", "cleared", False)],
)  # fmt: skip
def test_nobody_reviews_twice_and_no_author_his_own(who: str, state: str, barred: bool) -> None:
    move = Move.OPEN if state == "check" else Move.PASS
    assert has_had_a_hand(who, author="a", reviewers={"b"}, state=state, move=move) is barred


def test_every_step_is_signed_and_stands_in_the_ledger(here: Gatehouse, leaflet: Leaflet) -> None:
    made = proposed(here, leaflet("a"), leaflet("b"))
    with pytest.raises(NotFound):
        api.must_be_public(KIND, "a")
    out = walk(here, made)
    assert out.state == State.PUBLISHED
    assert api.public_keys(KIND) == {"a", "b"}
    api.must_be_public(KIND, "a")
    acts = [entry.act for entry in entries_of(Subject("publication", str(made.pk)))]
    steps = ["submit", "pass", "pass", "pass", "open", "publish"]
    signed_acts = [act for step in steps for act in ("accounts.sign", f"publishing.{step}")]
    assert acts == ["publishing.propose", *signed_acts, "publishing.published"]
    assert [entry.act for entry in entries_of(Subject(KIND, "a"))] == ["publishing.published"]
    assert here.heard == [["a", "b"]]
    imprint = api.imprint_of(KIND, "a")
    assert imprint is not None
    assert (imprint.number, imprint.filing_number, imprint.unit) == (made.pk, "备2018-1", "区甲局")


def test_three_persons_review_and_the_author_is_none_of_them(here: Gatehouse, leaflet: Leaflet) -> None:
    made = proposed(here, leaflet())
    walk(here, made, until="submit")
    for name, refusal in (
        ("clerk", OwnWorkNotReviewed),
        ("lead", NotAllowed),
        ("liaison", NotFound),
        ("auditor", NotAllowed),
    ):
        with pytest.raises(refusal):
            api.pass_on(here.actor(name), made.pk, proof=signed(here, name, made, Move.PASS), now=clock.now())
    api.pass_on(here.actor("head"), made.pk, proof=signed(here, "head", made, Move.PASS), now=clock.now())
    api.pass_on(here.actor("lead"), made.pk, proof=signed(here, "lead", made, Move.PASS), now=clock.now())
    with pytest.raises(OwnWorkNotReviewed):
        api.pass_on(here.actor("lead"), made.pk, proof=signed(here, "lead", made, Move.PASS), now=clock.now())


def test_the_head_of_another_unit_sees_nothing(here: Gatehouse, leaflet: Leaflet) -> None:
    made = proposed(here, leaflet())
    walk(here, made, until="submit")
    with pytest.raises(NotFound):
        api.pass_on(
            here.actor("other"), made.pk, proof=signed(here, "other", made, Move.PASS), now=clock.now()
        )
    assert waiting_for(here.actor("other"), clock.today()) == []


def test_returned_with_remarks_it_begins_again(here: Gatehouse, leaflet: Leaflet) -> None:
    made = proposed(here, leaflet())
    walk(here, made, until="submit")
    said = api.Said(remarks="第二段要改")
    proof = signed(here, "clerk2", made, Move.RETURN, said)
    api.send_back(here.actor("clerk2"), made.pk, said.remarks, proof=proof, now=clock.now())
    assert Publication.objects.get().state == State.DRAFT
    assert [item.title for item in _waiting(here.actor("clerk"), clock.today())] == ["公开送审：三月的传单"]
    here.change("a", "改过的全文")
    out = walk(here, made)
    assert (out.round, out.items.get().text) == (2, "改过的全文")


def test_what_changed_while_it_was_reviewed_is_not_published(here: Gatehouse, leaflet: Leaflet) -> None:
    made = proposed(here, leaflet())
    walk(here, made, until="open")
    here.change("a", "别的全文")
    with pytest.raises(TextMovedOn, match="变动过"):
        api.publish(
            here.actor("clerk"), made.pk, proof=signed(here, "clerk", made, Move.PUBLISH), now=clock.now()
        )
    assert api.public_keys(KIND) == set()


def test_another_text_than_the_one_shown_is_not_signed(here: Gatehouse, leaflet: Leaflet) -> None:
    made = proposed(here, leaflet())
    stale = signed(here, "clerk", made, Move.SUBMIT)
    here.change("a", "别的全文")
    with pytest.raises(TextChanged):
        api.submit(here.actor("clerk"), made.pk, proof=stale, now=clock.now())


def test_a_classification_mark_in_a_text_stops_it_and_says_where(here: Gatehouse, leaflet: Leaflet) -> None:
    made = proposed(here, leaflet("a"), leaflet("b", "会议内容，机密★五年，不得外传"))
    with pytest.raises(MarkedSecret) as refusal:
        walk(here, made, until="submit")
    (fault,) = refusal.value.faults
    assert fault.row == 2
    assert "机密" in fault.what
    assert "不得外传" in fault.what
    assert Publication.objects.get().state == State.DRAFT


def test_a_slip_in_wording_stops_it_until_there_is_a_reason(here: Gatehouse, leaflet: Leaflet) -> None:
    rule = api.WordDraft("法制宣传", "法治宣传", "提法已改", since=date(2018, 1, 1))
    api.keep_word_rule(here.actor("clerk"), rule, now=clock.now())
    older = leaflet("old", "开展法制宣传", day=date(2017, 1, 1))  # right on its own day
    made = proposed(here, older, leaflet("new", "开展法制宣传"))
    with pytest.raises(WordingUnresolved) as refusal:
        walk(here, made, until="submit")
    assert [fault.row for fault in refusal.value.faults] == [2]
    said = api.Said(remarks="引用旧文件的原文")
    proof = signed(here, "clerk", made, Move.SUBMIT, said)
    api.submit(here.actor("clerk"), made.pk, reason=said.remarks, proof=proof, now=clock.now())
    assert Publication.objects.get().state == State.FIRST
    facts = entries_of(Subject("publication", str(made.pk)))[-1].facts
    assert facts["remarks"] == "引用旧文件的原文"


def test_what_is_not_open_stays_inside(here: Gatehouse, leaflet: Leaflet) -> None:
    made = proposed(here, leaflet())
    for name, move in (
        ("clerk", Move.SUBMIT),
        ("clerk2", Move.PASS),
        ("deputy", Move.PASS),
        ("lead", Move.PASS),
    ):
        act = api.submit if move == Move.SUBMIT else api.pass_on
        act(here.actor(name), made.pk, proof=signed(here, name, made, move), now=clock.now())
    said = api.Said(remarks="内部管理信息", openness=api.Openness.NOT_OPEN)
    proof = signed(here, "clerk2", made, Move.KEEP, said)
    api.decide(here.actor("clerk2"), made.pk, said.openness, said.remarks, proof=proof, now=clock.now())
    assert Publication.objects.get().state == State.KEPT
    with pytest.raises(NotFound) as refusal:
        api.must_be_public(KIND, "a")
    assert refusal.value.status == 404  # it was never public: nothing tells that it exists
    proposed(here, "a")  # and may be proposed anew


def test_withdrawn_it_says_when_and_why_and_not_what(here: Gatehouse, leaflet: Leaflet) -> None:
    made = walk(here, proposed(here, leaflet("a"), leaflet("b")))
    said = api.Said(remarks="数字有误", keys=("a",))
    proof = signed(here, "clerk", made, Move.WITHDRAW, said)
    api.withdraw(here.actor("clerk"), made.pk, said.remarks, keys=["a"], proof=proof, now=clock.now())
    with pytest.raises(NoLongerPublic) as refusal:
        api.must_be_public(KIND, "a")
    assert refusal.value.status == 410
    assert "数字有误" in refusal.value.why
    assert "传单" not in f"{refusal.value.what}{refusal.value.why}"
    assert api.public_keys(KIND) == {"b"}
    assert Publication.objects.get().state == State.PUBLISHED
    said = api.Said(remarks="全部停止")
    proof = signed(here, "clerk", made, Move.WITHDRAW, said)
    api.withdraw(here.actor("clerk"), made.pk, said.remarks, proof=proof, now=clock.now())
    assert Publication.objects.get().state == State.WITHDRAWN
    assert api.public_keys(KIND) == set()
    assert here.heard[-2:] == [["a"], ["b"]]


def test_a_correction_stays_public_and_any_other_change_goes_back(here: Gatehouse, leaflet: Leaflet) -> None:
    walk(here, proposed(here, leaflet("a"), leaflet("b"), leaflet("c")))
    system = Actor.system("test")
    here.change("a", "更正后的全文")
    assert api.recheck(system, KIND, ["a", "b"], corrected=True, now=clock.now()) == []
    here.change("b", "改了的全文")
    assert api.recheck(system, KIND, ["b"], now=clock.now()) == ["b"]
    here.change("c", "更正：绝密★")
    assert api.recheck(system, KIND, ["c"], corrected=True, now=clock.now()) == ["c"]
    assert api.public_keys(KIND) == {"a"}
    with pytest.raises(NoLongerPublic, match="停止公开"):
        api.must_be_public(KIND, "b")
    assert api.end(system, KIND, ["a", "zz"], "记录撤回", now=clock.now()) == ["a"]


def test_a_thing_stands_in_one_publication_only(here: Gatehouse, leaflet: Leaflet) -> None:
    made = proposed(here, leaflet())
    with pytest.raises(NotReady):
        proposed(here, "a")
    with pytest.raises(NotReady):
        proposed(here, "none")
    with pytest.raises(NotAllowed):
        api.propose(here.actor("auditor"), KIND, ["a"], title="x", now=clock.now())
    drop(here.actor("clerk"), made.pk, proof=signed(here, "clerk", made, Move.DROP), now=clock.now())
    again = proposed(here, "a")
    with pytest.raises(MoveNotPossible):
        api.publish(
            here.actor("clerk"), again.pk, proof=signed(here, "clerk", again, Move.SUBMIT), now=clock.now()
        )


def test_the_tables_know_what_must_never_be(here: Gatehouse, leaflet: Leaflet) -> None:
    made = proposed(here, leaflet())
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.filter(pk=made.pk).update(state=State.PUBLISHED)
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicationItem.objects.filter(publication=made).update(standing="ended")


def test_the_clock_of_twenty_working_days(here: Gatehouse, leaflet: Leaflet) -> None:
    """Formed on Monday 5 March 2018: the 20th working day is 2 April (a Sunday of work lies elsewhere)."""
    made = proposed(here, leaflet(formed_on=date(2018, 3, 5)))
    assert made.due_on == date(2018, 4, 2)
    leaflet("later")
    (group,) = [one for one in ready_groups(here.actor("clerk"), clock.today()) if one.kind == KIND]
    assert (group.group, group.number, group.due) == ("2018-03", 1, date(2018, 4, 2))
    (item,) = [one for one in _ready(here.actor("clerk"), clock.today()) if KIND in one.subject]
    assert item.due == date(2018, 4, 2)
    assert _ready(here.actor("lead"), clock.today()) == []


def test_the_office_settles_the_gate_from_a_day_on(here: Gatehouse) -> None:
    assert gate_on(clock.today()).to_confirm
    draft = GateDraft(
        date(2020, 1, 1),
        ["office"],
        ["office", "lead"],
        ["lead"],
        ["office"],
        "区三审制度",
        15,
        "条例第二十六条",
    )
    settle_gate(here.actor("clerk"), draft, now=clock.now())
    assert gate_on(date(2019, 12, 31)).working_days == 20
    assert gate_on(date(2020, 1, 1)).working_days == 15
    with pytest.raises(NotAllowed):
        settle_gate(here.actor("lead"), draft, now=clock.now())


def test_what_waits_is_asked_in_as_many_queries_for_three_as_for_one(
    here: Gatehouse, leaflet: Leaflet, django_assert_max_num_queries: Any
) -> None:
    for key in "abc":
        walk(here, proposed(here, leaflet(key)), until="submit")
        with django_assert_max_num_queries(3):
            waiting = waiting_for(here.actor("clerk2"), clock.today())
    assert len(waiting) == 3
    assert waiting_for(here.actor("clerk"), clock.today()) == []  # the author reviews nothing of his own
