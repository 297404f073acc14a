"""The bank: two persons, versions by day, law that changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from zhifa.exams.errors import NothingToReview, OwnWorkNotReviewed, QuestionFlawed
from zhifa.exams.models import Item, ItemVersion
from zhifa.exams.rules.questions import Question
from zhifa.exams.selectors import dead_citations, drawable, in_force, practice, usable
from zhifa.exams.services import (
    approve_versions,
    change_item,
    load_items,
    retire_item,
    return_version,
    write_item,
)
from zhifa.exams.services.checking import check_bank
from zhifa.exams.terms import Pool, State
from zhifa.exams.tests.conftest import SINGLE, SYSTEM, actor, approved, draft
from zhifa.kernel import clock
from zhifa.kernel.errors import NotAllowed
from zhifa.laws.api import Instrument, parse_citations
from zhifa.laws.services import open_changes
from zhifa.laws.tests.invented import add_version
from zhifa.ledger.api import Subject, entries_of
from zhifa.notices.models import Notice


def test_a_second_person_reads_every_version(law: Instrument) -> None:
    clerk, other = actor("clerk"), actor("clerk2")
    item = write_item(clerk, draft(), now=clock.now())
    assert drawable(clock.today()) == []
    with pytest.raises(OwnWorkNotReviewed):
        approve_versions(clerk, [item.key], now=clock.now())
    with pytest.raises(NotAllowed):
        approve_versions(actor("liaison"), [item.key], now=clock.now())
    return_version(other, item.key, "选项甲乙有歧义", now=clock.now())
    change_item(clerk, item.key, draft(replace(SINGLE, explanation="改过")), now=clock.now())
    version = item.versions.get()  # what nobody approved is replaced, not kept
    assert (version.number, version.state) == (1, State.WAITING)
    assert approve_versions(other, [item.key], now=clock.now()) == 1
    with pytest.raises(NothingToReview):
        approve_versions(other, [item.key], now=clock.now())
    assert [one.item.key for one in drawable(clock.today())] == [item.key]
    told = entries_of(Subject("exam-item", item.key))
    assert {one.act for one in told} == {
        "exams.write_item",
        "exams.return_item",
        "exams.change_item",
        "exams.approve_item",
    }
    assert "书面" not in str([one.facts for one in told]), (
        "no word of a question or its key stands in the log"
    )


def test_a_flawed_question_and_one_that_names_repealed_law_are_refused(law: Instrument) -> None:
    with pytest.raises(QuestionFlawed) as refusal:
        write_item(
            actor("clerk"),
            draft(replace(SINGLE, options=("书面", "书面。", "口头"), key=("D",))),
            now=clock.now(),
        )
    assert [(fault.field, bool(fault.mend)) for fault in refusal.value.faults] == [
        ("options", True),
        ("key", True),
    ]


def test_the_version_in_force_is_a_question_of_the_day(law: Instrument) -> None:
    """Tomorrow's version stands today, approved, and takes the place of today's at 00:00; no job moves anything."""
    today, tomorrow = clock.today(), clock.today() + timedelta(days=1)
    item = approved()
    change_item(
        actor("clerk"),
        item.key,
        draft(replace(SINGLE, stem="新的题干？"), active_from=tomorrow),
        now=clock.now(),
    )
    assert in_force(tomorrow).get().number == 1, "nobody has approved it yet"
    approve_versions(actor("clerk2"), [item.key], now=clock.now())
    assert [in_force(day).get().number for day in (today, tomorrow)] == [1, 2]
    retire_item(actor("clerk"), item.key, "有歧义", now=clock.now())
    assert not in_force(today).exists()


def test_a_question_ends_on_its_last_day(law: Instrument) -> None:
    today = clock.today()
    approved(valid_until=today)
    assert (in_force(today).count(), in_force(today + timedelta(days=1)).count()) == (1, 0)


def test_a_question_on_changed_or_repealed_law_is_not_drawn(law: Instrument) -> None:
    """Changed words hold it from their day on; a statute that its stem names and that is repealed bars it too."""
    day = clock.today() + timedelta(days=10)
    approved()
    approved(
        Question("judge", "保证人承担保证责任。", (), ("T",)),
        citations=parse_citations("《测试借款法》第三条", clock.today()),
    )
    add_version(
        law, day, {1: "借款合同可以采用任何形式。", 2: "保证人承担保证责任。", 3: "利息不得预先扣除。"}
    )
    open_changes(SYSTEM, [law.pk], now=clock.now())
    assert len(drawable(day - timedelta(days=1))) == 2
    assert [one.kind for one in drawable(day)] == ["judge"]
    (dead,) = dead_citations(actor("clerk"), day)
    assert "测试借款法" in dead.why
    assert dead.mend


def test_every_night_the_office_hears_once_of_live_questions_on_dead_law(law: Instrument) -> None:
    """For exams and for practice: nothing that can be asked is among what was found, whether the night's check has run or not."""
    day = clock.today() + timedelta(days=10)
    for pool in Pool.values:
        approved(pool=pool, despite=True)
        approved(
            Question("judge", f"{pool}：保证人承担保证责任。", (), ("T",)), pool=pool, despite=True,
            citations=parse_citations("《测试借款法》第二条", clock.today()),
        )  # fmt: skip
    add_version(
        law, day, {1: "借款合同可以采用任何形式。", 2: "保证人承担保证责任。", 3: "利息不得预先扣除。"}
    )
    open_changes(SYSTEM, [law.pk], now=clock.now())
    eve, night = clock.day_start(day) - timedelta(minutes=1), clock.day_start(day) + timedelta(minutes=20)
    found = [check_bank(now=now) for now in (eve, night, night + timedelta(days=1))]
    assert found == [0, 2, 2]
    told = Notice.objects.filter(title__startswith="2 道题的法律已经变动")
    assert {one.account.username for one in told} == {"clerk", "clerk2"}
    assert told.count() == 2, "once each"
    dead = {one.version.pk for one in dead_citations(actor("clerk"), day)}
    assert not dead & {one.pk for one in (*drawable(day), *usable(practice(day), day))}
    assert len(drawable(day)) == 1


def test_many_come_in_by_one_entry_or_not_at_all(law: Instrument) -> None:
    good = [draft(replace(SINGLE, stem=f"第{n}题？")) for n in range(3)]
    with pytest.raises(QuestionFlawed):
        load_items(actor("clerk"), [*good, draft(replace(SINGLE, key=()))], now=clock.now())
    assert not ItemVersion.objects.exists()
    with pytest.raises(NotAllowed):
        load_items(actor("clerk"), good, now=clock.now(), reviewer=actor("clerk2"))
    load_items(SYSTEM, good, now=clock.now(), reviewer=actor("clerk2"))
    assert len(drawable(clock.today())) == 3


def test_pages_show_the_bank_to_the_office_and_own_work_to_others(
    law: Instrument, signed_in: Callable[[str], Client], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    mine = write_item(actor("liaison"), draft(replace(SINGLE, stem="联络员自己的题？")), now=clock.now())
    item = approved()
    clerk, liaison = signed_in("clerk"), signed_in("liaison")
    assert "书面形式" in clerk.get(f"/work/exams/items/{item.key}/").content.decode()
    assert liaison.get(f"/work/exams/items/{item.key}/").status_code == 404
    assert liaison.get(f"/work/exams/items/{mine.key}/").status_code == 200
    assert "借款合同应当采用什么形式" not in liaison.get("/work/exams/").content.decode()
    assert signed_in("auditor").get("/work/exams/").status_code == 404
    clerk.get("/work/exams/")
    with django_assert_num_queries(QUERIES):
        clerk.get("/work/exams/")
    for n in range(3):
        approved(replace(SINGLE, stem=f"更多的第{n}题？"))
    with django_assert_num_queries(QUERIES):
        page = clerk.get("/work/exams/")
    assert "联络员自己的题" in page.content.decode()
    often = Item.objects.latest("pk")
    Item.objects.filter(pk=often.pk).update(exposure=9, observed="0.41", observed_n=50)
    for order in ("often", "hard"):
        listed = clerk.get(f"/work/exams/?order={order}").context["lines"]
        assert listed[0][0].version.item == often, order
    shown = clerk.get("/work/exams/?order=hard").content.decode()
    assert "0.41" in shown
    assert "50 人次" in shown
    assert "更多的第2题" in clerk.get("/work/exams/?standing=live&topic=借款&kind=single").content.decode()
    assert clerk.get("/work/exams/?standing=held").status_code == 200
    assert "没有失效的引用" in clerk.get("/work/exams/items/dead/").content.decode()
    passed = clerk.post("/work/exams/items/review/", {"key": mine.key}, follow=True)
    assert "复核通过 1 道题" in passed.content.decode()


QUERIES = 17


def test_a_question_is_written_changed_and_retired_on_pages(
    law: Instrument, signed_in: Callable[[str], Client]
) -> None:
    clerk, other = signed_in("clerk"), signed_in("clerk2")
    sent = {
        "kind": "multiple", "stem": "哪些对？", "options": "甲\n乙\n丙\n丙", "key": "a，c", "active_from": "2026-11-01",
        "citations": "《测试借款法》第一条", "topic": "借款", "difficulty": "3", "pool": "exam",
    }  # fmt: skip
    refused = clerk.post("/work/exams/items/new/", sent)
    assert "选项 C、D 相同" in refused.content.decode()
    page = clerk.post("/work/exams/items/new/", sent | {"options": "甲\n乙\n丙\n丁"}, follow=True)
    item = ItemVersion.objects.get().item
    assert "等第二个人复核" in page.content.decode()
    assert ItemVersion.objects.get().question.key == ("A", "C")
    assert (
        "选项相同"
        in other.post(
            f"/work/exams/items/{item.key}/return/", {"remarks": "选项相同"}, follow=True
        ).content.decode()
    )
    assert 'value="2026-11' in clerk.get(f"/work/exams/items/{item.key}/change/").content.decode()
    case = sent | {
        "kind": "case",
        "stem": "材料",
        "options": "",
        "key": "",
        "parts": "1. 问？\nA. 甲\nB. 乙\n答案：B\n2. 对吗？\n答案：对",
    }
    clerk.post(f"/work/exams/items/{item.key}/change/", case)
    assert [part.kind for part in ItemVersion.objects.get().question.parts] == ["single", "judge"]
    assert "第 2 小题" in clerk.get(f"/work/exams/items/{item.key}/").content.decode()
    gone = clerk.post(f"/work/exams/items/{item.key}/retire/", {"reason": "已经泄露"}, follow=True)
    assert "已经泄露" in gone.content.decode()
