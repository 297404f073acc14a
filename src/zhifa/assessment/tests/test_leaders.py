"""Leaders' lists: written, issued, given to posts; each leader reads the own one, as it stood on a day, and no other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.once import Once
from zhifa.accounts.api import Account
from zhifa.assessment.errors import LeaderListSettled, LeaderListUnfit
from zhifa.assessment.models import LeaderType
from zhifa.assessment.rules.leading import Change, changes, duties_of, written
from zhifa.assessment.selectors import leading_posts, own_lists
from zhifa.assessment.services import LeaderListDraft, issue_leader_list, open_leader_type, type_posts
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.errors import BadInput, NotAllowed
from zhifa.laws.api import citing
from zhifa.laws.models import ProvisionText, RippleTask
from zhifa.laws.services import open_changes
from zhifa.laws.tests.invented import add_version, loan_law
from zhifa.ledger.api import Subject, entries_of
from zhifa.people.api import (
    HoldingDraft,
    PersonDraft,
    Post,
    UnitDraft,
    actor_of,
    add_person,
    load_units,
    open_district,
)

SignedIn = Callable[[str], Client]
SYSTEM, NOW, SINCE, MOVED = Actor.system("test"), clock.now(), date(2010, 1, 1), date(2017, 1, 1)
FIRST, SECOND = (
    "1. 甲事\n佐证：会议纪要\n依据：《测试借款法》第一条\n2. 乙事\n3. 丙事",
    "丙事\n甲事\n乙事要每季办",
)
BUREAU, PARTY = "局里的第一件事", "党委的第一件事"
HERE, MINE = "/work/assessment/leaders/", "/work/assessment/mine/"


def make_district() -> None:
    """Two bureaus; the head of U2 led U3 until 2017. Two types, one with editions of 2016 and 2018, a post without a type."""
    open_district(SYSTEM, "990001", "测试区", demonstration=False, now=NOW)
    load_units(
        SYSTEM,
        [UnitDraft(code, f"{code}局", "government", SINCE) for code in ("U1", "U2", "U3", "U4")],
        now=NOW,
    )
    until = date(2016, 12, 31)
    for name, held in (
        ("clerk", [HoldingDraft("U1", "干事", Role.OFFICE, SINCE)]),
        ("lead", [HoldingDraft("U1", "局长", Role.LEAD, SINCE)]),
        ("auditor", [HoldingDraft("U1", "审计员", Role.AUDITOR, SINCE)]),
        ("head", [HoldingDraft("U3", "书记", Role.HEAD, SINCE, until), HoldingDraft("U2", "局长", Role.HEAD, MOVED)]),
        ("other", [HoldingDraft("U3", "书记", Role.HEAD, MOVED)]),
        ("newcomer", [HoldingDraft("U4", "局长", Role.HEAD, SINCE)]),
        ("liaison", [HoldingDraft("U2", "联络员", Role.LIAISON, SINCE)]),
    ):  # fmt: skip
        add_person(SYSTEM, PersonDraft(name, f"{name}某", tuple(held), username=name), now=NOW)
    loan_law({1: "借款合同应当采用书面形式。"})
    party, bureau = (open_leader_type(SYSTEM, name, now=NOW) for name in ("党委主要负责人", "部门主要负责人"))
    issue_leader_list(SYSTEM, party.pk, LeaderListDraft(date(2016, 1, 1), "某委〔2016〕1号", PARTY), now=NOW)
    issue_leader_list(
        SYSTEM, bureau.pk, LeaderListDraft(date(2016, 1, 1), "某办〔2016〕2号", f"{FIRST}\n{BUREAU}"), now=NOW
    )
    issue_leader_list(
        SYSTEM,
        bureau.pk,
        LeaderListDraft(date(2018, 1, 1), "某办〔2018〕3号", f"{SECOND}\n{BUREAU}"),
        now=NOW,
    )
    type_posts(SYSTEM, party.pk, [post("U3").pk], SINCE, now=NOW)
    type_posts(SYSTEM, bureau.pk, [post("U1", "局长").pk, post("U2", "局长").pk], SINCE, now=NOW)


@pytest.fixture(scope="module")
def district_once(once: Once) -> None:
    once(make_district)


@pytest.fixture
def here(db: None, district_once: None) -> None:
    """The district."""


def post(unit: str, title: str = "") -> Post:
    return Post.objects.get(unit__code=unit, **({"title": title} if title else {}))


def account_of(username: str) -> Actor:
    return actor_of(Account.objects.get(username=username), clock.today())


def bureau() -> LeaderType:
    return LeaderType.objects.get(name="部门主要负责人")


def test_a_list_is_read_line_by_line() -> None:
    duties, unread = duties_of(
        "佐证：没有主人\n（一） 带头学法\n佐证: 学习记录\n佐证：照片\n\n2、2018年以来的任务\n依据：《宪法》\n依据："
    )
    assert [(one.words, one.line, one.evidence, one.cites) for one in duties] == [
        ("带头学法", 2, "学习记录；照片", ()), ("2018年以来的任务", 6, "", ((7, "《宪法》"),)),
    ]  # fmt: skip
    assert [one.line for one in unread] == [1, 8]
    told = "（一）一次听取\n10.5%以上的案件\n（二）二次听取\n三、四季度各讲一次\n四、四次\n1. 又从头数"
    assert [one.words for one in duties_of(told)[0]] == [
        "一次听取", "10.5%以上的案件", "二次听取", "四季度各讲一次", "四次", "又从头数",
    ]  # fmt: skip
    assert duties_of("二、三季度各讲一次\n甲事")[0][0].words == "二、三季度各讲一次"
    eleventh = "\n".join(
        f"{n}、{n}事" for n in ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一"]
    )
    assert duties_of(eleventh)[0][10].words == "十一事"
    again, _none = duties_of(written([("带头学法", "学习记录；照片", ["《宪法》"])]))
    assert (again[0].words, again[0].evidence, again[0].cites[0][1]) == (
        "带头学法",
        "学习记录；照片",
        "《宪法》",
    )


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (["甲事", "乙事"], ["甲事", "乙事"], []),
        (["甲事", "乙事"], ["甲事", "丙丁戊", "乙事"], [Change("new", new=2, after="丙丁戊")]),
        (["甲事", "乙事"], ["乙事"], [Change("gone", 1, "甲事")]),
        (["甲事", "每年讲一次课"], ["每年讲两次课", "甲事"], [Change("changed", 2, "每年讲一次课", 1, "每年讲两次课")]),
        (["甲", "乙", "丙"], ["丙", "甲", "乙"], [Change("moved", 3, "丙", 1, "丙")]),
    ],
)  # fmt: skip
def test_what_an_edition_changes(before: list[str], after: list[str], told: list[Change]) -> None:
    assert changes(before, after) == told


def test_a_leader_has_the_list_of_the_post_of_the_day(here: None) -> None:
    def words(day: date, username: str = "head") -> list[list[str]]:
        found = own_lists(account_of(username), day)
        return [[one.words for one in own.view.duties] if own.view else [] for own in found]

    assert words(date(2016, 5, 1)) == [[PARTY]]
    assert words(date(2017, 12, 31)) == [["甲事", "乙事", "丙事", BUREAU]]
    assert words(date(2018, 1, 1)) == [["丙事", "甲事", "乙事要每季办", BUREAU]]
    assert words(date(2015, 1, 1)) == [[]], "no edition had begun"
    assert words(date(2009, 1, 1)) == [], "no post was held"
    assert words(date(2018, 1, 1), "newcomer") == [[]]
    assert words(date(2018, 1, 1), "liaison") == words(date(2018, 1, 1), "clerk") == []
    own = own_lists(account_of("head"), date(2018, 1, 1))[0]
    assert own.view is not None
    assert own.view.changes == [
        Change("moved", 3, "丙事", 1, "丙事"), Change("changed", 2, "乙事", 3, "乙事要每季办"),
    ]  # fmt: skip
    assert [(one.document, on) for one, on in own.earlier] == [("某办〔2016〕2号", MOVED)], (
        "from the day when the post was taken"
    )
    assert own_lists(account_of("head"), MOVED)[0].later[0][1] == date(2018, 1, 1)


def test_what_was_issued_stands(here: None) -> None:
    draft = LeaderListDraft(date(2018, 1, 1), "某办〔2018〕9号", "丁事")
    with pytest.raises(LeaderListSettled):
        issue_leader_list(SYSTEM, bureau().pk, draft, now=NOW)
    with pytest.raises(LeaderListSettled):
        type_posts(SYSTEM, bureau().pk, [post("U3").pk], SINCE, now=NOW)
    with pytest.raises(BadInput):
        type_posts(SYSTEM, bureau().pk, [post("U2", "联络员").pk], SINCE, now=NOW)
    for actor in (account_of("lead"), account_of("head"), account_of("auditor")):
        with pytest.raises(NotAllowed):
            issue_leader_list(actor, bureau().pk, draft, now=NOW)
    unfit = LeaderListDraft(
        date(2019, 1, 1), "某办〔2019〕1号", "佐证：无主\n丁事\n依据：《没有这部法》\n丁事"
    )
    with pytest.raises(LeaderListUnfit) as refused:
        issue_leader_list(account_of("clerk"), bureau().pk, unfit, now=NOW)
    assert [fault.row for fault in refused.value.faults] == [1, 3, 4]
    acts = [one.act for one in entries_of(Subject("leader-type", str(bureau().pk)))]
    assert sorted(acts) == ["assessment.issue_leader_list"] * 2 + [
        "assessment.open_leader_type",
        "assessment.type_posts",
    ]


def test_a_post_changes_its_type_from_a_day_on(here: None) -> None:
    type_posts(account_of("clerk"), None, [post("U3").pk], date(2020, 1, 1), now=NOW)
    type_posts(account_of("clerk"), bureau().pk, [post("U4").pk], date(2020, 1, 1), now=NOW)
    gaps = {
        day: [str(one.post) for one in leading_posts(SYSTEM, day) if one.type_id is None]
        for day in (MOVED, clock.today())
    }
    assert gaps == {MOVED: ["U4局 局长"], clock.today(): ["U3局 书记"]}
    assert own_lists(account_of("other"), date(2019, 12, 31))[0].view is not None
    assert own_lists(account_of("other"), date(2020, 1, 1))[0].leader_type is None


def test_a_change_of_law_is_the_offices_task_while_the_edition_holds(here: None) -> None:
    law = ProvisionText.objects.get().version.instrument
    add_version(law, date(2017, 6, 1), {1: "借款合同采用书面形式，当事人另有约定的除外。"})
    open_changes(SYSTEM, [law.pk], now=NOW)
    tasks = RippleTask.objects.filter(kind="leader-type")
    assert [task.subject for task in tasks] == [str(bureau().pk)], (
        "the edition of 2016 held until the end of 2017"
    )
    assert not any(found for _citer, found in citing([ProvisionText.objects.first().pk])), (
        "readers of the law do not see it"
    )


def test_nobody_sees_anothers_list(here: None, browser_of: SignedIn) -> None:
    """The lists of two types: each page shows one, and to others it is not there."""
    told: dict[str, Any] = {
        name: browser_of(name)
        for name in ("clerk", "auditor", "lead", "head", "other", "newcomer", "liaison")
    }
    own = {name: told[name].get(MINE) for name in told}
    assert {name: answer.status_code for name, answer in own.items()} == {
        "clerk": 404, "auditor": 404, "lead": 200, "head": 200, "other": 200, "newcomer": 200, "liaison": 404,
    }  # fmt: skip
    for name, words, hidden in (("lead", BUREAU, PARTY), ("head", BUREAU, PARTY), ("other", PARTY, BUREAU)):
        page = own[name].content.decode()
        assert (words in page, hidden in page) == (True, False), name
    assert "请联系区普法办" in own["newcomer"].content.decode()
    sheet = b"".join(told["other"].get(f"{MINE}?format=csv").streaming_content).decode()
    assert (PARTY in sheet, BUREAU in sheet) == (True, False)
    one = bureau().get_absolute_url()
    for address in (HERE, one, f"{one}issue/", f"{HERE}posts/", f"{HERE}types/new/"):
        answers = {name: told[name].get(address).status_code for name in told}
        writes = address.endswith(("issue/", "new/"))
        assert answers == dict.fromkeys(told, 404) | {"clerk": 200, "auditor": 404 if writes else 200}, (
            address
        )
    assert (
        told["auditor"].post(f"{HERE}posts/", {"posts": [post("U4").pk], "since": "2019-01-01"}).status_code
        == 404
    )


def test_the_office_writes_a_list_on_its_pages(here: None, browser_of: SignedIn) -> None:
    office = browser_of("clerk")
    page = office.get(HERE).content.decode()
    assert "4 个领导职务里，1 个还没有定" in page
    assert office.post(f"{HERE}types/new/", {"name": "部门主要负责人"}).status_code == 200
    issue = f"{bureau().get_absolute_url()}issue/"
    assert "3. 乙事要每季办" in office.get(issue).content.decode(), "begins with the newest edition"
    given = {
        "effective_on": "2021-01-01",
        "document": "某办〔2021〕1号",
        "text": "丙事\n依据：《没有这部法》",
    }
    refused = office.post(issue, given).content.decode()
    assert "第 2 行" in refused
    assert office.post(issue, given | {"text": "丙事", "to_confirm": "on"}).status_code == 302
    assert "待核" in office.get(bureau().get_absolute_url()).content.decode()
    asked = {"posts": [post("U4").pk], "leader_type": bureau().pk, "since": "2020-01-01"}
    assert "请勾选领导职务" in office.post(f"{HERE}posts/", {**asked, "posts": []}).content.decode()
    assert office.post(f"{HERE}posts/", asked).status_code == 302
    assert "都定了是哪类领导" in office.get(f"{HERE}posts/").content.decode()
    assert "丙事" in browser_of("newcomer").get(MINE).content.decode()


def test_pages_ask_as_often_for_three_as_for_one(here: None, browser_of: SignedIn) -> None:
    pages = {
        "clerk": (HERE, f"{HERE}posts/", f"{bureau().get_absolute_url()}?day=2018-05-01"),
        "head": (f"{MINE}?day=2018-05-01",),
    }
    clients = {name: browser_of(name) for name in pages}

    def asked() -> list[int]:
        found = []
        for name, addresses in pages.items():
            for address in addresses:
                clients[name].get(address)
                with CaptureQueriesContext(connection) as queries:
                    clients[name].get(address)
                found.append(len(queries))
        return found

    before = asked()
    for year in (2019, 2020, 2021):
        made = open_leader_type(SYSTEM, f"又一类{year}", now=NOW)
        issue_leader_list(SYSTEM, made.pk, LeaderListDraft(date(2016, 1, 1), "某办", FIRST), now=NOW)
        issue_leader_list(
            SYSTEM, bureau().pk, LeaderListDraft(date(year, 1, 1), "某办", f"{FIRST}\n{year}年"), now=NOW
        )
    assert before == asked() == [10, 7, 10, 11]
