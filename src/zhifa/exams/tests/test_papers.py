"""Papers drawn on pages, frozen, and handed out without their keys."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zhifa.exams.api import Observed, laid_out, note_observed, paper_documents, papers_questions
from zhifa.exams.errors import BankTooPoor, BlueprintRetired, PaperBroken
from zhifa.exams.models import Blueprint, Draw, Item, ItemVersion, Paper
from zhifa.exams.rules.assembly import Line
from zhifa.exams.rules.questions import Question
from zhifa.exams.services import (
    BlueprintDraft,
    approve_versions,
    change_item,
    draw_papers,
    keep_blueprint,
    load_items,
    retire_blueprint,
)
from zhifa.exams.tests.conftest import SINCE, SINGLE, SYSTEM, actor, draft
from zhifa.kernel import clock
from zhifa.kernel.errors import BadInput, NotAllowed
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


def test_a_question_that_changes_at_midnight_stays_as_it_was_in_a_session_that_runs_past_it(
    full: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Drawn for today, the paper holds version 1, and is read and marked by it after 00:00 too; drawn for tomorrow it holds version 2."""
    made = keep_blueprint(
        actor("clerk"), BlueprintDraft("全部案例", POINTS, (Line(3, "case"),)), now=clock.now()
    )
    item, tomorrow = Item.objects.latest("pk"), clock.today() + timedelta(days=1)
    new = replace(CASE, stem="材料换了。", parts=(CASE.parts[1],))
    change_item(actor("clerk"), item.key, draft(new, active_from=tomorrow), now=clock.now())
    approve_versions(actor("clerk2"), [item.key], now=clock.now())
    today, after = (
        draw_papers(actor("clerk"), made.key, 1, day, now=clock.now()) for day in (clock.today(), tomorrow)
    )
    begun = paper_documents(today.key, 1, "甲")
    monkeypatch.setattr(clock, "now", lambda: clock.day_start(tomorrow))
    assert clock.today() == tomorrow
    assert paper_documents(today.key, 1, "甲") == begun
    (old,) = papers_questions(today.papers.all()).values()
    (young,) = papers_questions(after.papers.all()).values()
    assert {len(one.parts) for one in old} == {2}
    assert sorted(len(one.parts) for one in young) == [1, 2, 2]


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
    sent = posted(("single", 6), ("judge", 4), ("single", ""))
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


def posted(*lines: tuple[Any, ...], **changes: str) -> dict[str, str]:
    """What the form of a blueprint sends: lines of kind, number, statute."""
    sent = {"title": "年度考试", "points_single": "5", "points_judge": "5", "lines-INITIAL_FORMS": "0"}
    sent["lines-TOTAL_FORMS"] = str(len(lines))
    for number, line in enumerate(lines):
        told = zip(("kind", "count", "law"), line, strict=False)
        sent |= {f"lines-{number}-{name}": str(value) for name, value in told}
    return sent | changes


def test_a_blueprint_asks_for_statutes_and_more_lines_lose_nothing(
    full: None, signed_in: Callable[[str], Client]
) -> None:
    clerk = signed_in("clerk")
    page = clerk.get("/work/exams/papers/new/").content.decode()
    assert '<option value="《测试借款法》">' in page
    typed = posted(("judge", 3, "测试借款法"), ("single", "好几道"), title="", more="1")
    more = clerk.post("/work/exams/papers/new/", typed).content.decode()
    assert 'name="lines-TOTAL_FORMS" value="6"' in more
    assert 'value="测试借款法"' in more
    assert "error-text" not in more, "asking for lines is not sending the form"
    for law, why in (
        ("无此法", "第 1 处"),
        ("《测试借款法》第二条", "不写到条"),
        ("测试借款法；测试借款法第一条", "不写到条"),
    ):
        wrong = clerk.post("/work/exams/papers/new/", posted(("judge", 3, law))).content.decode()
        assert why in wrong, law
    assert (
        "考几题？"
        in clerk.post("/work/exams/papers/new/", posted(("judge", "", "测试借款法"))).content.decode()
    )
    assert not Blueprint.objects.exists()
    page = clerk.post(
        "/work/exams/papers/new/", posted(("judge", 3, "测试借款法"), ("single", 20)), follow=True
    ).content.decode()
    assert "判断题 《测试借款法》" in page
    assert "单选题：要 20 道，可用的只有 12 道" in page, "the gap is shown before the draw"
    line = Blueprint.objects.get().lines[0]
    assert (line["count"], line["law"]) == (3, Instrument.objects.get().code)


def test_a_blueprint_that_was_drawn_by_stays_and_is_retired_for_a_reason(
    full: None, signed_in: Callable[[str], Client]
) -> None:
    clerk = signed_in("clerk")
    clerk.post("/work/exams/papers/new/", posted(("single", 6)))
    key = Blueprint.objects.get().key
    here = f"/work/exams/papers/{key}/"
    clerk.post(f"{here}change/", posted(("single", 5), title="改过的"))
    assert Blueprint.objects.get().lines[0]["count"] == 5
    draw_papers(actor("clerk"), key, 3, clock.today(), now=clock.now())
    assert f"{here}change/" not in clerk.get(here).content.decode()
    refused = clerk.post(f"{here}change/", posted(("single", 4))).content.decode()
    assert "已经按这个方案出过卷，不能再改" in refused
    begun = clerk.get(f"/work/exams/papers/new/?after={key}").content.decode()
    assert 'value="改过的"' in begun
    with pytest.raises(BadInput):
        retire_blueprint(actor("clerk"), key, " ", now=clock.now())
    with pytest.raises(NotAllowed):
        retire_blueprint(actor("liaison"), key, "旧了", now=clock.now())
    clerk.post(f"{here}retire/", {"reason": "换了大纲"})
    page = clerk.get(here).content.decode()
    assert "换了大纲" in page
    assert "出卷并封存" not in page
    with pytest.raises(BlueprintRetired):
        draw_papers(actor("clerk"), key, 3, clock.today(), now=clock.now())
    assert "已停用" in clerk.get("/work/exams/papers/").content.decode()


def test_the_pages_of_blueprints_ask_as_often_for_many_lines(
    full: None, signed_in: Callable[[str], Client]
) -> None:
    clerk = signed_in("clerk")
    counts = []
    for many in (1, 3):
        clerk.post("/work/exams/papers/new/", posted(*(("judge", 1, "测试借款法"),) * many))
        key = Blueprint.objects.latest("pk").key
        for page in (f"/work/exams/papers/{key}/", f"/work/exams/papers/{key}/change/"):
            with CaptureQueriesContext(connection) as asked:
                clerk.get(page)
            counts.append(len(asked))
    assert counts[:2] == counts[2:]


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
    made = Blueprint.objects.get()
    draw = draw_papers(actor("clerk"), made.key, 6, clock.today(), now=clock.now())
    for paper in draw.papers.all():
        about = ItemVersion.objects.filter(pk__in=paper.versions, cited__version__instrument=law).distinct()
        assert about.count() == 3, "each paper covers what the list asks and the bank has"
    draw.refresh_from_db()
    assert draw.report["listed"] == [["测试借款法", 6], ["测试二法", 0]]
    told = clerk.get(f"/work/exams/papers/{made.key}/draws/{draw.key}/").content.decode()
    assert "清单上 2 部法律，有 1 部不是每份都考到：《测试二法》（0 份考到）" in told
    free = keep_blueprint(
        actor("clerk"), BlueprintDraft("不分法律", POINTS, LINES, "leader"), now=clock.now()
    )
    page = clerk.get(f"/work/exams/papers/{free.key}/").content.decode()
    assert "方案里没有单列一行，试卷不一定考到：《测试借款法》<" in page


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


def test_the_api_tells_numbers_and_no_question(full: None, signed_in: Callable[[str], Client]) -> None:
    draw = drawn()
    clerk, liaison = signed_in("clerk"), signed_in("liaison")
    routes = ("bank", "blueprints", f"blueprints/{draw.blueprint.key}", f"draws/{draw.key}")
    for route in routes:
        said = clerk.get(f"/api/v1/exams/{route}").content.decode()
        for secret in ("单选3", "书面形式", draw.seed):
            assert secret not in said, route
    bank, plans, plan, one = (clerk.get(f"/api/v1/exams/{route}").json() for route in routes)
    counts = {line["kind"]: (line["in_use"], line["usable"]) for line in bank["lines"]}
    assert counts == {"single": (12, 12), "judge": (8, 8), "case": (3, 3)}
    assert plans["blueprints"][0]["lines"][0]["count"] == 4
    assert plan["draws"] == [one]
    assert one["report"]["spread"] <= 1.0
    for client in (liaison, Client()):
        assert client.get("/api/v1/exams/blueprints").json()["total"] == 0
        for route in (routes[0], *routes[2:]):
            assert client.get(f"/api/v1/exams/{route}").status_code == 404, route
