"""A prompt: proposed by what was missed, sent by a person's signature only, answered, closed or taken further."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client

from zhifa.documents.api import Document
from zhifa.duties.errors import PromptMoveNotPossible, PromptNotDue
from zhifa.duties.models import Duty, Prompt
from zhifa.duties.rules.prompting import ground
from zhifa.duties.selectors import missed_nodes, misses
from zhifa.duties.services import draft_prompt, issue_prompt, move_prompt, prompt_text
from zhifa.duties.terms import NUMBER_LOCK, Ground, Standing
from zhifa.duties.tests.conftest import NOW, SYSTEM, account_of, done, issued, line, merged, proof
from zhifa.figures.api import value_of
from zhifa.kernel import clock
from zhifa.kernel.clock import Window
from zhifa.kernel.errors import BadInput, NotAllowed, NotFound
from zhifa.ledger.api import Subject, entries_of

TODAY = clock.civil_day(NOW)
DUE = TODAY + timedelta(days=20)


@pytest.mark.parametrize(
    ("standing", "has_proof", "why"),
    [
        (Standing.OPEN, False, None), (Standing.MISSING, False, Ground.MISSING), (Standing.PARTIAL, True, Ground.PARTIAL),
        (Standing.LATE, False, Ground.HOLLOW), (Standing.IN_TIME, True, None),
    ],
)  # fmt: skip
def test_when_a_prompt_is_due(standing: str, has_proof: bool, why: Ground | None) -> None:
    assert ground(standing, has_proof=has_proof) == why


def planted() -> None:
    """Three planted misses (nothing, too little, no proof) and one duty whose node is to come."""
    merged(
        line(measure="没做", node_on=date(2018, 5, 1), audiences=("staff",)),
        line(measure="没做够", node_on=date(2018, 6, 1)),
        line(measure="没凭据", node_on=date(2018, 7, 1), quantity=1),
    )
    issued()
    done("条例宣讲", date(2018, 3, 10))


def drafted() -> Prompt:
    return draft_prompt(account_of("clerk"), Duty.objects.get(is_current=True, measure="没做").key, now=NOW)


def sent() -> Prompt:
    clerk, made = account_of("clerk"), drafted()
    text = prompt_text(clerk, made, DUE, TODAY)
    return issue_prompt(clerk, made.pk, DUE, proof=proof("clerk", text), now=NOW)


def test_every_planted_miss_is_proposed_and_nothing_is_sent(home: None) -> None:
    planted()
    clerk = account_of("clerk")
    found = [(one.line.duty.measure, one.ground) for one in misses(clerk, 2018, TODAY)]
    assert found == [("没做", Ground.MISSING), ("没做够", Ground.PARTIAL), ("没凭据", Ground.HOLLOW)]
    assert misses(clerk, 2018, date(2018, 4, 30)) == []
    assert not Prompt.objects.exists()
    made = drafted()
    assert (made.state, made.number, made.text) == ("draft", None, "")
    with pytest.raises(PromptNotDue):
        drafted()
    move_prompt(clerk, made.pk, "drop", "已另行约谈", now=NOW)
    assert [one.line.duty.measure for one in misses(clerk, 2018, TODAY)] == ["没做够", "没凭据"]
    with pytest.raises(NotFound):  # a draft does not exist for the unit
        move_prompt(account_of("liaison"), made.pk, "receive", now=NOW)
    with pytest.raises(NotAllowed):
        draft_prompt(account_of("liaison"), "no", now=NOW)


def test_a_prompt_goes_its_way(home: None) -> None:
    planted()
    made, liaison, clerk = sent(), account_of("liaison"), account_of("clerk")
    assert made.document_number == f"普法提示〔{TODAY.year}〕1号"
    assert made.text.startswith(f"普法提示\n普法提示〔{TODAY.year}〕1号\n\n区教育局：")
    for words in (
        "“没做”，计划法治讲座 2 场，时间节点为2018年5月1日",
        "没有已确认的履职记录",
        "第五十七条",
        "区司法局",
    ):
        assert words in made.text
    with pytest.raises(PromptMoveNotPossible):  # not before the deadline
        move_prompt(clerk, made.pk, "escalate", "不改", now=NOW)
    with pytest.raises(NotAllowed):
        move_prompt(clerk, made.pk, "receive", now=NOW)
    move_prompt(liaison, made.pk, "receive", now=NOW)
    with pytest.raises(BadInput):
        move_prompt(liaison, made.pk, "plan", " ", now=NOW)
    move_prompt(liaison, made.pk, "plan", "十二月补讲两场", now=NOW)
    reported = move_prompt(liaison, made.pk, "report", "已补讲", now=NOW)
    assert reported.days == (TODAY - date(2018, 5, 1)).days
    total = value_of(SYSTEM, "duties.feedback_days", district="990001", window=Window(TODAY, TODAY))
    assert total.value == reported.days
    assert move_prompt(clerk, made.pk, "close", "同意办结", now=NOW).state == "closed"
    told = Document.objects.get(source_kind="duty-prompt", source_key=str(made.pk))
    assert (told.number, told.issuer, told.addressee) == (made.document_number, "区司法局", made.unit)
    assert (told.valid_until, told.ending_words) == (TODAY, "同意办结")
    acts = [entry.act for entry in entries_of(Subject("duty-prompt", str(made.pk)))]
    assert acts == [
        "duties.draft_prompt",
        "accounts.sign",
        "duties.issue_prompt",
        *["duties.move_prompt"] * 4,
    ]


def test_of_two_clerks_who_number_at_once_one_waits(home: None) -> None:
    """While a prompt is being issued nobody else takes a number, not even where none exists whose row could be locked."""
    planted()
    sent()
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NUMBER_LOCK])
            assert cursor.fetchone() == (False,)
    finally:
        other.close()


def test_one_click_drafts_for_everyone_who_missed_a_node(
    home: None, browser_of: Callable[[str], Client]
) -> None:
    node = date(2018, 5, 1)
    merged(
        *(line(measure=f"没做{one}", node_on=node, audiences=("staff",)) for one in "甲乙"),
        line(measure="别的"),
    )
    issued()
    (group, other) = missed_nodes(misses(account_of("clerk"), 2018, TODAY))
    assert (group.node_on, len(group.misses), len(other.misses)) == (node, 2, 1)
    clerk = browser_of("clerk")
    assert "给这 2 项都拟提示" in clerk.get("/work/duties/prompts/").content.decode()
    keys = [miss.key for miss in group.misses]
    assert clerk.post("/work/duties/prompts/draft/", {"key": keys}).status_code == 302
    assert set(Prompt.objects.values_list("subject", "state")) == {("没做甲", "draft"), ("没做乙", "draft")}
    assert clerk.post("/work/duties/prompts/draft/", {"key": keys}).status_code == 409


def test_no_answer_by_the_deadline_may_be_taken_further(home: None) -> None:
    planted()
    made = sent()
    Prompt.objects.filter(pk=made.pk).update(
        issued_on=TODAY - timedelta(days=30), due_on=TODAY - timedelta(days=1)
    )
    assert (
        move_prompt(account_of("clerk"), made.pk, "escalate", "提请主管机关通报批评", now=NOW).state
        == "escalated"
    )


def test_prompts_by_their_pages(home: None, browser_of: Callable[[str], Client]) -> None:
    planted()
    clerk, liaison, other = (browser_of(name) for name in ("clerk", "liaison", "other"))
    key = Duty.objects.get(is_current=True, measure="没做").key
    page = clerk.get("/work/duties/prompts/").content.decode()
    assert "没凭据" in page
    assert "没凭据" not in liaison.get("/work/duties/prompts/").content.decode()
    where = clerk.post(f"/work/duties/prompts/draft/{key}/")["Location"]
    shown = clerk.get(where)
    assert "拟稿，未发出" in shown.content.decode()
    assert liaison.get(where).status_code == 404
    answer = {"shown": shown.context["signature"].digest, "password": "long-enough-secret"}
    assert clerk.post(where, answer).status_code == 302
    assert "普法提示待反馈：没做" in liaison.get("/work/").content.decode()
    assert liaison.post(f"{where}step/", {"move": "receive"}).status_code == 302
    assert "报改进措施" in liaison.get(where).content.decode()
    assert liaison.get(f"{where}?format=docx").content.startswith(b"PK")
    assert other.get(where).status_code == 404
