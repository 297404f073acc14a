"""The pages: what each person finds there, and what of others does not show."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zhifa.deeds.api import Deed
from zhifa.figures.api import values
from zhifa.intake.models import ImportFile, ImportJob
from zhifa.learning.models import Attendance, OutsideExam, TrainingClass
from zhifa.learning.services import check_in, code_of, sign_up
from zhifa.learning.tests.conftest import NOW, SINCE, SYSTEM, TODAY, YESTERDAY, Here, Make, members
from zhifa.people.api import Unit, freeze_roster


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_a_class_by_its_forms_from_plan_to_record(here: Here) -> None:
    """Two days of it: planned, a clash refused in words, opened, signed up, ticked at the door, closed."""
    school, liaison = here.client("school"), here.client("liaison")
    assert "还没有培训班" in text(school, "/work/training/")
    plan = {
        "title": "第一期轮训班",
        "organiser": "U08",
        "audience": "staff",
        "capacity": "2",
        "self_sign_up": "on",
    }
    school.post("/work/training/new/", plan)
    training = TrainingClass.objects.get()
    here_is = training.get_absolute_url()
    assert liaison.get(here_is).status_code == 404, "still prepared by another unit"
    lesson = {
        "topic": "行政处罚法",
        "day": str(TODAY),
        "starts": "09:00",
        "ends": "11:00",
        "room": "一号教室",
        "speaker": "李某",
    }
    school.post(f"{here_is}sessions/new/", lesson)
    refused = school.post(f"{here_is}sessions/new/", {**lesson, "topic": "复议法"}).content.decode()
    assert "教室“一号教室”这时有课：第一期轮训班 · 行政处罚法（09:00–11:00）" in refused
    assert "复议法" in refused, "nothing typed is lost"
    school.post(f"{here_is}quotas/", {"lines": "区教育局 1\n区民政局　1"})
    assert "“什么局 2”看不懂" in school.post(f"{here_is}quotas/", {"lines": "什么局 2"}).content.decode()
    school.post(f"{here_is}open/")
    assert "给区教育局留了 1 个名额" not in text(liaison, "/work/inbox/"), "it begins today: too late to ask"
    page = text(liaison, f"{here_is}sign-up/")
    assert "吴二" in page
    assert "冯六" not in page, "another unit's people"
    liaison.post(f"{here_is}sign-up/", {"people": ["P2", "P3"]})
    own = text(liaison, here_is)
    assert own.count("候补") >= 1
    assert "P5" not in own
    door = f"{here_is}sessions/1/check-in/"
    assert liaison.get(door).status_code == 404
    assert 'data-offline-form="class-check-in"' in text(school, door)
    lost = school.post(door, {"people": ["P2"], "others": "王芳\n王芳 区民政局"}).content.decode()
    assert "王芳：有几个人同名" in lost
    assert not Attendance.objects.exists(), "all or nothing"
    school.post(door, {"people": ["P2"], "others": "王芳 区民政局\n冯六　区民政局"})
    page = text(school, f"{here_is}sessions/1/")
    for words in ("吴二", "冯六", "其中 2 人没有报名"):
        assert words in page, words
    seen = text(liaison, f"{here_is}sessions/1/")
    assert ("吴二" in seen, "冯六" in seen) == (True, False), "names of another unit do not show"
    assert "结班，记入履职记录" in text(school, here_is)
    school.post(f"{here_is}conclude/")
    deed = Deed.objects.get()
    assert {row.measure: row.value for row in deed.counts.all()} == {"attendances": 3, "distinct": 3}
    assert "已结班" in text(school, here_is)
    assert "补记" not in text(school, door), "the deed is not closed: no reason is asked"
    assert "培训班" in text(school, f"/work/deeds/{deed.key}/")


def test_the_place_of_a_unit_waits_for_its_liaison(here: Here, make: Make) -> None:
    training = make("留名额的班", days=(TODAY + timedelta(days=9),))
    here.client("school").post(f"{training.get_absolute_url()}quotas/", {"lines": "区教育局 2"})
    assert "给区教育局留了 2 个名额，已报 0 个" in text(here.client("liaison"), "/work/inbox/")
    assert "留名额的班" not in text(here.client("other"), "/work/inbox/")


def test_ones_own_page_and_one_s_own_phone(here: Here, make: Make) -> None:
    training = make(days=(TODAY,))
    me = here.client("other")
    assert "还没有参加培训班" in text(me, "/work/training/mine/")
    me.post(f"{training.get_absolute_url()}join/")
    assert "用手机签到" in text(me, "/work/training/mine/")
    session = training.sessions.get()
    session.training = training
    page = text(here.client("school"), session.get_absolute_url())
    assert "签到码" in page
    assert "签到码" not in text(me, session.get_absolute_url()), "the number stands in the room only"
    refused = me.post(f"{session.get_absolute_url()}check-in/mine/", {"code": "12"}).content.decode()
    assert "请看教室里显示的六位数" in refused
    me.post(f"{session.get_absolute_url()}check-in/mine/", {"code": code_of(session)})
    assert "已签到" in text(me, "/work/training/mine/")
    form = f"{training.get_absolute_url()}feedback/"
    assert (
        "只有到课的人可以评价"
        in here.client("liaison").post(form, {"useful": "5", "clear": "5"}).content.decode()
    )
    assert me.post(form, {"useful": "5", "clear": "4"}).status_code == 302


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


def test_lists_ask_a_constant_number_of_questions(here: Here, make: Make) -> None:
    pages = (
        ("school", "/work/training/"),
        ("other", "/work/training/mine/"),
        ("clerk", "/work/training/coverage/"),
    )
    browsers = {who: here.client(who) for who, _address in pages}
    counted = []
    for turn in range(3):
        training = make(f"班{turn}", days=(YESTERDAY, TODAY, TODAY)[: turn + 1])
        sign_up(here.clerk, training.key, ["P2", "P3", "P5"], now=NOW)
        check_in(here.school, training.key, 1, members("P2", "P5", "P6")[: turn + 1], "sheet", now=NOW)
        if turn != 1:
            own = queries(browsers["school"], training.get_absolute_url())
            lesson = queries(browsers["school"], f"{training.get_absolute_url()}sessions/1/")
            counted.append([own, lesson, *(queries(browsers[who], address) for who, address in pages)])
    assert counted[0] == counted[1]


def brought_in(client: Client, address: str, content: str) -> str:
    """A sheet given, its questions answered as suggested, and written; the page before that."""
    file = SimpleUploadedFile("表.csv", content.encode(), "text/csv")
    page = client.post(address, {"sheet": file}, follow=True).content.decode()
    job = ImportJob.objects.latest("pk")
    client.post(f"/work/intake/{job.pk}/answers/", {"suggested": "on"})
    client.post(f"/work/intake/{job.pk}/write/")
    return page


def test_a_sign_in_sheet_is_worth_the_same_as_a_phone(here: Here, make: Make) -> None:
    """Two lines lead to nobody and say why; one person stands twice; the others are present once, and no name is kept."""
    training = make()
    check_in(here.school, training.key, 1, members("P2"), "device", now=NOW)
    sheet = "姓名,单位\n吴二,区教育局\n王芳,区民政局\n王芳,\n孙悟空,区教育局\n冯六,民政局\n冯六,区民政局\n"
    page = brought_in(here.client("school"), f"{training.get_absolute_url()}sessions/1/sheet/", sheet)
    for words in ("有几个人同名", "人员里没有这个人", "这个人签了两次"):
        assert words in page, words
    marks = dict(Attendance.objects.values_list("person__code", "mark"))
    assert marks == {"P2": "device", "P5": "sheet", "P6": "sheet"}
    assert not ImportFile.objects.exists()


def test_results_of_a_platform_over_a_frozen_roster(here: Here) -> None:
    """8 on the roster, 3 sat, 2 passed, 1 excellent; P3 moves away afterwards and changes nothing; then totals of units."""
    freeze_roster(SYSTEM, "r", "学法考试名单", "考试", units=list(Unit.objects.all()), on=YESTERDAY, now=NOW)
    clerk, liaison = here.client("clerk"), here.client("liaison")
    assert "还没有登记外部考试" in text(clerk, "/work/training/exams/")
    told = {
        "title": "全省学法考试",
        "platform": "法宣在线",
        "held_on": str(TODAY),
        "source": "省平台导出",
        "roster": "r",
    }
    early = clerk.post("/work/training/exams/new/", {**told, "held_on": str(SINCE)}).content.decode()
    assert "晚于考试" in early
    clerk.post("/work/training/exams/new/", told)
    exam = OutsideExam.objects.get()
    sheet = (
        "姓名,单位,成绩,是否合格,是否优秀\n吴二,区教育局,95.5,是,是\n郑三,区教育局,80,合格,否\n"
        "冯六,区民政局,40,不合格,\n外来人,区民政局,90,是,\n"
    )
    page = brought_in(clerk, f"{exam.get_absolute_url()}sheet/", sheet)
    assert "不在应考名单上" in page
    page = text(clerk, exam.get_absolute_url())
    assert "37.50% · 66.67% · 33.33%" in page
    assert "领导干部 1/1，一般工作人员 1/1，社区工作者 0/1" in page
    assert "吴二" not in page, "no person, and no order of merit"
    seen = text(liaison, exam.get_absolute_url())
    assert ("区教育局" in seen, "区民政局" in seen) == (True, False)
    assert liaison.get(f"{exam.get_absolute_url()}sheet/").status_code == 404
    figures = {
        value.code: value for value in values(SYSTEM, district="999901", since=None, until=TODAY, codes=RATES)
    }
    assert [str(figures[code].value) for code in RATES] == ["37.50", "66.67", "33.33"]
    wrong = "单位,参考人数,合格人数,优秀人数\n区教育局,4,4,0\n"
    assert "前后矛盾" in brought_in(clerk, f"{exam.get_absolute_url()}sheet/", wrong)
    brought_in(
        clerk,
        f"{exam.get_absolute_url()}sheet/",
        "单位,参考人数,合格人数,优秀人数\n区教育局,3,3,0\n区民政局,1,0,0\n",
    )
    assert "50.00% · 75.00% · 0.00%" in text(clerk, exam.get_absolute_url())
    assert not exam.results.exists()


RATES = ["learning.exam_sat_share", "learning.exam_passed_share", "learning.exam_excellent_share"]


def test_strangers_see_public_classes_without_names(here: Here, make: Make, client: Client) -> None:
    training = make("公开的班")
    check_in(here.school, training.key, 1, members("P2"), "sheet", now=NOW)
    assert "公开的班" not in text(client, "/trainings/")
    assert client.get(f"/trainings/{training.key}/").status_code == 404
    assert client.get(training.get_absolute_url()).status_code == 302
