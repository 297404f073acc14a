"""What the tests of proofs stand on: a small district in which every source has rows, and its bundle."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import rfc8785
from django.core.files.base import ContentFile

from zhifa.deeds.api import (
    Attendance,
    CountDraft,
    Deed,
    DeedDraft,
    confirm_deeds,
    correct_deed,
    load_participations,
    take_attendance,
)
from zhifa.evidence.api import attach, attach_existing_many, detach
from zhifa.funding.api import (
    CorrectionDraft,
    ItemDraft,
    Kind,
    PostingDraft,
    Source,
    close_year,
    correct_posting,
    open_item,
    open_year,
    release_money,
    revise_budget,
    spend_money,
)
from zhifa.kernel import clock
from zhifa.ledger.api import Prover, Subject, seal_pending
from zhifa.outreach.api import ActivityDraft, ProgrammeDraft, load_activities, open_programme
from zhifa.people.api import (
    BackboneDraft,
    Population,
    PopulationDraft,
    appoint_backbone,
    load_populations,
    rename_unit,
)
from zhifa.people.services import correct_population
from zhifa.plans.api import (
    CampaignDraft,
    GoalDraft,
    HonourDraft,
    PlanDraft,
    load_honours,
    open_campaign,
    open_plan,
)
from zhifa.reports.rules.outline import from_text
from zhifa.reports.rules.printing import Composed
from zhifa.reports.services import bundle, compose
from zhifa.reports.tests.conftest import SINCE, SYSTEM, UNTIL, Here, add_activities

TEXT = (
    "讲座{{法治讲座}}，上年{{法治讲座|上年同期}}，增长{{增长：法治讲座，上年同期，本期}}，人次{{活动参加人次}}，"
    "直播{{直播参与人次}}，单位{{开展工作的单位}}，荣誉{{连续获评年数|至今}}，专题{{专题活动记录}}，"
    "不同的人{{参加活动的不同的人}}，人口{{年末常住人口}}，骨干{{新聘普法骨干}}，对方确认{{法治讲座的对方确认率}}，"
    "经费{{普法经费预算}}，人均{{人均普法经费}}，上年人均{{人均普法经费|上年同期}}，增长{{普法经费年均增长}}，执行{{普法经费执行率}}，"
    "企业{{服务企业}}，干部{{服务企业的干部}}，律师{{服务企业的律师}}，结对{{结对}}"
)
LOGS = {"微活动甲": ["a", "b", "a", "c"], "微活动乙": ["c", "d"]}  # who took part, over one channel


def _served_firms() -> None:
    """Three services to firms, two of them in a programme; one of the programme counted lawyers."""
    now = clock.now()
    open_programme(
        SYSTEM, ProgrammeDraft("hundred", "pairing", "百名律师", "律所", date(2018, 1, 1)), now=now
    )
    counts = {"走访甲": ("lawyers", 3), "走访乙": ("cadres", 2), "走访丙": ("cadres", 4)}
    drafts = [
        ActivityDraft(
            DeedDraft(
                kind="firm_service", title=title, occurred_on=date(2018, 5, 8), unit="U01", audience="enterprise",
                counts=(CountDraft("firms", "onsite", "given", 5), CountDraft(measure, "onsite", "given", value)),
            ),
            programme="" if title == "走访丙" else "hundred",
        )
        for title, (measure, value) in counts.items()
    ]  # fmt: skip
    made = load_activities(SYSTEM, drafts, sheet="firms", now=now)
    for deed in made:
        file = ContentFile(f"通知：{deed.title}".encode(), name="通知.txt")
        attach(SYSTEM, Subject("deed", deed.key), file, kind="notice", now=now)
    confirm_deeds(SYSTEM, [deed.key for deed in made], now=now)


def prepare(here: Here) -> None:
    """Records, a correction, event rows, a campaign and a goal, honours, populations, appointments, another name; all sealed."""
    now = clock.now()
    topic = CampaignDraft(
        "topic-civil", "topic", "民法宣传", date(2018, 1, 1), date(2018, 12, 31), words=("民法",)
    )
    open_campaign(SYSTEM, topic, now=now)
    goal = GoalDraft("goal-staff", "国家工作人员学法", kinds=("lecture",), audiences=("staff",))
    open_plan(
        SYSTEM, PlanDraft("p7", "七五", date(2016, 1, 1), date(2020, 12, 31), "文件", goals=(goal,)), now=now
    )
    honours = [
        HonourDraft("绩效立功单位", "全市立功单位", "city", year, date(year, 3, 1), "市委", "文件")
        for year in (2016, 2017, 2018)
    ]
    load_honours(SYSTEM, honours, now=now)
    populations = [
        PopulationDraft("999901", "resident", date(year, 12, 31), date(year + 1, 3, 1), value, "统计公报")
        for year, value in ((2016, 600_000), (2017, 610_000))
    ]
    load_populations(SYSTEM, populations, now=now)
    keep_books()
    lecturer = BackboneDraft("lecturer", date(2018, 2, 1), None, name="甲", document="聘书")
    appoint_backbone(SYSTEM, lecturer, now=now)
    rename_unit(SYSTEM, "U01", "区甲委员会", on=date(2018, 2, 1), document="文件", now=now)
    _served_firms()
    add_activities([("micro", title, date(2018, 6, 1), 0) for title in LOGS])
    for title, people in LOGS.items():
        rows = [Attendance(person, date(2018, 6, 1), person == "a") for person in people]
        deed = Deed.objects.get(title=title)
        load_participations(SYSTEM, deed, "wechat", "export", rows[-2:], now=now)
    deed = Deed.objects.get(title="监察法讲座")
    corrected = DeedDraft(
        kind="lecture", title="监察法讲座", occurred_on=deed.occurred_on, unit="U01", audience="staff",
        counts=(CountDraft("attendances", "onsite", "sign_in", 85),),
    )  # fmt: skip
    correct_deed(here.clerk, deed.key, corrected, "签到表漏数五人", now=now)
    confirmed_by_the_other_side()
    whole = [Attendance(person, date(2018, 6, 1), person == "a") for person in LOGS["微活动甲"]]
    log = Deed.objects.get(title="微活动甲")
    take_attendance(SYSTEM, log.key, "wechat", "export", whole, "换成平台的完整记录", now=now)
    while seal_pending(now=now):
        pass


def keep_books() -> None:
    """600,000.50 元 for 2017 and 798,000.50 for 2018 after a revision, a correction after closing, other money that must stay out;
    2017 is closed, then its population is corrected."""
    now = clock.now()
    for year, budget in ((2017, "600000.50"), (2018, "700000.50")):
        open_year(SYSTEM, year, "U01", now=now)
        for kind, amount in ((Kind.PUBLICITY, budget), (Kind.LEGAL_AID, "9000000")):
            draft = ItemDraft(kind, Source.LOCAL, "U01", "专项", Decimal(amount), "文号", date(year, 1, 20))
            open_item(SYSTEM, year, draft, now=now)
    voucher = PostingDraft(Decimal("98000"), date(2018, 3, 1), "文号", reason="追加")
    revise_budget(SYSTEM, (2018, 1), voucher, now=now)
    for year, spent in ((2017, "500000"), (2018, "300000.10")):
        release_money(SYSTEM, (year, 1), PostingDraft(Decimal(spent), date(year, 4, 1), "拨款"), now=now)
        paid = PostingDraft(Decimal(spent), date(year, 5, 1), "凭证", purpose="印制")
        spend_money(SYSTEM, (year, 1), paid, now=now)
    close_year(SYSTEM, 2017, now=now)
    correct_posting(SYSTEM, (2017, 1), 3, CorrectionDraft(Decimal("400000"), "退回"), now=now)
    known = Population.objects.get(as_of=date(2016, 12, 31))
    correct_population(SYSTEM, known.pk, 620_000, reason="录入错误", now=now)


def confirmed_by_the_other_side() -> None:
    """Two of the three lectures of 2018: one by a file of its own, one by a file that speaks for a livestream too; the file of the
    third was taken away again."""
    now = clock.now()
    alone, shared, mistaken, stream = (
        Subject("deed", Deed.objects.get(title=title).key)
        for title in ("宪法进机关", "民法总则进社区", "监察法讲座", "走进法庭")
    )
    for subject in (alone, mistaken):
        file = ContentFile(f"证明：{subject.key}".encode(), name="证明.txt")
        held = attach(SYSTEM, subject, file, kind="counterpart_confirmation", now=now)
    detach(SYSTEM, held.pk, mistaken, reason="附错了", now=now)
    attach_existing_many(SYSTEM, held.pk, [shared, stream], kind="counterpart_confirmation", now=now)


def composed() -> Composed:
    """The report."""
    return compose(SYSTEM, from_text(TEXT), title="题", since=SINCE, until=UNTIL)


def fresh() -> bytes:
    """Its bundle at the latest head."""
    return bundle(SYSTEM, composed())


def sealed(data: dict[str, Any]) -> bytes:
    """A bundle with its content as it is now, sealed by the log's own key, as only somebody inside could: whatever is found wrong in
    it is not the seal."""
    rest = {name: value for name, value in data.items() if name != "seal"}
    return rfc8785.dumps({**rest, "seal": Prover().vouch(rfc8785.dumps(rest))})
