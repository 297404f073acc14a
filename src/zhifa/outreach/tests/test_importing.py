"""Sheets of activities: what the words mean, what is asked, what is refused by row and column."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from zhifa.deeds.api import Audience, Count, Credit, Deed, Source, confirm_deeds
from zhifa.intake.api import drop_files, write_drop
from zhifa.intake.models import ImportJob
from zhifa.intake.selectors import drop_of
from zhifa.intake.terms import JobState
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.outreach.api import Activity, ProgrammeDraft, open_programme
from zhifa.outreach.offers.sheets import AUDIENCES, RANKS, SOURCES
from zhifa.outreach.rules.sheets import KIND_WORDS, channel_of, issue_in, kind_in
from zhifa.outreach.terms import PROGRAMME, ActivityKind, SpeakerRank
from zhifa.outreach.tests.conftest import SYSTEM, Here
from zhifa.publishing.tests.passing import publish_all

HEAD = "活动名称,活动时间,主办单位,活动形式,参加对象,参加人次,发放资料（份）,协办单位,数据来源,主讲人,主讲人身份,备注"
LINE = "民法典进社区,2018-03-01,区教育局,讲座,居民,120,300,区民政局,签到表,王某,律师,社区礼堂"


def bring(actor: Actor, *lines: str) -> ImportJob:
    content = "\n".join((HEAD, *lines)).encode()
    drop = drop_files(actor, "activities", [SimpleUploadedFile("台账.csv", content)], now=clock.now())
    write_drop(actor, drop, now=clock.now())
    (job,) = drop_of(actor, drop)
    return job


def test_a_row_becomes_an_activity_with_everything_it_says(here: Here) -> None:
    job = bring(here.clerk, LINE)
    assert job.state == JobState.WRITTEN, job.findings
    activity = Activity.objects.get()
    deed = activity.deed
    assert (deed.title, deed.kind, deed.audience, deed.state) == (
        "民法典进社区",
        "lecture",
        "residents",
        "submitted",
    )
    assert (activity.speaker, activity.speaker_rank) == ("王某", "lawyer")
    assert set(Count.objects.values_list("measure", "channel", "source", "value")) == {
        ("attendances", "onsite", "sign_in", 120), ("copies", "print", "sign_in", 300),
    }  # fmt: skip
    assert set(Credit.objects.values_list("unit__code", "role")) >= {("U02", "co_organiser")}


@pytest.mark.parametrize("name", ["教育局", "测试区教育局", "某市测试区教育局", "区教委", "U01"])
def test_a_unit_is_known_by_any_of_its_names(here: Here, name: str) -> None:
    job = bring(here.clerk, LINE.replace("区教育局", name))
    assert job.state == JobState.WRITTEN, job.findings
    assert Deed.objects.get().unit.code == "U01"


@pytest.mark.parametrize(
    ("line", "column", "says"),
    [
        (LINE.replace("区教育局", "区没有局"), "主办单位", "区没有局"),
        (LINE.replace("区民政局", "区民政局、区没有局"), "协办单位", "区没有局"),
        (LINE.replace("2018-03-01", "2018-13-45"), "日期", "2018-13-45"),
        (LINE.replace("2018-03-01", "2098-03-01"), "日期", "2098"),
        (LINE.replace(",120,", ",60000,"), "参加人次", "比全区人口 50,000 人还多"),
        (LINE.replace(",120,", ",-5,"), "参加人次", "-5"),
        (LINE.replace(",120,", ",120元,"), "参加人次", "元"),
        (LINE.replace("讲座", "神秘活动").replace("民法典进社区", "某事"), "形式", "神秘活动"),
        (LINE.replace("居民", "外星人"), "对象", "外星人"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_row_and_column(here: Here, line: str, column: str, says: str) -> None:
    job = bring(here.clerk, LINE.replace("民法典进社区", "好的一行"), line)
    assert job.state == JobState.OPEN
    assert [(fault["row"], fault["column"]) for fault in job.findings["faults"]] == [(3, column)]
    fault = job.findings["faults"][0]
    assert says in fault["what"] + fault["text"]
    assert fault["mend"]
    assert not Deed.objects.exists(), "all or nothing"


def test_a_liaison_brings_in_only_for_its_own_unit(here: Here) -> None:
    job = bring(here.liaison, LINE, LINE.replace("区教育局", "区民政局").replace("民法典", "刑法"))
    (fault,) = job.findings["faults"]
    assert (fault["row"], fault["column"]) == (3, "主办单位")
    assert "不能替区民政局记录" in fault["what"]


def test_what_two_units_did_together_is_asked_about(here: Here) -> None:
    bring(here.clerk, LINE)
    theirs = LINE.replace("区教育局", "X").replace("区民政局", "").replace("X", "区民政局")
    job = bring(here.clerk, theirs.replace("民法典进社区", "举办民法典进社区活动"))
    (question,) = job.findings["questions"]
    assert question["suggested"] == "skip"
    assert "区教育局" in question["against"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", 3),
        ("3.0", 3),
        ("第3期", 3),
        ("第三期", 3),
        ("十二", 12),
        ("第 7 集", 7),
        ("0", None),
        ("首期", None),
        ("3-4", None),
    ],
)
def test_the_issue_that_a_cell_names(text: str, number: int | None) -> None:
    assert issue_in(text) == number


EPISODE = "说法第三期,2018-03-01,区教育局,广播节目,听说法,第三期"


def bring_episodes(here: Here, *lines: str, by: str = "clerk") -> ImportJob:
    content = "\n".join(("活动名称,日期,主办单位,形式,栏目,期次", *lines)).encode()
    actor = getattr(here, by)
    drop = drop_files(actor, "activities", [SimpleUploadedFile("节目.csv", content)], now=clock.now())
    write_drop(actor, drop, now=clock.now())
    (job,) = drop_of(actor, drop)
    return job


def test_an_episode_comes_in_under_its_programme_and_goes_out_under_the_same_name(here: Here) -> None:
    open_programme(
        here.clerk, ProgrammeDraft("radio-1", "radio", "听说法", "电台", date(2018, 1, 1)), now=clock.now()
    )
    job = bring_episodes(here, EPISODE)
    assert job.state == JobState.WRITTEN, job.findings
    activity = Activity.objects.get()
    assert (activity.programme and activity.programme.code, activity.issue) == ("radio-1", 3)
    confirm_deeds(SYSTEM, now=clock.now())
    publish_all("deed")
    sheet = b"".join(Client().get("/activities/?format=csv").streaming_content).decode()  # type: ignore[attr-defined]
    head, line = sheet.splitlines()[:2]
    assert "栏目,期次" in head
    assert ",,," in line, "the programme itself is not public yet"
    publish_all(PROGRAMME)
    sheet = b"".join(Client().get("/activities/?format=csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "听说法,3," in sheet


@pytest.mark.parametrize(
    ("line", "column", "says"),
    [
        (EPISODE.replace("听说法", "没有的栏目"), "栏目", "没有的栏目"),
        (EPISODE.replace("第三期,2018", "第四期,2018").replace("2018-03-01", "2018-03-08"), "期次", "第 3 期已经记录过了"),
        (EPISODE.replace("听说法", ""), "期次", "没有写栏目"),
        (EPISODE.replace("听说法,第三期", "听说法,首期"), "期次", "首期"),
    ],
)  # fmt: skip
def test_a_programme_or_issue_that_cannot_be_is_named_before_anything_is_written(
    here: Here, line: str, column: str, says: str
) -> None:
    open_programme(
        here.clerk, ProgrammeDraft("radio-1", "radio", "听说法", "电台", date(2018, 1, 1)), now=clock.now()
    )
    job = bring_episodes(here, EPISODE, line)
    assert [(fault["row"], fault["column"]) for fault in job.findings["faults"]] == [(3, column)]
    assert says in job.findings["faults"][0]["what"]
    assert not Deed.objects.exists(), "all or nothing"


def test_an_estimate_is_kept_as_one(here: Here) -> None:
    bring(here.clerk, LINE.replace(",120,", ",约300,"))
    count = Count.objects.get(measure="attendances")
    assert (count.value, count.source) == (300, "estimate")
    assert count.method


def test_online_counts_are_not_bounded_by_the_population(here: Here) -> None:
    job = bring(here.clerk, LINE.replace("讲座", "直播").replace(",120,", ",216490,"))
    assert job.state == JobState.WRITTEN, job.findings
    assert Count.objects.get(measure="attendances").channel == "live"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("区委中心组学法会", "group_study"), ("宪法网上直播", "livestream"), ("民法典讲座", "lecture"),
        ("“12·4”广场法律咨询", "consultation"), ("法治文艺汇演", "performance"), ("入户走访", "home_visit"), ("某项工作", None),
    ],
)  # fmt: skip
def test_the_kind_that_a_title_names(title: str, kind: str | None) -> None:
    assert kind_in(title) == kind


def test_every_code_has_its_words() -> None:
    words: Sequence[tuple[dict[str, str], set[str]]] = (
        (KIND_WORDS, set(ActivityKind.values)), (AUDIENCES, set(Audience.values)),
        (SOURCES, set(Source.values)), (RANKS, set(SpeakerRank.values)),
    )  # fmt: skip
    for told, codes in words:
        assert set(told) == codes
        labels = [label for one in told.values() for label in one.split("|")]
        assert len(labels) == len(set(labels)), "no word means two things"
    assert channel_of("livestream", "attendances") == "live"
    assert channel_of("lecture", "copies") == "print"


def test_who_was_sent_to_firms_is_counted_from_a_sheet(here: Here) -> None:
    """Cadres and lawyers are people of one row; 12名 is a number of them."""
    head = "活动名称,活动时间,主办单位,活动形式,参加对象,服务企业数,派出干部人数,律师人数,结对数"
    content = f"{head}\n百名律师走访企业,2018-03-01,区教育局,企业法律服务,企业,30,2,12名,4\n".encode()
    drop = drop_files(here.clerk, "activities", [SimpleUploadedFile("企业.csv", content)], now=clock.now())
    write_drop(here.clerk, drop, now=clock.now())
    assert drop_of(here.clerk, drop)[0].state == JobState.WRITTEN, drop_of(here.clerk, drop)[0].findings
    assert dict(Count.objects.values_list("measure", "value")) == {
        "firms": 30,
        "cadres": 2,
        "lawyers": 12,
        "pairs": 4,
    }
