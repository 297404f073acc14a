"""What comes after an exam was sat, on the real database: marks, results, objections, certificates."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from zhifa.deeds.api import Measure, State, confirm_deed
from zhifa.exams.api import version_questions
from zhifa.figures.api import FigureValue, ensure_definitions, records_behind, value_of
from zhifa.kernel import clock
from zhifa.kernel.clock import Window
from zhifa.kernel.errors import BadInput, NotAllowed, NotFound
from zhifa.kernel.registry import PapersInUse, offered
from zhifa.ledger.api import Subject, entries_of
from zhifa.sittings.api import missed_by
from zhifa.sittings.errors import (
    ExamNotReady,
    MarkTaken,
    ObjectionAnswered,
    ObjectionsClosed,
    ResultsNotReady,
    TooManyLooks,
)
from zhifa.sittings.models import Certificate, Exam, Mark, Objection, Outcome, Result
from zhifa.sittings.rules.results import Tally
from zhifa.sittings.selectors.marks import mine_to_mark, next_to_mark
from zhifa.sittings.selectors.results import outcomes, own_result, own_results, tallies_of
from zhifa.sittings.services.certificates import look_up, revoke_certificate
from zhifa.sittings.services.marking import mark_exam, mark_written
from zhifa.sittings.services.objections import Remedy, answer_objection, file_objection, rule_question
from zhifa.sittings.services.results import publish_results
from zhifa.sittings.terms import EXAM, Turn
from zhifa.sittings.tests.answering import after, recount, right_answers, sit, some_wrong
from zhifa.sittings.tests.world import CANDIDATES, SYSTEM, actor, attempt_of, make_draw, make_exam

SITTING = CANDIDATES[:5]  # emil and dora do not come


@pytest.fixture
def sat(exam: Exam) -> Exam:
    """Five of seven sat: anna with everything right, the others by chance."""
    for seed, name in enumerate(SITTING):
        attempt = attempt_of(exam, name)
        sit(exam, name, right_answers(attempt) if name == "anna" else some_wrong(attempt, seed))
    return exam


@pytest.fixture
def published(sat: Exam) -> Exam:
    mark_exam(actor("clerk"), sat.key, now=after(sat))
    return publish_results(actor("clerk"), sat.key, now=after(sat))


@pytest.mark.parametrize("rule", ["all", "partial"])
def test_an_independent_recount_agrees_on_every_grade(world: None, rule: str) -> None:
    exam = make_exam(multiple_rule=rule)
    for seed, name in enumerate(CANDIDATES):
        attempt = attempt_of(exam, name)
        half = {position: right[:1] for position, right in right_answers(attempt).items()}
        sit(exam, name, half if name == "bea" else some_wrong(attempt, seed))
    with pytest.raises(ExamNotReady):
        mark_exam(actor("clerk"), exam.key, now=after(exam) - timedelta(seconds=1))
    with pytest.raises(NotAllowed):
        mark_exam(actor("lead"), exam.key, now=after(exam))
    assert mark_exam(actor("clerk"), exam.key, now=after(exam)).attempts == 7
    scores = set()
    for outcome in Outcome.objects.select_related("attempt__paper__draw", "attempt__candidate__exam"):
        score, full = recount(outcome.attempt)
        assert outcome.score is not None
        assert (Decimal(outcome.score) / 100, Decimal(outcome.full) / 100) == (score, full)
        scores.add(score)
    assert len(scores) > 2, "or chance has said nothing"
    before = list(Mark.objects.order_by("pk").values())
    mark_exam(actor("clerk"), exam.key, now=after(exam))
    assert list(Mark.objects.order_by("pk").values()) == before
    acts = [entry.act for entry in entries_of(Subject(EXAM, exam.key))]
    assert acts.count("sittings.mark_exam") == 1, "the second time nothing changed"


def test_nothing_is_told_before_results_are_published(sat: Exam) -> None:
    with pytest.raises(ResultsNotReady):
        publish_results(actor("clerk"), sat.key, now=after(sat))
    mark_exam(actor("clerk"), sat.key, now=after(sat))
    key = attempt_of(sat, "anna").candidate.key
    assert not own_results(actor("anna")).exists()
    with pytest.raises(NotFound):
        own_result(actor("anna"), key)
    publish_results(actor("clerk"), sat.key, now=after(sat))
    mine = own_result(actor("anna"), key)
    assert (mine.score, mine.full, mine.passed, mine.excellent) == (10_000, 10_000, True, True)
    for other in ("bea", "head2", "clerk", "auditor"):
        with pytest.raises(NotFound):
            own_result(actor(other), key)
    with pytest.raises(ExamNotReady):
        publish_results(actor("clerk"), sat.key, now=after(sat))


def test_what_was_missed_is_told_to_the_person_alone_once_results_are_out(sat: Exam) -> None:
    """For practice: none of the one with everything right; nothing before publication, and papers stay out of practice till then."""
    draws = {one.draw.key for one in sat.papers.select_related("draw")}
    held = {key for offer in offered(PapersInUse) for key in offer.draws()}
    mark_exam(actor("clerk"), sat.key, now=after(sat))
    assert (missed_by(actor("bea")), draws <= held) == ([], True)
    publish_results(actor("clerk"), sat.key, now=after(sat))
    told = missed_by(actor("bea"))
    asked = Mark.objects.filter(attempt=attempt_of(sat, "bea"))
    assert sum(one.missed for one in told) == sum(1 for one in asked if one.got != one.possible) > 0
    assert sum(one.asked for one in told) == asked.count()
    assert {one.missed for one in missed_by(actor("anna"))} == {0}
    assert not draws & {key for offer in offered(PapersInUse) for key in offer.draws()}


def test_rates_stand_over_the_frozen_list(published: Exam) -> None:
    whole, units = tallies_of(actor("clerk"), published)
    told = outcomes(published)
    assert whole == Tally(7, 5, sum(one.passed for one in told), sum(one.excellent for one in told))
    assert [(one.unit_name, one.tally.due, one.tally.sat) for one in units] == [
        ("区教育局", 4, 4),
        ("区民政局", 3, 1),
    ]
    assert [one.unit_name for one in tallies_of(actor("head3"), published)[1]] == ["区民政局"]
    together, (only,) = tallies_of(actor("auditor"), published)
    assert (only.unit_name, only.tally) == ("人少的单位合计", together), (
        "an auditor reads no unit that is a few people"
    )
    assert Certificate.objects.count() == whole.passed
    (entry,) = [
        one for one in entries_of(Subject(EXAM, published.key)) if one.act == "sittings.publish_results"
    ]
    assert entry.facts["rows"] == 7


def test_an_exam_is_recorded_once_as_work_done(published: Exam) -> None:
    """Published, it has its one record, which waits for the organiser's head: five sat, who passed is 测过已掌握, the statute of its papers
    is cited. Confirmed and closed, the record follows a ruling as a correction with the ruling's reason."""
    deed = published.deed
    assert deed is not None
    assert (deed.kind, deed.unit.code, deed.state, deed.occurred_on) == (
        "exam", "U1", State.SUBMITTED, clock.civil_day(published.closes_at),
    )  # fmt: skip
    passed = sum(one.passed for one in outcomes(published))
    told = dict(deed.counts.values_list("measure", "value"))
    assert told == {Measure.ATTENDANCES: 5, Measure.DISTINCT: 5, Measure.LEARNED: passed}
    assert list(deed.cited.values_list("label", flat=True)) == ["《测试借款法》"]
    while deed.state == State.SUBMITTED:
        deed = confirm_deed(SYSTEM, deed.key, now=after(published))
    spoil_keys(published)
    assert (
        deed.counts.get(measure=Measure.LEARNED).value
        == sum(one.passed for one in outcomes(published))
        < passed
    )
    corrections = set(deed.corrections.values_list("reason", flat=True))
    assert corrections == {"答案有误"}


def spoil_keys(exam: Exam) -> list[Mark]:
    """Replace every key of anna's choices by another: she had all right, now nothing of them. Her marks as they were."""
    marks = list(Mark.objects.filter(attempt=attempt_of(exam, "anna")))
    for mark in marks:
        question = version_questions([mark.version])[mark.version]
        if question.kind == "single":
            wrong = ("D",)
        elif question.kind == "judge":
            wrong = ("F" if question.key == ("T",) else "T",)
        else:
            continue
        remedy = Remedy("replace", "答案有误", wrong)
        rule_question(actor("clerk"), exam.key, (mark.version, 0), remedy, now=after(exam))
    return marks


def test_a_key_that_was_wrong_is_corrected_for_everybody(published: Exam) -> None:
    """bea answered 公证 where 书面形式 counted; her objection is upheld, and anna, who had it right before, keeps hers by `also`."""
    attempt = attempt_of(published, "bea")
    mark = Mark.objects.filter(attempt=attempt, version__in=attempt.paper.versions, position="1").get()
    candidate = attempt.candidate.key
    with pytest.raises(NotFound):
        file_objection(actor("anna"), candidate, mark.pk, "不服", now=after(published))
    found = file_objection(actor("bea"), candidate, mark.pk, "公证也应当算对。", now=after(published))
    with pytest.raises(ObjectionAnswered):
        file_objection(actor("bea"), candidate, mark.pk, "再来", now=after(published))
    late = after(published) + timedelta(days=published.objection_days + 1)
    other = Mark.objects.filter(attempt=attempt, position="2").get()
    with pytest.raises(ObjectionsClosed):
        file_objection(actor("bea"), candidate, other.pk, "晚了", now=late)
    with pytest.raises(BadInput):
        answer_objection(actor("clerk"), found.key, Remedy("also", "有理", ("Q",)), now=late)
    question = version_questions([mark.version])[mark.version]
    assert question.kind == "single"
    before = {one.candidate_id: one.score for one in Result.objects.all()}
    answer_objection(actor("clerk"), found.key, Remedy("strike", "题目有歧义。"), now=late)
    found.refresh_from_db()
    assert (found.verdict, found.answer) == ("upheld", "题目有歧义。")
    rise = {one.candidate_id: one.score - before[one.candidate_id] for one in Result.objects.all()}
    assert all(one in (0, mark.possible) for one in rise.values()), (
        "nobody loses by a question that is struck"
    )
    assert Mark.objects.filter(version=mark.version).exclude(got=mark.possible).count() == 0
    (entry,) = [
        one for one in entries_of(Subject(EXAM, published.key)) if one.act == "sittings.rule_question"
    ]
    assert entry.facts["totals"]["changed"] == sum(one > 0 for one in rise.values())
    with pytest.raises(ObjectionAnswered):
        answer_objection(actor("clerk"), found.key, Remedy("", "不行"), now=late)


def test_whoever_passes_no_more_loses_the_certificate(published: Exam) -> None:
    """Every key replaced by another: her certificate says why it went."""
    anna = attempt_of(published, "anna")
    held = Certificate.objects.get(candidate=anna.candidate)
    marks = spoil_keys(published)
    assert Outcome.objects.get(attempt=anna).score == 4_000
    held.refresh_from_db()
    assert held.revoked_on is not None
    assert not Certificate.objects.filter(candidate=anna.candidate, revoked_on=None).exists()
    assert Certificate.objects.filter(candidate=anna.candidate).last().revoked_why == "成绩更正后不合格"  # type: ignore[union-attr]
    assert look_up(held.number, "anna", sender="1", now=after(published)).state == "revoked"
    rule_question(
        actor("clerk"),
        published.key,
        (marks[0].version, 0),
        Remedy("also", "两个都对", ("A",)),
        now=after(published),
    )
    assert Outcome.objects.get(attempt=anna).score == 5_000


def test_two_markers_blind_and_a_third_between_them(world: None) -> None:
    exam = make_exam(draw=make_draw(written=True))
    for name in ("anna", "bea", "carl"):
        answers = right_answers(attempt_of(exam, name))
        if name == "carl":
            answers.popitem()  # the prose comes last: nothing to read of him
        sit(exam, name, answers)
    assert mark_exam(actor("clerk"), exam.key, now=after(exam)).waiting == 2
    with pytest.raises(ResultsNotReady):
        publish_results(actor("clerk"), exam.key, now=after(exam))
    first, second = (mark.pk for mark in mine_to_mark(actor("clerk"), exam).order_by("pk"))

    def give(who: str, mark: int, points: float) -> Turn:
        return mark_written(actor(who), exam.key, mark, points, now=after(exam))

    with pytest.raises(NotFound):
        give("anna", first, 10)
    with pytest.raises(BadInput):
        give("clerk", first, 20.5)
    assert (give("clerk", first, 16), give("clerk2", first, 12)) == (Turn.FIRST, Turn.SECOND)
    assert Mark.objects.get(pk=first).got == 1400, "4 of 20 is within 20 per cent"
    with pytest.raises(MarkTaken):
        give("lead", first, 1)
    give("clerk", second, 16)
    read = next_to_mark(actor("clerk2"), exam)
    assert read is not None
    assert (read.mark.pk, read.turn, read.answer) == (second, Turn.SECOND, "有据可查。")
    give("clerk2", second, 11.5)
    assert Mark.objects.get(pk=second).got is None
    assert next_to_mark(actor("clerk2"), exam) is None
    with pytest.raises(MarkTaken):
        give("clerk", second, 1)
    assert give("lead", second, 18) == Turn.ARBITER
    assert sorted(Outcome.objects.values_list("score", flat=True)) == [8_000, 9_400, 9_800]
    mark_exam(actor("clerk"), exam.key, now=after(exam))
    assert Mark.objects.get(pk=second).got == 1800, "marking again keeps what people gave"
    publish_results(actor("clerk"), exam.key, now=after(exam))


def test_a_certificate_is_told_of_only_to_who_knows_number_and_name(published: Exam) -> None:
    held = Certificate.objects.get(candidate__person__code="anna")
    now = after(published)
    told = look_up(held.number.lower().replace("-", " "), "nna", sender="1", now=now)
    assert (told.state, told.exam) == ("valid", "学法考试")
    assert "anna" not in repr(told)
    unknown = look_up("2026-AAAA-BBBB-CC", "anna", sender="1", now=now)
    assert look_up(held.number, "bea", sender="1", now=now) == unknown
    assert look_up(held.number, "a", sender="1", now=now) == unknown, "one character is too little"
    with pytest.raises(NotFound):
        revoke_certificate(actor("lead"), held.number, "作弊", now=now)
    revoke_certificate(actor("clerk"), held.number, "代考", now=now)
    assert look_up(held.number, "anna", sender="1", now=now).revoked_why == "代考"
    for _again in range(25):
        look_up("x", "x", sender="1", now=now)
    with pytest.raises(TooManyLooks):
        look_up(held.number, "anna", sender="1", now=now)
    look_up(held.number, "anna", sender="1", now=now + timedelta(hours=1))
    assert not Objection.objects.exists()


def test_figures_count_over_the_frozen_lists_and_open_as_doors(published: Exam) -> None:
    ensure_definitions(now=clock.now())
    day = clock.civil_day(published.opens_at)
    window = Window(day, day)

    def value(code: str) -> FigureValue:
        return value_of(SYSTEM, f"sittings.{code}", district="990001", window=window)

    passed = Result.objects.filter(passed=True).count()
    assert [value(code).value for code in ("due", "sat", "people", "passed", "people_passed")] == [
        7,
        5,
        5,
        passed,
        passed,
    ]
    assert value("sat_share").value == Decimal("71.43")
    assert dict(value("sat").composition) == {"人少的单位合计": 5}, (
        "four and three are due: too few to be told of alone"
    )
    assert dict(value("post_sat").composition) == {"领导干部": 2, "一般工作人员": 2, "社区工作者": 1}
    (shown,) = records_behind(SYSTEM, [value("people")])
    assert len(shown) == 5
    assert "anna" not in repr(shown), "who sat is nobody's business at a door"
    assert "教育局" not in repr(records_behind(actor("head3"), [value("people"), value("sat")]))
