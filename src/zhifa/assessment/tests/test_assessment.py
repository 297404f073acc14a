"""A plan evaluated: scored by records, answered by people, checked by another, signed, frozen, published."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zhifa.accounts.api import prove_identity
from zhifa.assessment.errors import (
    CheckedByAnother,
    FigureNotScorable,
    LineUnanswered,
    NotAtThisStep,
    SchemeNotWhole,
    SchemeSettled,
)
from zhifa.assessment.models import Evaluation, Scheme
from zhifa.assessment.selectors import evaluation_by_number, sheet_of
from zhifa.assessment.services import (
    AnswerDraft,
    answer_line,
    check_lines,
    compute,
    conclude,
    draft_evaluation,
    hand_in,
    keep_line,
    load_scheme,
    next_version,
    open_scheme,
    send_back,
    settle_scheme,
    text_to_sign,
)
from zhifa.assessment.terms import EVALUATION
from zhifa.assessment.tests.conftest import (
    BONUS,
    KNOWN,
    LECTURES,
    NOW,
    ORGANISED,
    PASSWORD,
    PRAISE,
    SCHEME,
    SINCE,
    SYSTEM,
    UNTIL,
    account_of,
    add_deeds,
    begun,
    filled,
)
from zhifa.deeds.api import Deed
from zhifa.documents.api import Document
from zhifa.evidence.api import attach
from zhifa.kernel.errors import BadInput, NotAllowed, NotFound
from zhifa.ledger.api import Subject, entries_of
from zhifa.publishing.tests.passing import publish_all

SignedIn = Callable[[str], Client]
D = Decimal


def handed(scheme: Scheme) -> Evaluation:
    return hand_in(account_of("clerk"), filled(scheme).pk, now=NOW)


def checked(scheme: Scheme) -> Evaluation:
    """Checked by the second clerk, who takes half a point."""
    made = handed(scheme)
    told = {one.line_id: (one.self_points or D(0), "") for one in made.answers.all()}
    judged = scheme.lines.get(title=ORGANISED.title).pk
    told[judged] = (D("26.5"), "再扣半分")
    return check_lines(account_of("second"), made.pk, told, now=NOW)


def concluded(scheme: Scheme, number: str = "某普法〔2018〕8号") -> Evaluation:
    made, lead = checked(scheme), account_of("lead")
    text = text_to_sign(evaluation_by_number(SYSTEM, made.pk))
    assert lead.account_id is not None
    proof = prove_identity(lead.account_id, text, password=PASSWORD, now=NOW)
    return conclude(lead, made.pk, proof=proof, number=number, now=NOW)


def test_a_scheme_stands_once_it_is_whole(home: None) -> None:
    scheme = open_scheme(SYSTEM, SCHEME, now=NOW)
    with pytest.raises(FigureNotScorable) as refused:  # 国办函〔2026〕12号: views score nothing
        keep_line(SYSTEM, scheme.pk, replace(LECTURES, figure="deeds.views"), now=NOW)
    assert "12号" in refused.value.why
    with pytest.raises(FigureNotScorable):
        keep_line(SYSTEM, scheme.pk, replace(KNOWN, counted_in="likes"), now=NOW)
    with pytest.raises(SchemeNotWhole):
        keep_line(SYSTEM, scheme.pk, replace(LECTURES, step=None), now=NOW)
    with pytest.raises(BadInput):
        keep_line(SYSTEM, scheme.pk, replace(BONUS, direction="at-most"), now=NOW)
    keep_line(SYSTEM, scheme.pk, LECTURES, now=NOW)
    keep_line(SYSTEM, scheme.pk, PRAISE, now=NOW)
    with pytest.raises(SchemeNotWhole) as short:
        settle_scheme(SYSTEM, scheme.pk, now=NOW)
    assert "40 分" in short.value.what
    with pytest.raises(NotFound):
        draft_evaluation(SYSTEM, scheme.pk, SINCE, UNTIL, now=NOW)
    keep_line(SYSTEM, scheme.pk, replace(ORGANISED, weight=D(60)), now=NOW)
    settle_scheme(SYSTEM, scheme.pk, now=NOW)
    with pytest.raises(SchemeSettled):
        keep_line(SYSTEM, scheme.pk, ORGANISED, now=NOW)
    second = next_version(SYSTEM, scheme.pk, now=NOW)
    assert (second.version, second.lines.count(), scheme.lines.count()) == (2, 3, 3)
    with pytest.raises(SchemeSettled):
        next_version(SYSTEM, scheme.pk, now=NOW)
    with pytest.raises(NotAllowed):
        settle_scheme(account_of("liaison"), second.pk, now=NOW)


def test_figures_score_themselves_and_people_say_why(scheme: Scheme) -> None:
    made, clerk = begun(scheme), account_of("clerk")
    by_title = {one.line.title: one for one in made.answers.select_related("line")}
    lectures, bonus = by_title[LECTURES.title], by_title[BONUS.title]
    assert (lectures.amount, lectures.self_points, lectures.met) == (
        D(5),
        D(36),
        False,
    )  # 3 short: 2 steps begun
    assert (bonus.self_points, lectures.record_count) == (D(10), 5)
    known, judged = by_title[KNOWN.title], by_title[ORGANISED.title]
    for line, draft in (
        (known, AnswerDraft(amount=D(91), source=" ", surveyed_on=date(2018, 6, 1))),
        (known, AnswerDraft(amount=D(91), source="某公司")),
        (judged, AnswerDraft(points=D(20), words=" ")),
        (judged, AnswerDraft(points=D(31), words="很好")),
    ):
        with pytest.raises(LineUnanswered):
            answer_line(clerk, made.pk, line.line_id, draft, now=NOW)
    with pytest.raises(NotFound):  # nobody types a figure's score
        answer_line(clerk, made.pk, lectures.line_id, AnswerDraft(points=D(40), words="差不多"), now=NOW)
    with pytest.raises(LineUnanswered):
        hand_in(clerk, made.pk, now=NOW)
    with pytest.raises(NotAllowed):
        compute(account_of("auditor"), made.pk, now=NOW)
    add_deeds([date(2018, 6, 2)])
    compute(clerk, made.pk, now=NOW)
    lectures.refresh_from_db()
    assert lectures.self_points == D(38)


@pytest.mark.parametrize(
    ("since", "until"), [(date(2015, 1, 1), UNTIL), (UNTIL, SINCE), (SINCE, date(2021, 6, 30))]
)
def test_an_evaluation_lies_within_its_plan(scheme: Scheme, since: date, until: date) -> None:
    with pytest.raises(BadInput):
        draft_evaluation(SYSTEM, scheme.pk, since, until, now=NOW)


def test_another_person_checks_and_says_why_it_differs(scheme: Scheme) -> None:
    made, second = handed(scheme), account_of("second")
    judged = scheme.lines.get(title=ORGANISED.title).pk
    with pytest.raises(CheckedByAnother):
        check_lines(account_of("clerk"), made.pk, {judged: (D(27), "")}, now=NOW)
    with pytest.raises(NotAllowed):
        check_lines(account_of("liaison"), made.pk, {judged: (D(27), "")}, now=NOW)
    for points, words in ((D(20), " "), (D(31), "高了")):
        with pytest.raises(LineUnanswered):
            check_lines(second, made.pk, {judged: (points, words)}, now=NOW)
    with pytest.raises(NotAtThisStep):
        answer_line(account_of("clerk"), made.pk, judged, AnswerDraft(points=D(1), words="改"), now=NOW)
    assert check_lines(second, made.pk, {judged: (D(20), "人员不足")}, now=NOW).state == "checking"
    sent = send_back(second, made.pk, "知晓率缺原件", now=NOW)
    assert (sent.state, sent.answers.exclude(checked_points=None).count()) == ("draft", 0)


def test_the_signed_result_is_frozen_and_registered(
    scheme: Scheme, browser_of: SignedIn, client: Client
) -> None:
    made = concluded(scheme)
    assert made.frozen is not None
    # 36 + 30 + 27 by themselves, checked 36 + 30 + 26.5; bonus 10 + 25 under a cap of 20
    assert made.frozen["self"] == {"base": "93", "bonus": "20", "points": "113", "failed": []}
    assert made.frozen["checked"]["points"] == "112.5"
    paper = Document.objects.get(source_kind=EVALUATION, source_key=str(made.pk))
    assert (paper.number, paper.kind) == ("某普法〔2018〕8号", "evaluation")
    acts = [entry.act for entry in entries_of(Subject(EVALUATION, str(made.pk)))]
    assert acts[-2:] == ["accounts.sign", "assessment.conclude"]
    with pytest.raises(NotAtThisStep):
        check_lines(account_of("second"), made.pk, {}, now=NOW)
    office = browser_of("clerk")
    word = office.get(f"/work/assessment/{made.pk}/paper.docx").content
    add_deeds([date(2018, 6, 3), date(2018, 6, 4)])
    assert office.get(f"/work/assessment/{made.pk}/paper.docx").content == word, (
        "records of later change nothing"
    )
    here = f"/evaluations/{made.pk}/"
    assert client.get(here).status_code == 404
    assert client.get("/api/v1/assessment").json() == []
    publish_all(EVALUATION)
    assert "再扣半分" in client.get(here).content.decode()
    (told,) = client.get("/api/v1/assessment").json()
    assert told["checked"]["points"] == "112.5"
    assert client.get(f"/api/v1/assessment/{made.pk}").json()["lines"][0]["figure"] == "deeds.confirmed"
    assert "112.5" in client.get("/evaluations/").content.decode()


def test_a_missed_must_is_named_whatever_the_points(scheme: Scheme) -> None:
    made = hand_in(account_of("clerk"), filled(scheme, known="89.9").pk, now=NOW)
    own = sheet_of(evaluation_by_number(SYSTEM, made.pk)).own
    assert (own.base, own.failed) == (D(90), (KNOWN.title,))  # 36 + 27 + 27: one begun point short costs 3


def test_a_line_brings_everything_that_speaks_for_it(scheme: Scheme, browser_of: SignedIn) -> None:
    made = filled(scheme)
    deed = Deed.objects.get(title="讲座2017-05-01")
    attach(
        SYSTEM,
        Subject("deed", deed.key),
        ContentFile("通知原文".encode(), name="通知.txt"),
        kind="notice",
        now=NOW,
    )
    line = scheme.lines.get(title=LECTURES.title)
    office = browser_of("clerk")
    answer = office.get(f"/work/assessment/{made.pk}/lines/{line.pk}/bundle.zip")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert archive.testzip() is None
    about = json.loads(archive.read("line.json"))
    assert (about["title"], about["self"], about["figure_now"]["code"]) == (
        LECTURES.title,
        "36",
        "deeds.confirmed",
    )
    rows = archive.read("records.csv").decode("utf-8-sig").splitlines()
    assert len(rows) == 6
    assert any("讲座2017-05-01" in row and "通知.txt" in row and "http://testserver/" in row for row in rows)
    (file,) = [name for name in archive.namelist() if name.startswith("files/")]
    assert archive.read(file).decode() == "通知原文"
    assert browser_of("liaison").get(answer.request["PATH_INFO"]).status_code == 404


def test_the_pages_from_the_scheme_to_the_signature(home: None, browser_of: SignedIn) -> None:
    office, second, lead = browser_of("clerk"), browser_of("second"), browser_of("lead")
    assert "还没有评估" in office.get("/work/assessment/").content.decode()
    told = {
        "plan": "qiwu",
        "stage": "mid",
        "title": "中期办法",
        "base": "100",
        "bonus_cap": "20",
        "source": "某普法〔2018〕5号",
    }
    scheme = Scheme.objects.get(pk=office.post("/work/assessment/schemes/new/", told).url.split("/")[-2])  # type: ignore[attr-defined]
    there = f"/work/assessment/schemes/{scheme.pk}/"
    figure = {
        "group": "重点对象", "title": "履职记录", "weight": "60", "basis": "figure", "figure": "deeds.confirmed", "direction": "at-least",
        "target": "5", "step": "1", "per_step": "1",
    }  # fmt: skip
    office.post(f"{there}lines/new/", figure)
    office.post(
        f"{there}lines/new/",
        {"group": "组织", "title": "机构", "weight": "40", "basis": "judged", "direction": "at-least"},
    )
    page = office.get(there).content.decode()
    assert "不少于 5 项，每差 1 项扣 1 分" in " ".join(page.split())
    office.post(f"{there}settle/")
    office.post(f"{there}evaluate/", {"since": "2016-01-01", "until": "2018-06-30"})
    made = Evaluation.objects.get()
    here = made.get_absolute_url()
    page = office.get(here).content.decode()
    for words in ("还有 1 项要人填写", "达到，得60分", "/figures/deeds.confirmed/?since=2016-01-01"):
        assert words in page, words
    judged = scheme.lines.get(title="机构").pk
    office.post(f"{here}lines/{judged}/", {"points": "38", "words": "缺一人"})
    office.post(f"{here}hand-in/")
    assert office.get(f"{here}check/").status_code == 404
    assert (
        "待复核" in second.get("/work/inbox/", follow=True).content.decode()
        or "复核得分" in second.get(here).content.decode()
    )
    form = second.get(f"{here}check/").context["form"]
    given = {name: field.initial for name, field in form.fields.items()}
    refused = second.post(f"{here}check/", {**given, f"points-{judged}": "30"}).content.decode()
    assert "请写明理由" in refused
    second.post(f"{here}check/", {**given, f"points-{judged}": "30", f"words-{judged}": "缺两人"})
    assert Evaluation.objects.get().state == "checked"
    assert "98" in lead.get(f"{here}sign/?number=某普法[2018]8号").content.decode()
    for page in ("/work/assessment/", there, here, f"{here}paper.docx"):
        assert browser_of("auditor").get(page).status_code == 200
        assert browser_of("liaison").get(page).status_code == 404
    assert browser_of("auditor").post(f"{here}send-back/", {"reason": "x"}).status_code == 403


def test_the_page_asks_as_often_for_three_lines_as_for_one(home: None, browser_of: SignedIn) -> None:
    office, asked = browser_of("clerk"), []
    more = [replace(ORGANISED, title=f"判断{n}", weight=D(20)) for n in range(3)]
    for stage, lines in (("mid", [replace(ORGANISED, weight=D(100))]), ("final", [*more, replace(LECTURES)])):
        made = load_scheme(SYSTEM, replace(SCHEME, stage=stage), lines, now=NOW)
        evaluation = draft_evaluation(SYSTEM, made.pk, SINCE, UNTIL, now=NOW)
        office.get(evaluation.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            office.get(evaluation.get_absolute_url())
        asked.append(len(queries))
        with CaptureQueriesContext(connection) as queries:
            office.get("/work/assessment/")
        asked.append(len(queries))
    assert asked[:2] == asked[2:]
