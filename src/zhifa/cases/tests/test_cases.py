"""The acts on cases: the way to the gate, who may do what, what stops one, what the ledger and the access log say."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection

from zhifa.cases.errors import (
    CaseIncomplete,
    CaseMustNotGoOut,
    DecisionMissing,
    MoveNotPossible,
    OwnWorkNotChecked,
)
from zhifa.cases.models import Case, Original
from zhifa.cases.offers import OFFERS, case_url
from zhifa.cases.rules.spans import Decision
from zhifa.cases.rules.text import text_from
from zhifa.cases.selectors import (
    CaseFilter,
    barred,
    case_by_key,
    cases_seen,
    held,
    left_over,
    proposal,
    published,
    waiting,
)
from zhifa.cases.services import (
    approve,
    change_case,
    decide,
    keep_telling,
    mask,
    move_on,
    recall,
    reopen,
    submit,
    write_case,
)  # fmt: skip
from zhifa.cases.services.doing import keep_in_step
from zhifa.cases.terms import CASE, Move, State, Stop
from zhifa.cases.tests.conftest import (
    SYSTEM,
    TEXT,
    actor,
    add_version,
    again,
    decide_all,
    draft,
    proof,
    to_masking,
    to_ready,
)  # fmt: skip
from zhifa.deeds.models import Deed
from zhifa.figures.api import bring_up_to_date, ensure_definitions, value_of
from zhifa.kernel import clock
from zhifa.kernel.clock import Window
from zhifa.kernel.errors import NotAllowed, NotFound
from zhifa.kernel.registry import Citer
from zhifa.laws.api import Instrument, ProvisionText
from zhifa.laws.models import RippleTask
from zhifa.laws.services import decide as decide_ripple
from zhifa.laws.services import open_changes
from zhifa.laws.terms import RippleDecision
from zhifa.ledger.api import Subject, entries_of
from zhifa.ledger.models import Entry
from zhifa.publishing.api import public_keys
from zhifa.publishing.tests.passing import publish_all

NAMES = ("张建国", "李秀英", "张小军", "11010519491231002X", "13812345678")


def test_a_case_goes_all_the_way(law: Instrument) -> None:
    case = to_ready(law)
    assert case.state == State.READY
    assert case.title == "张某甲诉李某、张某乙民间借贷案"
    assert case.facts == "2017年3月，张某甲向李某出借5万元。李某身份证号××××，电话××××。张某乙系保证人。"
    acts = [one.act for one in entries_of(Subject(CASE, case.key))]
    assert acts == [
        "cases.write", "accounts.sign", "cases.submit", "accounts.sign", "cases.pass", "cases.decide", "accounts.sign",
        "cases.mask", "accounts.sign", "cases.approve",
    ]  # fmt: skip
    assert public_keys(CASE) == set()
    publish_all(CASE)
    assert public_keys(CASE) == {case.key}


def test_no_name_and_no_number_reaches_the_ledger_or_a_plain_column(law: Instrument) -> None:
    case = to_ready(law)
    told = json.dumps([one.facts for one in Entry.objects.all()], ensure_ascii=False, default=str)
    stored = json.dumps(list(Case.objects.values()), ensure_ascii=False, default=str)
    for words in NAMES:
        assert words not in told
        assert words not in stored
    with connection.cursor() as cursor:
        cursor.execute("SELECT words, decisions FROM cases_original WHERE case_id = %s", [case.pk])
        sealed = b"".join(bytes(part) for part in cursor.fetchone())
    assert not any(words.encode() in sealed for words in NAMES)
    assert Original.objects.get(case=case).words["title"] == TEXT.title


def test_not_one_part_may_be_missing(law: Instrument) -> None:
    liaison = actor("liaison")
    bare = draft(law, text=replace(TEXT, meaning=""), body="", decided_on=None, citations=(), no_stops=False)
    case = write_case(liaison, bare, now=clock.now())
    with pytest.raises(CaseIncomplete) as caught:
        submit(liaison, case.key, proof=proof(liaison, case, Move.SUBMIT), now=clock.now())
    assert [fault.field for fault in caught.value.faults] == [
        "meaning",
        "body",
        "decided_on",
        "citations",
        "no_stops",
    ]
    assert Case.objects.get().state == State.DRAFT


@pytest.mark.parametrize("stop", list(Stop))
def test_what_must_not_go_out_stops_with_its_reason(law: Instrument, stop: Stop) -> None:
    liaison = actor("liaison")
    case = write_case(liaison, draft(law, stops=(stop.value,), no_stops=False), now=clock.now())
    with pytest.raises(CaseMustNotGoOut) as caught:
        submit(liaison, case.key, proof=proof(liaison, case, Move.SUBMIT), now=clock.now())
    assert str(stop.label) in caught.value.why


def test_a_marked_secret_is_not_even_kept(law: Instrument) -> None:
    marked = draft(law, text=replace(TEXT, facts="机密★3年\n某事"))
    with pytest.raises(CaseMustNotGoOut):
        write_case(actor("liaison"), marked, now=clock.now())
    assert not Case.objects.exists()


def test_a_reviewer_stops_it_and_it_starts_anew(law: Instrument) -> None:
    case, deputy = to_masking(law), actor("deputy")
    stopped = move_on(
        deputy, case.key, Move.STOP, remarks="还在上诉", stop="unsettled", proof=proof(deputy, case, Move.STOP), now=clock.now()
    )  # fmt: skip
    assert (stopped.state, stopped.stops) == (State.STOPPED, ["unsettled"])
    again = reopen(actor("liaison"), case.key, now=clock.now())
    assert again.state == State.DRAFT
    with pytest.raises(CaseMustNotGoOut):
        submit(actor("liaison"), case.key, proof=proof(actor("liaison"), again, Move.SUBMIT), now=clock.now())


def test_nobody_reviews_own_work(law: Instrument) -> None:
    head, clerk = actor("head"), actor("clerk")
    case = write_case(head, draft(law), now=clock.now())
    submit(head, case.key, proof=proof(head, case, Move.SUBMIT), now=clock.now())
    with pytest.raises(OwnWorkNotChecked):
        move_on(head, case.key, Move.PASS, proof=proof(head, case, Move.PASS), now=clock.now())
    move_on(clerk, case.key, Move.PASS, proof=proof(clerk, case, Move.PASS), now=clock.now())
    decide_all(clerk, case)
    mask(clerk, case.key, proof=proof(clerk, case, Move.MASK), now=clock.now())
    with pytest.raises(OwnWorkNotChecked):
        approve(clerk, case.key, proof=proof(clerk, case, Move.APPROVE), now=clock.now())


def test_moves_belong_to_their_posts(law: Instrument) -> None:
    case = to_masking(law)
    liaison = actor("liaison")
    with pytest.raises(NotFound):
        move_on(actor("other"), case.key, Move.RETURN, remarks="x", proof=None, now=clock.now())
    with pytest.raises(NotAllowed):
        move_on(actor("lead"), case.key, Move.RETURN, remarks="x", proof=None, now=clock.now())
    with pytest.raises(MoveNotPossible):
        move_on(liaison, case.key, Move.PASS, proof=None, now=clock.now())
    with pytest.raises(NotAllowed):
        write_case(actor("lead"), draft(law), now=clock.now())
    with pytest.raises(NotAllowed):
        write_case(liaison, draft(law, unit="U3"), now=clock.now())
    with pytest.raises(MoveNotPossible):
        change_case(liaison, case.key, draft(law), now=clock.now())


def test_a_return_needs_its_reason_and_waits_for_the_author(law: Instrument) -> None:
    case, deputy = to_masking(law), actor("deputy")
    with pytest.raises(CaseIncomplete):
        move_on(deputy, case.key, Move.RETURN, proof=proof(deputy, case, Move.RETURN), now=clock.now())
    move_on(
        deputy,
        case.key,
        Move.RETURN,
        remarks="日期不对",
        proof=proof(deputy, case, Move.RETURN),
        now=clock.now(),
    )
    assert [(one.key, move) for one, move in waiting(actor("liaison"))] == [(case.key, Move.SUBMIT)]
    assert waiting(deputy) == []


def test_every_span_is_decided_and_a_kept_one_has_its_reason(law: Instrument) -> None:
    case, deputy = to_masking(law), actor("deputy")
    with pytest.raises(DecisionMissing):
        mask(deputy, case.key, proof=proof(deputy, case, Move.MASK), now=clock.now())
    words = text_from(case.original.words)
    spans = [span for group in proposal(words) for span in group.spans]
    with pytest.raises(DecisionMissing):
        decide(deputy, case.key, [Decision(span) for span in spans], now=clock.now())
    with pytest.raises(DecisionMissing):
        decide(deputy, case.key, [Decision(span, f"{span.text}某") for span in spans], now=clock.now())
    kept = [
        Decision(span, "", "本人书面同意") if span.text == "李秀英" else Decision(span, "某人")
        for span in spans
    ]
    decide(deputy, case.key, kept, now=clock.now())
    masked = mask(deputy, case.key, proof=proof(deputy, case, Move.MASK), now=clock.now())
    assert "李秀英" in masked.title
    assert [group.text for group in left_over(masked)] == ["李秀英"], "the second person is shown what stayed"
    facts = entries_of(Subject(CASE, case.key))[-1].facts
    assert facts["kept"] == {"name": 4}


def test_recalled_it_is_gone_and_starts_anew(law: Instrument) -> None:
    case, clerk = to_ready(law), actor("clerk")
    publish_all(CASE)
    recall(clerk, case.key, "当事人提出异议", proof=proof(clerk, case, Move.RECALL), now=clock.now())
    assert public_keys(CASE) == set()
    assert Case.objects.get().state == State.RECALLED
    assert barred(clock.today()) == {case.key}, "before the index has heard of it"
    assert reopen(clerk, case.key, now=clock.now()).title == ""


def test_a_published_case_owns_one_record_as_work_done(law: Instrument) -> None:
    """Written when it goes out, taken back when it is recalled; published anew it is new work."""
    case, clerk = to_ready(law), actor("clerk")
    assert not Deed.objects.exists(), "approved is not published"
    publish_all(CASE)
    deed = Deed.objects.get()
    assert (deed.case.key, deed.kind, deed.state, deed.unit.code) == (
        case.key,
        "legal-case",
        "confirmed",
        "U2",
    )
    assert (deed.occurred_on, deed.title) == (clock.today(), "张某甲诉李某、张某乙民间借贷案")
    assert [one.label for one in deed.cited.all()] == [one.label for one in case.cited.all()]
    assert case_url(deed.key) == f"/work/cases/{case.key}/"
    acts = [one.act for one in entries_of(Subject("deed", deed.key))]
    assert acts[:2] == ["deeds.record_deed", "deeds.submit_deed"]
    keep_in_step([case.key], now=clock.now())
    assert Deed.objects.count() == 1, "told twice, recorded once"
    recall(clerk, case.key, "当事人提出异议", proof=proof(clerk, case, Move.RECALL), now=clock.now())
    assert Deed.objects.get().state == "withdrawn"
    again(case)
    publish_all(CASE)
    assert sorted(Deed.objects.values_list("state", flat=True)) == ["confirmed", "withdrawn"]
    assert Case.objects.get().deed != deed


def test_each_sees_own_unit_and_the_office_all(law: Instrument) -> None:
    case = to_masking(law)
    for name, seen in (("liaison", 1), ("head", 1), ("other", 0), ("clerk", 1), ("lead", 1), ("auditor", 1)):
        assert cases_seen(actor(name), CaseFilter()).count() == seen, name
    with pytest.raises(NotFound):
        case_by_key(actor("other"), case.key)
    with pytest.raises(NotFound):
        keep_telling(actor("other"), case.key, "talk", "x", now=clock.now())
    with pytest.raises(MoveNotPossible):
        keep_telling(actor("deputy"), case.key, "talk", "x", now=clock.now())


def test_a_change_of_law_asks_the_owner_and_holds_the_case_back(law: Instrument) -> None:
    case = to_ready(law)
    publish_all(CASE)
    today, narrowed = clock.today(), CaseFilter()
    add_version(law, date(2020, 1, 1), {1: "借款合同应当采用书面形式。", 2: "另行规定。"})
    open_changes(SYSTEM, [law.pk], now=clock.now())
    assert held([case], today) == {}, "the words of article 1 are the same"
    add_version(law, date(2021, 1, 1), {1: "借款合同可以采用口头形式。", 2: "另行规定。"})
    open_changes(SYSTEM, [law.pk], now=clock.now())
    assert "《测试借款法》自 2021-01-01 起有变动" in held([case], today)[case.pk].words
    assert held([case], date(2020, 12, 31)) == {}
    assert published(narrowed, today).count() == 0
    assert (barred(today), barred(date(2020, 12, 31))) == ({case.key}, set())
    (citer,) = (offer for offer in OFFERS if isinstance(offer, Citer))
    cited = ProvisionText.objects.get(provision__key="1", version__effective_on=date(2010, 1, 1))
    assert list(citer.citing([cited.pk])) == [], "nor under its provision, nor beside an answer"
    task = RippleTask.objects.get(
        kind=CASE
    )  # its record as work done is asked about by itself: the test dates the change before it
    assert (task.kind, task.subject, task.unit.code) == (CASE, case.key, "U2")  # type: ignore[union-attr]
    decide_ripple(
        actor("liaison"), task.change_id, [(CASE, case.key)], decision=RippleDecision.UNCHANGED, remark="说的是凭证，仍然成立",
        now=clock.now(),
    )  # fmt: skip
    assert published(narrowed, today).count() == 1
    assert (barred(today), len(list(citer.citing([cited.pk])))) == (set(), 1)
    recall(actor("clerk"), case.key, "有误", proof=proof(actor("clerk"), case, Move.RECALL), now=clock.now())


def test_a_statute_shows_the_public_cases_under_it(law: Instrument) -> None:
    case = to_ready(law)
    (citer,) = (offer for offer in OFFERS if isinstance(offer, Citer))
    text = ProvisionText.objects.get(provision__key="1")
    assert list(citer.citing([text.pk])) == []
    publish_all(CASE)
    assert [one.title for one in citer.citing([text.pk])] == [case.title]


def test_cases_are_counted_by_kind_and_unit(law: Instrument) -> None:
    ensure_definitions(now=clock.now())
    case, clerk = to_ready(law), actor("clerk")
    today = clock.today()
    bring_up_to_date(clerk)
    for code, part in (("cases.by_kind", "审判"), ("cases.by_unit", "U2局")):
        found = value_of(clerk, code, district="990001", window=Window(today, today))
        assert found.record_count == 1, code
        assert part in str(found.composition), code
    recall(clerk, case.key, "有误", proof=proof(clerk, case, Move.RECALL), now=clock.now())
    bring_up_to_date(clerk)
    assert value_of(clerk, "cases.by_kind", district="990001", window=Window(today, today)).record_count == 0
