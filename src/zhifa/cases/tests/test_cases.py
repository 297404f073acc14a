"""The acts on cases: the way to the gate, who may do what, what stops one, what the ledger and the access log say."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from zhifa.cases.errors import (
    CaseIncomplete,
    CaseMustNotGoOut,
    CaseNotToBeRecommended,
    DecisionMissing,
    MoveNotPossible,
    OwnWorkNotChecked,
)
from zhifa.cases.models import Case, ListRow, Original
from zhifa.cases.offers import OFFERS, case_url
from zhifa.cases.rules.documents import read_document
from zhifa.cases.rules.spans import Decision
from zhifa.cases.rules.text import text_from
from zhifa.cases.selectors import (
    CaseFilter,
    barred,
    case_by_key,
    cases_seen,
    held,
    left_over,
    lines_of,
    proposal,
    published,
    recommended,
    stop_hints,
    waiting,
)
from zhifa.cases.services import (
    approve,
    change_case,
    decide,
    keep_line,
    keep_telling,
    mask,
    move_on,
    note_outcome,
    recall,
    recommend,
    reopen,
    submit,
    write_case,
)  # fmt: skip
from zhifa.cases.services.doing import keep_in_step
from zhifa.cases.services.paper import case_docx
from zhifa.cases.terms import CASE, SHIPPED_LINES, Consent, ListSort, Move, State
from zhifa.cases.tests.conftest import (
    SYSTEM,
    TEXT,
    actor,
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
from zhifa.kernel.errors import BadInput, NotAllowed, NotFound
from zhifa.kernel.registry import Citer
from zhifa.laws.api import Instrument, ProvisionText
from zhifa.laws.models import RippleTask
from zhifa.laws.services import decide as decide_ripple
from zhifa.laws.services import open_changes
from zhifa.laws.terms import RippleDecision
from zhifa.laws.tests.invented import add_version
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


def test_what_must_not_go_out_stops_with_its_reason(law: Instrument) -> None:
    liaison = actor("liaison")
    for code, words, _source in SHIPPED_LINES[ListSort.STOP]:
        case = write_case(liaison, draft(law, stops=(code,), no_stops=False), now=clock.now())
        with pytest.raises(CaseMustNotGoOut) as caught:
            submit(liaison, case.key, proof=proof(liaison, case, Move.SUBMIT), now=clock.now())
        assert words in caught.value.why


def test_what_the_office_enters_holds_from_its_day_and_changes_no_case_written_before(
    law: Instrument,
) -> None:
    clerk, liaison, today = actor("clerk"), actor("liaison"), clock.today()
    before = write_case(liaison, draft(law), now=clock.now())

    def keep(sort: str, code: str, words: str, **more: Any) -> ListRow:
        told = {"since": today, "source": "区普法办〔2026〕1号", **more}
        return keep_line(clerk, sort, code, words=words, **told, now=clock.now())

    keep(ListSort.TOPIC, "debt", "借钱还钱")
    later = keep(ListSort.TOPIC, "", "宗教事务", since=today + timedelta(1))
    assert later.code == "zjsw"
    held_today, tomorrow = lines_of(ListSort.TOPIC, today), lines_of(ListSort.TOPIC, today + timedelta(1))
    assert (held_today["debt"].words, "zjsw" in held_today, list(tomorrow)[-2:]) == (
        "借钱还钱", False, ["zjsw", "other"]
    )  # fmt: skip
    with pytest.raises(BadInput, match="没有这个主题"):
        write_case(liaison, draft(law, topic="zjsw"), now=clock.now())
    assert write_case(liaison, draft(law), now=clock.now()).topic_words == "借钱还钱"
    before.refresh_from_db()
    assert before.topic_words == "借款与合同", "what was signed may not change its words"
    keep(ListSort.TOPIC, "debt", "借钱还钱", used=False)
    change_case(liaison, before.key, draft(law), now=clock.now())  # its own topic may stay
    with pytest.raises(BadInput):
        write_case(liaison, draft(law), now=clock.now())
    keep(ListSort.STOP, "", "涉及宗教场所内部事务", signs="寺庙, 教堂")
    ((_code, words, around),) = stop_hints(replace(TEXT, facts="教堂借款。"), today)
    assert (words, "教堂借款。" in around) == ("涉及宗教场所内部事务", True)
    entry = entries_of(Subject("case-list", ListSort.STOP))[-1]
    assert (entry.act, entry.facts["signs"]) == ("cases.keep_line", "寺庙、教堂")
    with pytest.raises(BadInput, match="已经有这个名称"):
        keep(ListSort.TOPIC, "", "劳动用工")
    with pytest.raises(NotFound):
        keep_line(liaison, ListSort.TOPIC, "", words="x", since=today, source="x", now=clock.now())


def test_a_mediated_case_goes_on_with_the_parties_consent_only(law: Instrument) -> None:
    liaison, today = actor("liaison"), clock.today()

    def submitted(**changes: Any) -> Case:
        case = write_case(liaison, draft(law, **changes), now=clock.now())
        return submit(liaison, case.key, proof=proof(liaison, case, Move.SUBMIT), now=clock.now())

    given = {"consent": Consent.GIVEN, "consent_on": today, "consent_kept": "卷宗内的同意书"}
    for kind, text in (("mediation", TEXT), ("court", replace(TEXT, handling="经法院主持调解结案。"))):
        with pytest.raises(CaseIncomplete) as caught:
            submitted(kind=kind, text=text)
        assert [fault.field for fault in caught.value.faults] == ["consent"]
        assert submitted(kind=kind, text=text, **given).state == State.UNIT
    not_needed = {"consent": Consent.NOT_NEEDED}
    with pytest.raises(CaseIncomplete):
        submitted(kind="mediation", **not_needed)
    spoken = replace(TEXT, handling="此前达成调解协议没有履行，法院判决归还。")
    assert submitted(text=spoken, **not_needed).state == State.UNIT
    for wrong, field in (({"consent_on": None}, "consent_on"), ({"consent_kept": " "}, "consent_kept")):
        with pytest.raises(BadInput) as refused:
            write_case(liaison, draft(law, **{**given, **wrong}), now=clock.now())
        assert refused.value.field == field


def test_a_good_case_is_sent_on_and_its_outcome_written_down(law: Instrument) -> None:
    lead, today = actor("lead"), clock.today()
    case = to_ready(law)
    with pytest.raises(CaseNotToBeRecommended, match="不能推送"):
        recommend(lead, case.key, "市普法办", "说理清楚", now=clock.now())
    publish_all(CASE)
    with pytest.raises(NotAllowed):
        recommend(actor("liaison"), case.key, "市普法办", "说理清楚", now=clock.now())
    sent = recommend(lead, case.key, "市普法办", "说理清楚", now=clock.now())
    with pytest.raises(CaseNotToBeRecommended, match="已经推送"):
        recommend(lead, case.key, "市普法办", "再推一次", now=clock.now())
    assert [row.chosen for row in published(CaseFilter(), today)] == [True]  # type: ignore[attr-defined]
    with pytest.raises(BadInput):
        note_outcome(lead, sent.pk, "taken", today + timedelta(1), "", now=clock.now())
    note_outcome(lead, sent.pk, "taken", today, "选入2026年典型案例", now=clock.now())
    acts = [(one.act, one.facts["to"]) for one in entries_of(Subject(CASE, case.key))[-2:]]
    assert acts == [("cases.recommend", "市普法办"), ("cases.note_outcome", "市普法办")]
    assert [row.outcome for row in recommended(actor("liaison"))] == ["taken"]
    assert not recommended(actor("other")).exists()
    read = read_document("案例.docx", case_docx(case))
    assert (read.text.title, read.text.facts) == (case.title, case.facts)
    assert not any(name in read.text.whole() for name in NAMES)


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
