"""Nothing is public without its acts: every kind through the gate in a small district, and every public row asked for them."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from django.test import Client

from zhifa.accounts.api import Account
from zhifa.assessment import api as assessment
from zhifa.cases.api import CaseDraft, CaseText, load_cases
from zhifa.deeds.api import CountDraft, DeedDraft, confirm_deeds
from zhifa.duties.api import CallDraft, Consideration, Issue, LawWords, LineDraft, call_year, load_issued
from zhifa.figures.api import ensure_definitions
from zhifa.funding.api import ItemDraft, Kind, Source, close_year, open_item, open_year
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.registry import Publishable, offered
from zhifa.laws.api import DocumentDraft, add_document, parse_citations
from zhifa.learning.api import ClassDraft, SessionDraft, open_sign_up, plan_class, set_session
from zhifa.ledger.api import Subject, entries_of
from zhifa.meetings.api import DecidedDraft, HeldDraft, SeriesDraft, load_meetings, open_series
from zhifa.outreach.api import (
    ActivityDraft,
    PlaceDraft,
    ProgrammeDraft,
    load_activities,
    load_places,
    open_programme,
)
from zhifa.people.api import (
    AreaDraft,
    HoldingDraft,
    PersonDraft,
    UnitDraft,
    actor_of,
    load_areas,
    load_people,
    load_units,
    open_district,
)
from zhifa.plans.api import CampaignDraft, HonourDraft, PlanDraft, load_honours, open_campaign, open_plan
from zhifa.publishing.models import PublicationItem, Step
from zhifa.publishing.terms import Standing
from zhifa.publishing.tests.passing import publish_all, withdraw_all
from zhifa.reports.api import ensure_outlines, start_report
from zhifa.reports.models import Report

SYSTEM = Actor.system("test")
SINCE = date(2016, 1, 1)
STEPS = ["submit", "pass", "pass", "pass", "open", "publish"]
LISTS = ("/", "/evaluations/", "/api/v1/assessment", "/api/v1/documents", "/meetings/", "/funding/", "/trainings/", "/api/v1/funding",
         "/activities/", "/cases/", "/api/v1/cases", "/campaigns/", "/honours/",
         "/plans/", "/places/", "/programmes/", "/figures/", "/reports/", "/laws/", "/publications/", "/api/v1/deeds",
         "/api/v1/deeds/open.csv", "/duties/?on=2018-06-01", "/api/v1/figures", "/api/v1/figures/open.csv")  # fmt: skip
SECRETS = (
    "宪法讲座甲",
    "专题甲",
    "荣誉甲",
    "规划甲",
    "规划甲中期评估报告",
    "公园甲",
    "栏目甲",
    "报告甲",
    "文件甲",
    "责任甲",
    "联席会议第1次会议",
    "轮训班甲",
    "1,234,567",
)  # one row of each kind that could leak


@pytest.fixture
def everything(db: None) -> None:
    """One thing of every kind, final and not public."""
    now = clock.now()
    open_district(SYSTEM, "999901", "测试区", demonstration=True, now=now)
    load_areas(SYSTEM, [AreaDraft("S1", "一街", "street", "999901", SINCE, "测试")], now=now)
    load_units(SYSTEM, [UnitDraft("U09", "区司法局", "government", SINCE)], now=now)
    post = HoldingDraft("U09", "干事", Role.OFFICE, SINCE)
    load_people(SYSTEM, [PersonDraft("P1", "某某", (post,), username="clerk")], now=now)
    ensure_definitions(now=now)
    ensure_outlines(now=now)
    add_document(SYSTEM, DocumentDraft("policy_document", "文件甲", "某区委", SINCE, source="公报"), now)
    open_plan(SYSTEM, PlanDraft("p", "规划甲", SINCE, date(2020, 12, 31), "某发〔2016〕1号"), now=now)
    open_campaign(
        SYSTEM, CampaignDraft("c", "topic", "专题甲", SINCE, date(2020, 12, 31), words=("宪法",)), now=now
    )
    load_honours(
        SYSTEM, [HonourDraft("s", "荣誉甲", "city", 2017, date(2018, 1, 5), "市委", "某文")], now=now
    )
    text = CaseText("案例甲", "提要", "借款。", "归还。", "合同成立。", "写借条。")
    load_cases(SYSTEM, [CaseDraft("court", "debt", "U09", text, "某法院", "", date(2018, 3, 1))], now=now)
    open_series(SYSTEM, SeriesDraft("joint", "联席会议", "某发〔2016〕2号", "U09"), now=now)
    noted = (DecidedDraft("纪要甲", "noted", "会议听取了汇报。"),)
    load_meetings(SYSTEM, "joint", [HeldDraft(1, date(2018, 3, 30), "会议室", "某某", noted)], now=now)
    open_year(SYSTEM, 2016, "U09", now=now)
    money = ItemDraft(
        Kind.PUBLICITY, Source.LOCAL, "U09", "经费甲", Decimal(1_234_567), "某财〔2016〕1号", SINCE
    )
    open_item(SYSTEM, 2016, money, now=now)
    close_year(SYSTEM, 2016, now=now)
    open_programme(SYSTEM, ProgrammeDraft("r", "radio", "栏目甲", "", SINCE), now=now)
    load_places(SYSTEM, [PlaceDraft("公园甲", "park", "S1", "一号", "U09", SINCE)], now=now)
    counts = (CountDraft("attendances", "onsite", "sign_in", 12),)
    deed = DeedDraft("radio", "宪法讲座甲", date(2018, 3, 1), "U09", "staff", counts=counts)
    load_activities(SYSTEM, [ActivityDraft(deed, programme="r", issue=1)], sheet="s", now=now)
    confirm_deeds(SYSTEM, now=now)
    training = plan_class(SYSTEM, ClassDraft("轮训班甲", "U09"), now=now)
    lesson = SessionDraft(date(2018, 3, 2), time(9), time(11), "行政处罚法")
    set_session(SYSTEM, training.key, lesson, now=now)
    open_sign_up(SYSTEM, training.key, now=now)
    clerk = actor_of(Account.objects.get(), clock.today())
    report = start_report(
        clerk, outline="quarter", title="报告甲", since=SINCE, until=date(2018, 6, 30), now=now
    )
    issue_duties(now)
    evaluate_plan(now)
    frozen = {"lines": ["报告甲的正文"], "figures": [], "uncovered": [], "typed": []}
    Report.objects.filter(pk=report.pk).update(state="final", finalised_at=now, frozen=frozen)


def evaluate_plan(now: datetime) -> None:
    """An evaluation of the plan, as if it had been signed."""
    scheme = assessment.SchemeDraft("p", "mid", "办法", Decimal(100), Decimal(0), "某发〔2018〕5号")
    made = assessment.load_scheme(
        SYSTEM, scheme, [assessment.LineDraft("组织", "机构", Decimal(100), "judged")], now=now
    )
    evaluation = assessment.draft_evaluation(SYSTEM, made.pk, SINCE, date(2018, 6, 30), now=now)
    points = {"base": "90", "bonus": "0", "points": "90", "failed": []}
    frozen = {
        "title": "规划甲中期评估报告", "plan": "规划甲", "stage": "中期评估", "scheme": "办法", "version": 1, "source": "某发〔2018〕5号",
        "to_confirm": False, "since": "2016-01-01", "until": "2018-06-30", "base": "100", "bonus_cap": "0", "self": points,
        "checked": points, "lines": [],
    }  # fmt: skip
    assessment.Evaluation.objects.filter(pk=evaluation.pk).update(
        state="concluded", concluded_at=now, frozen=frozen, text="规划甲中期评估报告"
    )


def issue_duties(now: datetime) -> None:
    """A list of one duty, entered as it was issued."""
    call_year(SYSTEM, CallDraft(2018, "清单", SINCE, SINCE, units=["U09"]), now=now)
    (ref,) = parse_citations(["《文件甲》"], date(2018, 1, 1))
    laws = (LawWords(ref.version_id, ref.provision_text_id, ref.label),)
    year, end = date(2018, 1, 1), date(2018, 12, 31)
    line = LineDraft(
        "own",
        laws,
        ("staff",),
        year,
        end,
        "责任甲",
        ("lecture",),
        1,
        end,
        "",
        "法规科",
        "某某",
        ("notice",),
        "知晓",
    )
    said = Consideration("joint-meeting", year, "纪要")
    load_issued(SYSTEM, 2018, [("U09", line)], said, Issue("某文", year, year), now=now)


def seen_by_a_stranger() -> str:
    """Everything that the public lists and machines say to a stranger."""
    pages = []
    for address in LISTS:
        answer = Client().get(address)
        assert answer.status_code == 200, address
        content = b"".join(answer) if answer.streaming else answer.content  # type: ignore[arg-type]
        pages.append(content.decode())
    return "\n".join(pages)


def test_everything_is_internal_until_it_went_through_the_gate(everything: None) -> None:
    text = seen_by_a_stranger()
    assert [word for word in SECRETS if word in text] == []
    assert "outreach.lectures" not in text
    for address in (
        "/plans/p/",
        "/campaigns/c/",
        "/figures/outreach.lectures/",
        "/figures/outreach.lectures/records.csv",
    ):
        assert Client().get(address).status_code == 404, address


def test_every_kind_goes_through_with_its_acts(everything: None) -> None:
    for kind in offered(Publishable):
        made = publish_all(kind.kind)
        assert made is not None, f"{kind.kind}: the small district has one"
        for item in made.items.all():
            answer = Client().get(item.url)
            assert answer.status_code == 200, item.url
    text = seen_by_a_stranger()
    assert [word for word in SECRETS if word not in text] == []
    public = PublicationItem.objects.filter(standing=Standing.PUBLIC).select_related("publication")
    assert {item.kind for item in public} == {kind.kind for kind in offered(Publishable)}
    for publication in {item.publication for item in public}:
        acts = [one.act for one in entries_of(Subject("publication", str(publication.pk)))]
        signed = [act for step in STEPS for act in ("accounts.sign", f"publishing.{step}")]
        assert acts == ["publishing.propose", *signed, "publishing.published"]
        steps = Step.objects.filter(publication=publication)
        reviewers = [step.by for step in steps if step.move == "pass"]
        assert len({*reviewers, publication.author}) == 4, "three reviewers, and the author is none of them"
    for item in public:
        assert "publishing.published" in [one.act for one in entries_of(Subject(item.kind, item.key))]


def test_withdrawn_it_is_gone_everywhere(everything: None) -> None:
    made = [publish_all(kind.kind) for kind in offered(Publishable)]
    for publication in reversed(made):
        assert publication is not None
        withdraw_all(publication)
    text = seen_by_a_stranger()
    assert [word for word in SECRETS if word in text] == []
    deed = PublicationItem.objects.filter(kind="deed").earliest("pk")
    for address in (
        deed.url,
        f"/api/v1/deeds/{deed.key}",
        "/plans/p/",
        "/campaigns/c/",
        "/figures/outreach.lectures/",
    ):
        answer = Client().get(address)
        assert answer.status_code == 410, address
        assert not any(word in answer.content.decode() for word in SECRETS), address
