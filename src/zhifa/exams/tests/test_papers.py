"""Papers drawn on pages, frozen, and handed out without their keys."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from django.test import Client

from zhifa.exams.api import Observed, laid_out, note_observed, paper_documents, papers_questions
from zhifa.exams.errors import BankTooPoor, PaperBroken
from zhifa.exams.models import Draw, Item, ItemVersion, Paper
from zhifa.exams.rules.assembly import Line
from zhifa.exams.rules.questions import Question
from zhifa.exams.services import BlueprintDraft, change_item, draw_papers, keep_blueprint, load_items
from zhifa.exams.tests.conftest import SINCE, SINGLE, SYSTEM, actor, draft
from zhifa.kernel import clock
from zhifa.kernel.errors import NotAllowed
from zhifa.laws.api import Instrument, ShouldKnowDraft, issue_should_know, parse_citations
from zhifa.laws.tests.invented import add_version

LINES = (Line(4, "single"), Line(3, "judge"), Line(1, "case"))
POINTS = {"single": 10.0, "judge": 10.0, "case": 30.0}
CASE = Question("case", "材料。", parts=(SINGLE, Question("judge", "对吗？", (), ("T",))))


@pytest.fixture
def full(law: Instrument) -> None:
    """A bank of 12 single, 8 true-or-false and 3 cases, some with observed difficulty."""
    drafts = [draft(replace(SINGLE, stem=f"单选{n}？"), difficulty=2 + n % 2) for n in range(12)]
    drafts += [draft(Question("judge", f"判断{n}。", (), ("TF"[n % 2],))) for n in range(8)]
    drafts += [draft(replace(CASE, stem=f"材料{n}。")) for n in range(3)]
    items = load_items(SYSTEM, drafts, now=clock.now(), reviewer=actor("clerk2"))
    for place, item in enumerate(items[:12]):
        item.observed, item.observed_n = 0.6 + 0.01 * place, 50
        item.save()


def drawn(count: int = 20) -> Draw:
    made = keep_blueprint(actor("clerk"), BlueprintDraft("示范", POINTS, LINES), now=clock.now())
    return draw_papers(actor("clerk"), made.key, count, clock.today(), now=clock.now(), seed="种")


def test_papers_are_frozen_equal_and_different(full: None) -> None:
    draw = drawn()
    papers = list(draw.papers.all())
    assert len({tuple(sorted(paper.versions)) for paper in papers}) == 20
    assert draw.report["spread"] <= 1.0
    assert draw.report["overlap_most"] < 8
    assert sum(Item.objects.values_list("exposure", flat=True)) == 20 * 8
    before = paper_documents(draw.key, 1, "甲")
    item = ItemVersion.objects.get(pk=papers[0].versions[0]).item
    change_item(actor("clerk"), item.key, draft(replace(SINGLE, stem="换了题干？")), now=clock.now())
    assert paper_documents(draw.key, 1, "甲") == before, "a paper keeps the versions with which it was frozen"
    with pytest.raises(NotAllowed):
        draw_papers(actor("liaison"), draw.blueprint.key, 1, clock.today(), now=clock.now())
    ItemVersion.objects.filter(pk=papers[0].versions[0]).update(
        content={**SINGLE.as_data(), "stem": "被人改过"}
    )
    with pytest.raises(PaperBroken):
        paper_documents(draw.key, 1, "甲")


def test_a_candidate_gets_an_order_of_its_own_and_no_key(full: None) -> None:
    draw = drawn(1)
    told, key = paper_documents(draw.key, 1, "张三的种子")
    assert b'"key"' not in told
    assert "见第一条" not in told.decode(), "nor the explanation"
    paper, answers = json.loads(told), json.loads(key)
    asked = [one for section in paper["sections"] for one in section["questions"]]
    assert (
        [one["position"] for one in asked]
        == list(range(1, 9))
        == [one["position"] for one in answers["answers"]]
    )
    for one, answer in zip(asked, answers["answers"], strict=True):
        if "options" in one:
            assert one["options"]["ABCD".index(answer["key"][0])] == "书面形式", (
                "the key's letter is the one that the candidate sees"
            )
    assert asked[7]["parts"][1] == {"kind": "judge", "stem": "对吗？"}
    assert paper_documents(draw.key, 1, "张三的种子") == (told, key)
    orders = {paper_documents(draw.key, 1, str(n))[0] for n in range(5)}
    assert len(orders) == 5


def test_a_poor_bank_says_what_is_missing_and_nothing_is_drawn(full: None) -> None:
    made = keep_blueprint(
        actor("clerk"),
        BlueprintDraft("太多", POINTS, (*LINES, Line(9, "single", topic="借款"))),
        now=clock.now(),
    )
    with pytest.raises(BankTooPoor) as poor:
        draw_papers(actor("clerk"), made.key, 5, clock.today(), now=clock.now())
    (fault,) = poor.value.faults
    assert fault.what == "单选题 + 单选题 借款：要 13 道，可用的只有 12 道"
    assert not Paper.objects.exists()


def test_the_way_from_a_blueprint_to_a_paper_on_pages(full: None, signed_in: Callable[[str], Client]) -> None:
    clerk = signed_in("clerk")
    assert signed_in("liaison").get("/work/exams/papers/").status_code == 404
    assert "还没有组卷方案" in clerk.get("/work/exams/papers/").content.decode()
    sent = {
        "title": "年度考试",
        "points_single": "5",
        "points_judge": "5",
        "lines-TOTAL_FORMS": "12",
        "lines-INITIAL_FORMS": "0",
    }
    sent |= {f"lines-{n}-kind": "single" for n in range(12)} | {
        "lines-0-count": "6",
        "lines-1-count": "4",
        "lines-1-kind": "judge",
    }
    page = clerk.post("/work/exams/papers/new/", sent, follow=True)
    assert "10 题，满分 50 分" in page.content.decode()
    here = page.redirect_chain[-1][0]
    refused = clerk.post(here, {"count": "0", "on": clock.today().isoformat()})
    assert refused.status_code == 200
    assert not Paper.objects.exists()
    report = clerk.post(here, {"count": "15", "on": clock.today().isoformat()}, follow=True)
    assert "期望得分相差" in report.content.decode()
    paper = clerk.get(report.redirect_chain[-1][0] + "3/").content.decode()
    assert "书面形式" in paper
    assert "见第一条" not in paper


def test_a_should_know_list_drives_a_blueprint(
    full: None, law: Instrument, signed_in: Callable[[str], Client]
) -> None:
    """Two laws on the list, one without a question: the paper covers the first, the second is named."""
    other = Instrument.objects.create(
        code="test-two", kind="statute", title="测试二法", short_title="测试二法", pinyin="ce"
    )
    add_version(other, SINCE, {1: "第二部法律。"})
    refs = parse_citations(["《测试借款法》第二条", "《测试二法》"], clock.today())
    clerk = signed_in("clerk")
    sent = {"title": "领导干部", "post": "leader", "each": "3"}
    assert "还没有应知应会清单" in clerk.post("/work/exams/papers/list/", sent).content.decode()
    listed = ShouldKnowDraft(
        post_class="leader", effective_on=clock.today(), document="测试文号", refs=tuple(refs)
    )
    issue_should_know(actor("clerk"), listed, now=clock.now())
    page = clerk.post("/work/exams/papers/list/", sent, follow=True).content.decode()
    assert "还没有可用的题：《测试二法》" in page
    assert "单选题 《测试借款法》 领导干部" in page
    assert "3 题，满分 6 分" in page


def test_marks_follow_the_order_that_the_candidate_sees(full: None) -> None:
    draw = drawn(2)
    paper = draw.papers.get(number=2)
    told, key = (json.loads(one) for one in paper_documents(draw.key, 2, "李四"))
    asked = {one.position: one for one in laid_out(papers_questions(draw.papers.all())[paper.pk], "李四")}
    for section in told["sections"]:
        for shown in section["questions"]:
            one = asked[str(shown["position"])]
            for letter, words in zip("ABCD", shown.get("options", ()), strict=False):
                assert one.question.options["ABCD".index(one.written(letter))] == words
    assert [sorted(map(one.seen, one.question.key)) for one in asked.values()] == [
        one["key"] for one in key["answers"]
    ]
    assert [part.position for part in asked["8"].parts] == ["8.1", "8.2"]
    ItemVersion.objects.filter(pk=paper.versions[0]).update(content={**SINGLE.as_data(), "stem": "被人改过"})
    with pytest.raises(PaperBroken):
        papers_questions(draw.papers.all())


def test_what_was_observed_is_added_up_and_can_be_told_anew(full: None) -> None:
    """0.6 by 50, then 30 shares by 40: 0.6667 by 90; told anew as 20 shares: (30 + 20) / 90 = 0.5556."""
    item = Item.objects.get(observed=Decimal("0.6"))
    version = item.versions.get().pk
    first, second = {version: Observed(40, Decimal(30))}, {version: Observed(40, Decimal(20))}
    note_observed(actor("clerk"), "exam", first, now=clock.now())
    item.refresh_from_db()
    assert (item.observed, item.observed_n) == (Decimal("0.6667"), 90)
    note_observed(actor("clerk"), "exam", second, now=clock.now(), instead_of=first)
    item.refresh_from_db()
    assert (item.observed, item.observed_n) == (Decimal("0.5556"), 90)
    with pytest.raises(NotAllowed):
        note_observed(actor("liaison"), "exam", first, now=clock.now())
