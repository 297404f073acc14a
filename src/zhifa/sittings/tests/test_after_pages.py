"""The pages of what comes after an exam: what each shows to whom, and at what cost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.once import Once
from zhifa.kernel import clock
from zhifa.sittings.models import Certificate, Exam, Mark, Objection
from zhifa.sittings.services.marking import mark_exam
from zhifa.sittings.services.results import publish_results
from zhifa.sittings.terms import Stage
from zhifa.sittings.tests.answering import after, right_answers, sit, some_wrong
from zhifa.sittings.tests.world import actor, attempt_of, make_draw, make_exam, make_world

Browser = Callable[[str], Client]
SITTING = ("anna", "bea", "head3")


def make_published() -> None:
    """The world, and in it an exam whose results are out: anna has all right."""
    make_world()
    exam = make_exam(minutes=1, grace_minutes=0)
    for seed, name in enumerate(SITTING):
        attempt = attempt_of(exam, name)
        sit(exam, name, right_answers(attempt) if name == "anna" else some_wrong(attempt, seed))
    mark_exam(actor("clerk"), exam.key, now=after(exam))
    publish_results(actor("clerk"), exam.key, now=clock.now())


@pytest.fixture(scope="module")
def world_once(once: Once) -> None:
    once(make_published)


@pytest.fixture
def published(world: None) -> Exam:
    return Exam.objects.get()


def test_a_candidate_sees_the_own_result_and_objects(published: Exam, signed_in: Browser) -> None:
    anna, bea = attempt_of(published, "anna"), attempt_of(published, "bea")
    browser = signed_in("anna")
    assert "100 分，满分 100 分" in browser.get("/exams/results/").content.decode()
    here = f"/exams/results/{anna.candidate.key}/"
    page = browser.get(here).content.decode()
    for words in ("您的回答", "书面形式", "见第一条。", "借款合同应当采用书面形式。", "10 / 10 分"):
        assert words in page
    assert browser.get(f"/exams/results/{bea.candidate.key}/").status_code == 404
    mark = Mark.objects.filter(attempt=anna).first()
    assert mark is not None
    sent = browser.post(f"{here}objections/{mark.pk}/", {"words": "题干不清楚"}, follow=True).content.decode()
    assert "待答复" in sent
    foreign = Mark.objects.filter(attempt=bea).first()
    assert foreign is not None
    assert browser.post(f"{here}objections/{foreign.pk}/", {"words": "别人的题"}).status_code == 404
    clerk = signed_in("clerk")
    assert "题干不清楚" in clerk.get(f"/work/sittings/{published.key}/objections/").content.decode()
    answer = f"/work/sittings/{published.key}/objections/{Objection.objects.get().key}/"
    assert "请写明" not in clerk.get(answer).content.decode()
    told = clerk.post(answer, {"kind": "", "why": "题干没有歧义。"}, follow=True).content.decode()
    assert "不成立" in told
    assert "题干没有歧义。" in browser.get(here).content.decode()


def test_rates_by_unit_for_office_and_whoever_answers_for_a_unit(published: Exam, signed_in: Browser) -> None:
    here = f"/work/sittings/{published.key}/results/"
    page = signed_in("clerk").get(here).content.decode()
    assert "区教育局" in page
    assert "42.86" in page, "three of seven sat"
    head = signed_in("head3").get(here).content.decode()
    assert "区民政局" in head
    assert "区教育局" not in head
    community = signed_in("carl").get(here).content.decode()
    assert "区教育局" in community
    assert "区民政局" not in community, "who answers for a unit sees its own branch"
    assert signed_in("anna").get(here).status_code == 404
    for name in ("anna某", "bea某"):
        assert name not in page


def test_a_question_is_struck_on_its_page(published: Exam, signed_in: Browser) -> None:
    clerk = signed_in("clerk")
    lines = clerk.get(f"/work/sittings/{published.key}/questions/").content.decode()
    assert "不到 30 人做过的题只列出" in lines
    mark = Mark.objects.filter(attempt=attempt_of(published, "bea"), got=0).first()
    assert mark is not None
    here = f"/work/sittings/{published.key}/questions/{mark.version}/0/"
    assert "书面形式" in clerk.get(here).content.decode()
    assert "不能是这个答案" in clerk.post(here, {"kind": "replace", "key": "Z", "why": "错"}).content.decode()
    assert (
        "人人给满分" in clerk.post(here, {"kind": "strike", "why": "题目超纲"}, follow=True).content.decode()
    )
    mark.refresh_from_db()
    assert mark.got == mark.possible
    for other in ("auditor", "head3", "anna"):
        assert signed_in(other).get(here).status_code == 404


def test_the_way_to_results_on_pages(world: None, signed_in: Browser) -> None:
    exam = make_exam(draw=make_draw(written=True), title="简答考试")
    sit(exam, "anna", right_answers(attempt_of(exam, "anna")))
    clerk, second = signed_in("clerk"), signed_in("clerk2")
    here = f"/work/sittings/{exam.key}/after/"
    assert "以后可以评分" in clerk.get(here).content.decode()
    Exam.objects.filter(pk=exam.pk).update(
        grace_minutes=0, opens_at=exam.opens_at.replace(year=2025), closes_at=exam.opens_at
    )
    attempt = attempt_of(exam, "anna")
    attempt.started_at = attempt.ends_at = attempt.handed_at = exam.opens_at
    attempt.save()
    assert "还有 1 份没有评完" in clerk.post(f"{here}mark/", follow=True).content.decode()
    assert "评完才能公布" in clerk.post(f"{here}publish/", follow=True).content.decode()
    screen = f"/work/sittings/{exam.key}/written/"
    mark = Mark.objects.get(written=True)
    page = clerk.get(screen).content.decode()
    assert "有据可查。" in page
    assert "anna" not in page
    assert "0 到 20" in clerk.post(screen, {"mark": mark.pk, "points": "21"}).content.decode()
    assert (
        "没有要您评的答案"
        in clerk.post(screen, {"mark": mark.pk, "points": "16"}, follow=True).content.decode()
    )
    assert "一评" not in second.get(screen).content.decode()
    second.post(screen, {"mark": mark.pk, "points": "14"})
    assert signed_in("anna").get(screen).status_code == 404
    ready = clerk.get(here).content.decode()
    assert "应考 7 人，参考 1 人，合格 1 人，优秀 1 人" in ready
    assert not signed_in("anna").get("/exams/results/").content.decode().count("简答考试")
    assert "考生可以提出异议到" in clerk.post(f"{here}publish/", follow=True).content.decode()
    assert Exam.objects.get(pk=exam.pk).stage == Stage.PUBLISHED
    assert "95 分" not in signed_in("bea").get("/exams/results/").content.decode()
    assert "95 分，满分 100 分" in signed_in("anna").get("/exams/results/").content.decode()


def test_anybody_checks_a_certificate_and_only_the_holder_has_it(
    published: Exam, signed_in: Browser, client: Client
) -> None:
    held = Certificate.objects.get(candidate__person__code="anna")
    assert "核对" in client.get("/certificates/").content.decode()
    valid = client.post("/certificates/", {"number": held.number, "name": "anna"}).content.decode()
    assert "有效" in valid
    assert "区司法局" in valid
    unknown = client.post("/certificates/", {"number": held.number, "name": "bea某"}).content.decode()
    assert "没有查到" in unknown
    assert "学法考试</dd>" not in unknown
    here = f"/exams/results/{held.candidate.key}/certificate.pdf"
    assert signed_in("bea").get(here).status_code == 404
    assert signed_in("clerk").get(here).status_code == 404
    clerk = signed_in("clerk")
    assert held.number in clerk.get(f"/work/sittings/{published.key}/certificates/").content.decode()
    clerk.post(f"/work/sittings/{published.key}/certificates/{held.number}/revoke/", {"why": "冒名代考"})
    assert (
        "冒名代考" in client.post("/certificates/", {"number": held.number, "name": "anna"}).content.decode()
    )
    assert signed_in("anna").get(here).status_code == 404


def test_pages_cost_the_same_for_one_row_and_for_three(published: Exam, signed_in: Browser) -> None:
    clerk, anna = signed_in("clerk"), signed_in("anna")

    def cost(browser: Client, path: str) -> int:
        browser.get(path)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert browser.get(path).status_code == 200
        return len(asked)

    key = published.key
    paths = [
        f"/work/sittings/{key}/{page}/"
        for page in ("results", "questions", "objections", "certificates", "after")
    ]
    own = f"/exams/results/{attempt_of(published, 'anna').candidate.key}/"
    three = [*(cost(clerk, path) for path in paths), cost(anna, own), cost(anna, "/exams/results/")]
    published.tallies.exclude(pk=published.tallies.first().pk).delete()  # type: ignore[union-attr]
    attempt = attempt_of(published, "anna")
    Mark.objects.exclude(attempt=attempt).delete()
    Mark.objects.exclude(pk=Mark.objects.filter(attempt=attempt).first().pk).delete()  # type: ignore[union-attr]
    one = [*(cost(clerk, path) for path in paths), cost(anna, own), cost(anna, "/exams/results/")]
    assert one == three
