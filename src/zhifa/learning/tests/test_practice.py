"""Practice and courses: what is asked next, what is right, when it comes again; law in the words of today."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from zhifa.exams.api import Item, ItemDraft, Pool, Question, load_items
from zhifa.exams.services import approve_versions, change_item, release_item, retire_item
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, NotFound, Refusal
from zhifa.laws.api import Instrument, parse_citations
from zhifa.laws.services import open_changes
from zhifa.laws.tests.invented import add_version, loan_law
from zhifa.learning.errors import CourseUnfit, QuestionChanged
from zhifa.learning.models import Card, Course
from zhifa.learning.rules.courses import steps_of, written
from zhifa.learning.rules.spacing import reviewed
from zhifa.learning.rules.weak import About, Tried, most_wanted, weaknesses
from zhifa.learning.selectors.courses import known_checks, step_views
from zhifa.learning.selectors.practice import articles_today, next_question, question_by_key, topic_lines
from zhifa.learning.services import CourseDraft, practise, set_course_stage, write_course
from zhifa.learning.terms import StepKind
from zhifa.learning.tests.conftest import NOW, SYSTEM, TODAY, Here, later
from zhifa.ledger.api import Subject, entries_of

OPTIONS = ("书面形式", "口头形式")


@pytest.fixture
def law(here: Here) -> Instrument:
    return loan_law({1: "借款合同应当采用书面形式。", 2: "保证人承担保证责任。"})


def put(*stems: str, topic: str = "借款", article: str = "一", pool: str = Pool.PRACTICE) -> list[Item]:
    cites = parse_citations(f"《测试借款法》第{article}条", TODAY)
    drafts = [
        ItemDraft(Question("single", stem, OPTIONS, ("A",), "见条文。"), topic, citations=cites, pool=pool) for stem in stems
    ]  # fmt: skip
    return load_items(SYSTEM, drafts, now=NOW, reviewer=Actor.system("reader"))


def asked(actor: Actor, days: float = 0, topic: str = "") -> str:
    version, _later = next_question(actor, NOW + timedelta(days=days), topic=topic)
    return "" if version is None else version.item.key


def test_a_right_answer_moves_a_question_away_and_a_wrong_one_brings_it_back() -> None:
    """Worked in `rules.spacing`: right 10 minutes, 2 days, 11 days; wrong 10 minutes again."""
    memory, due, now, gaps = None, NOW, NOW, []
    for right in (True, True, True, False):
        memory, due = reviewed(memory, right=right, now=now)
        gaps.append(due - now)
        now = due
    assert [gap.total_seconds() for gap in (gaps[0], gaps[3])] == [600, 600]
    assert [gap.days for gap in gaps[1:3]] == [2, 11]


def test_what_was_missed_most_comes_first() -> None:
    lent, fined = About("借款", frozenset({"loan"})), About("处罚", frozenset({"fine"}))
    weak = weaknesses([Tried(lent, 1, 1), Tried(fined, 5, 4), Tried(About("继承"), 10, 0)])
    assert {tag: round(share, 2) for tag, share in weak.items()} == {
        "law:loan": 0.5, "topic:借款": 0.5, "law:fine": 0.67, "topic:处罚": 0.67,
    }  # fmt: skip
    fresh = [(1, About("继承")), (2, About("别的", frozenset({"list"}))), (3, lent), (4, About("处罚"))]
    assert most_wanted(fresh, weak, frozenset({"list"})) == [4, 3, 2, 1]


def test_practice_asks_what_is_due_and_then_what_is_known_least(law: Instrument, here: Here) -> None:
    one, two = (item.key for item in put("甲？", "乙？"))
    (other,) = (item.key for item in put("丙？", topic="保证", article="二"))
    put("考试题？", pool=Pool.EXAM)
    me = here.head
    assert asked(me) == one
    assert not practise(me, one, ["B"], now=NOW).right
    assert asked(me) == two, "the same topic and law first: it was missed"
    assert practise(me, two, ["A"], now=NOW).right
    assert asked(me) == other
    assert practise(me, other, ["A"], now=NOW).right
    version, due = next_question(me, NOW)
    assert version is None
    assert due == NOW + timedelta(minutes=1), "a missed new question comes again in a minute"
    assert asked(me, days=1) == one, "the longest overdue"
    assert asked(me, days=1, topic="保证") == other
    assert {line.topic: (line.questions, line.known, line.missed) for line in topic_lines(me, NOW)} == {
        "借款": (2, 1, 1), "保证": (1, 1, 0),
    }  # fmt: skip
    assert asked(here.liaison) == one, "another person starts anew"


def test_an_answer_before_its_time_moves_nothing_and_nobody_is_told(law: Instrument, here: Here) -> None:
    (key,) = (item.key for item in put("甲？"))
    practise(here.head, key, ["B"], now=NOW)
    assert practise(here.head, key, ["A"], now=NOW + timedelta(seconds=20)).right
    card = Card.objects.get()
    assert (card.asked, card.missed, card.right, card.known_at) == (1, 1, False, None)
    assert [one.act for one in entries_of(Subject("exam-item", key))] == ["exams.load_items"]
    with pytest.raises(BadInput):
        practise(here.head, key, [" "], now=later(1))


def test_a_question_changes_at_midnight_and_no_answer_is_judged_by_a_key_unseen(
    law: Instrument, here: Here
) -> None:
    """At 23:59:59 the old version with key A, at 00:00:00 the new one with key B; whoever reads the old one across midnight is asked
    anew, and nothing is kept."""
    (item,) = put("甲？")
    midnight = clock.day_start(TODAY + timedelta(days=1))
    new = Question("single", "新的甲？", OPTIONS, ("B",), "见条文。")
    cites = parse_citations("《测试借款法》第一条", TODAY)
    change_item(
        here.clerk, item.key, ItemDraft(new, "借款", citations=cites, active_from=TODAY + timedelta(days=1)), now=NOW,
        despite=True,
    )  # fmt: skip
    second = Actor("person:second", "第二人", None, here.clerk.grants)
    approve_versions(second, [item.key], now=NOW)
    before = midnight - timedelta(seconds=1)
    assert not practise(here.head, item.key, ["B"], now=before, number=1).right
    with pytest.raises(QuestionChanged):
        practise(here.liaison, item.key, ["A"], now=midnight, number=1)
    assert Card.objects.count() == 1
    assert practise(here.liaison, item.key, ["B"], now=midnight, number=2).right
    head = here.client("head")
    page = head.post(f"/practice/{item.key}/", {"answer": "A", "number": "9"}, follow=True).content.decode()
    assert "这道题刚换了新版本" in page
    assert "checked" not in page, "nothing is ticked on the new words"


def test_an_exam_question_enters_only_when_it_is_out_of_use(law: Instrument, here: Here) -> None:
    (item,) = put("甲？", pool=Pool.EXAM)
    with pytest.raises(NotFound):
        question_by_key(item.key, TODAY)
    with pytest.raises(Refusal, match="还在用"):
        release_item(here.clerk, item.key, now=NOW)
    retire_item(here.clerk, item.key, "换新题", now=NOW)
    assert not asked(here.head)
    release_item(here.clerk, item.key, now=NOW)
    assert asked(here.head) == item.key
    with pytest.raises(Refusal):
        release_item(here.clerk, item.key, now=NOW)


def test_a_change_of_law_stops_a_question_and_shows_in_a_course(law: Instrument, here: Here) -> None:
    day = TODAY + timedelta(days=10)
    (key,) = (item.key for item in put("甲？"))
    course = open_course(here, "法条：《测试借款法》第一条\n\n自测：借款 1")
    add_version(law, day, {1: "借款合同可以采用任何形式。", 2: "保证人承担保证责任。"})
    open_changes(SYSTEM, [law.pk], now=NOW)
    before, after = step_views(here.head, course, TODAY), step_views(here.head, course, day)
    assert [(view.words, view.changed) for view in (before[0], after[0])] == [
        ("借款合同应当采用书面形式。", False), ("借款合同可以采用任何形式。", True),
    ]  # fmt: skip
    assert [len(view.checks) for view in (before[1], after[1])] == [1, 0]
    assert after[1].note
    (article,) = articles_today(question_by_key(key, TODAY), TODAY)
    assert article.words == "借款合同应当采用书面形式。"
    with pytest.raises(NotFound):
        question_by_key(key, day)


def open_course(here: Here, text: str) -> Course:
    course = write_course(here.clerk, CourseDraft("借款怎么写", "写借条", text), now=NOW)
    return set_course_stage(here.clerk, course.key, "open", now=NOW)


def test_a_course_is_read_line_by_line_and_written_again_as_it_was() -> None:
    text = "第一段。\n接着写。\n\n法条：《甲法》第一条\n\n第二段。\n\n案例：欠钱不还\n\n自测：借款 5"
    steps = steps_of(text)
    assert [(one.kind, one.words, one.count, one.line) for one in steps] == [
        ("words", "第一段。\n接着写。", 0, 1), ("law", "《甲法》第一条", 0, 4), ("words", "第二段。", 0, 6),
        ("case", "欠钱不还", 0, 8), ("check", "借款", 5, 10),
    ]  # fmt: skip
    assert written((StepKind(one.kind), one.words, one.count) for one in steps) == text
    assert [(one.words, one.count) for one in steps_of("自测:继承\n自测： 民法典 2 道\n法条：")] == [
        ("继承", 3), ("民法典", 2), ("", 0),
    ]  # fmt: skip


def test_lines_that_cannot_be_read_are_named_and_nothing_is_kept(law: Instrument, here: Here) -> None:
    put("甲？")
    bad = "讲解\n法条：《没有的法》第一条\n案例：没有的案例\n自测：借款 2\n法条："
    with pytest.raises(CourseUnfit) as refusal:
        write_course(here.clerk, CourseDraft("课", "讲", bad), now=NOW)
    assert [fault.what.split("：")[0] for fault in refusal.value.faults] == [
        f"第 {line} 行" for line in (2, 3, 4, 5)
    ]
    assert all(fault.mend for fault in refusal.value.faults)
    assert not Course.objects.exists()


def test_a_course_counts_what_is_known_and_only_that(law: Instrument, here: Here) -> None:
    first, _second = (item.key for item in put("甲？", "乙？"))
    course = open_course(here, "讲解\n自测：借款 2")
    assert known_checks(step_views(here.head, course, TODAY)) == (0, 2)
    practise(here.head, first, ["A"], now=NOW)
    assert known_checks(step_views(here.head, course, TODAY)) == (1, 2)
    assert known_checks(step_views(here.liaison, course, TODAY)) == (0, 2)


def test_the_pages_of_practice(
    law: Instrument, here: Here, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    me = here.client("head")
    assert "还没有练习题" in me.get("/practice/").content.decode()
    (item,) = put("书面还是口头？")
    with django_assert_max_num_queries(40):
        asked_page = me.get("/practice/next/", follow=True).content.decode()
    assert "书面还是口头？" in asked_page
    assert "见条文" not in asked_page, "neither key nor explanation before the answer"
    assert me.get(f"/practice/{item.key}/told/?answer=A").status_code == 302, "nobody reads a key unasked"
    told = me.post(f"/practice/{item.key}/", {"answer": "B"}, follow=True).content.decode()
    for words in ("答错了", "见条文。", "借款合同应当采用书面形式。", "下一道"):
        assert words in told, words
    assert "练完了" in me.get("/practice/next/", follow=True).content.decode()
    assert "选一个" in me.post(f"/practice/{item.key}/", {}).content.decode()
    assert Client().get("/practice/").status_code == 302


def test_the_pages_of_courses(law: Instrument, here: Here) -> None:
    put("甲？")
    clerk, reader = here.client("clerk"), here.client("liaison")
    assert reader.get("/courses/new/").status_code == 404
    sent = {"title": "借款", "about": "写借条", "text": "法条：《测试借款法》第九条"}
    assert "第 1 行" in clerk.post("/courses/new/", sent).content.decode()
    page = clerk.post(
        "/courses/new/", {**sent, "text": "要写借条。\n法条：《测试借款法》第一条\n自测：借款 1"}, follow=True
    )
    key = Course.objects.get().key
    assert "编写中" in page.content.decode()
    assert reader.get(f"/courses/{key}/").status_code == 404
    clerk.post(f"/courses/{key}/stage/", {"stage": "open"})
    read = reader.get(f"/courses/{key}/").content.decode()
    for words in ("要写借条。", "借款合同应当采用书面形式。", "还没答对", "甲？"):
        assert words in read, words
    assert "法条：《测试借款法》第一条" in clerk.get(f"/courses/{key}/change/").content.decode()
    assert "借款" in reader.get("/courses/").content.decode()
