"""A real district from its own sheets: areas, populations, units, people; what is wrong is named by row and column."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from zhifa.accounts.api import Account, create_account
from zhifa.intake.api import drop_files, write_drop
from zhifa.intake.errors import ImportNotAllowed
from zhifa.intake.models import ImportJob
from zhifa.intake.selectors import drop_of
from zhifa.intake.services import answer_questions, write_job
from zhifa.intake.terms import JobState
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.errors import BadInput
from zhifa.ledger.api import Subject, entries_of
from zhifa.ledger.models import Entry
from zhifa.people.api import (
    Area,
    HoldingDraft,
    Person,
    PersonDraft,
    Population,
    Post,
    Unit,
    UnitDraft,
    UnitKind,
    actor_of,
    area_named,
    load_people,
    load_units,
    merge_unit,
    open_district,
    unit_named,
)
from zhifa.people.errors import AreaNotEnding
from zhifa.people.offers.sheets import AREA_KINDS, BASES, ROLES, UNIT_KINDS
from zhifa.people.rules.names import bare_name
from zhifa.people.selectors import tree_on
from zhifa.people.services import correct_population, end_area
from zhifa.people.terms import ROLE_WORDS, AreaKind, Basis, Tree

SYSTEM = Actor.system("test")
Bring = Callable[[str, Sequence[Sequence[object]]], ImportJob]


@pytest.fixture
def administrator(db: None) -> Actor:
    now = clock.now()
    open_district(SYSTEM, "520199", "山县", demonstration=False, now=now)
    load_units(SYSTEM, [UnitDraft("0001", "县司法局", "government", clock.today())], now=now)
    post = HoldingDraft("0001", "系统管理员", Role.ADMINISTRATOR, clock.today())
    load_people(SYSTEM, [PersonDraft("A", "管理员", (post,), username="admin")], now=now)
    return actor_of(Account.objects.get(username="admin"), clock.today())


@pytest.fixture
def bring(administrator: Actor) -> Bring:
    """Drops a sheet in as a target and writes it if it can be written; answers the job."""

    def drop(target: str, rows: Sequence[Sequence[object]]) -> ImportJob:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        for row in rows:
            sheet.append(list(row))
        buffer = io.BytesIO()
        book.save(buffer)
        file = SimpleUploadedFile(f"{target}.xlsx", buffer.getvalue())
        key = drop_files(administrator, target, [file], now=clock.now())
        write_drop(administrator, key, now=clock.now())
        (job,) = drop_of(administrator, key)
        return job

    return drop


AREAS = [
    ("行政区划代码", "名称", "级别", "所属街道", "设立日期"),
    ("520199001", "东镇", "镇", "山县", "2010-01-01"),
    ("520199001001", "河边村", "村", "东镇", "2010-01-01"),
]
UNITS = [
    ("单位代码", "单位名称", "单位性质", "主管单位", "所在区域"),
    ("0100", "县教育局", "政府", "", ""),
    ("0200", "东镇人民政府", "街道", "", "东镇"),
    ("0201", "河边村村委会", "村", "东镇人民政府", "河边村"),
]


def test_a_county_stands_from_four_sheets(bring: Bring) -> None:
    populations = [
        ("地区", "统计口径", "统计时点", "公布日期", "总人口", "来源"),
        ("山县", "常住人口", "2025-12-31", "2026-03-20", "312,400", "统计公报"),
    ]
    people = [
        ("姓名", "单位", "职务", "角色", "到任日期"),
        ("李一", "教育局", "法规科科长", "普法联络员", "2026-01-05"),
        ("王二", "东镇人民政府", "副镇长", "负责人", "2026-01-05"),
    ]
    for target, rows in (
        ("areas", AREAS),
        ("units", UNITS),
        ("populations", populations),
        ("people", people),
    ):
        job = bring(target, rows)
        assert (job.state, job.written) == (JobState.WRITTEN, len(rows) - 1), job.findings
    assert Area.objects.get(code="520199001001").path == "/520199/520199001/520199001001/"
    assert Unit.objects.get(code="0201").path == "/0200/0201/"
    assert Population.objects.get().value == 312_400
    assert Person.objects.get(name="李一").holdings.get().post.role == Role.LIAISON


def test_a_sheet_says_which_posts_enforce_law(bring: Bring) -> None:
    head, held = ("姓名", "单位", "职务", "角色"), ("李一", "县司法局", "执法科科员", "工作人员")
    bring("people", [head, held])
    head = (*head, "执法岗位")
    job = bring(
        "people",
        [
            head,
            (*held, "是"),
            ("王二", "县司法局", "科员", "工作人员", ""),
            ("赵三", "县司法局", "执法员", "工作人员", "√"),
        ],
    )
    assert (job.state, job.written) == (JobState.WRITTEN, 3), job.findings
    told = dict(Post.objects.filter(unit__code="0001").values_list("title", "enforces"))
    assert told == {"系统管理员": False, "执法科科员": True, "科员": False, "执法员": True}
    job = bring("people", [head, (*held, "否"), ("钱四", "县司法局", "执法科科员", "工作人员", "是")])
    assert ["前面写的不一样" in fault["what"] for fault in job.findings["faults"]].count(True) == 1
    assert Post.objects.get(title="执法科科员").enforces, "all or nothing"


def test_the_same_sheet_again_changes_nothing(bring: Bring) -> None:
    bring("areas", AREAS)
    again = bring("areas", [*AREAS, ("520199002", "西镇", "镇", "520199", "2010-01-01")])
    assert (again.state, again.written) == (JobState.WRITTEN, 1)
    assert Area.objects.filter(code="520199001").count() == 1


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        (("520199003", "北镇", "镇", "没有的街道", "2010-01-01"), "上级", "没有“没有的街道”这个区域"),
        (("520199001", "改名镇", "镇", "山县", "2010-01-01"), "代码", "已被东镇使用"),
        (("520199009", "东镇", "镇", "山县", "2012-01-01"), "名称", "同名且有效期重叠"),
        (("520199004", "南镇", "星球", "山县", "2010-01-01"), "层级", "星球"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_row_and_column(
    bring: Bring, row: tuple[object, ...], column: str, says: str
) -> None:
    bring("areas", AREAS)
    job = bring("areas", [AREAS[0], row, ("520199008", "好镇", "镇", "山县", "2010-01-01")])
    assert job.state == JobState.OPEN
    (fault,) = job.findings["faults"]
    assert (fault["row"], fault["column"]) == (2, column)
    assert says in fault["what"]
    assert fault["mend"]
    assert not Area.objects.filter(code="520199008").exists(), "all or nothing"


@pytest.mark.parametrize(
    ("target", "head", "row", "column", "says"),
    [
        ("populations", ("地区", "统计口径", "统计时点", "公布日期", "总人口", "来源"),
         ("山县", "户籍人口", "", "2026-03-20", "35.6万", "公安年报"), "统计时点", "没有填"),
        ("populations", ("地区", "统计口径", "统计时点", "公布日期", "总人口", "来源"),
         ("山县", "常住人口", "2025-12-31", "2026-03-20", "约4万", "公报"), "人数", "约4万"),
        ("units", ("单位代码", "单位名称", "单位性质", "主管单位", "所在区域"),
         ("0300", "南镇人民政府", "街道", "", "南镇"), "所在区域", "南镇"),
        ("units", ("单位代码", "单位名称", "单位性质", "主管单位", "所在区域"),
         ("0300", "县财政局", "政府", "没有的局", ""), "上级单位", "没有的局"),
    ],
)  # fmt: skip
def test_a_bad_row_of_any_first_sheet_is_named(  # noqa: PLR0917 - a line of the table
    bring: Bring, target: str, head: tuple[str, ...], row: tuple[str, ...], column: str, says: str
) -> None:
    job = bring(target, [head, row])
    assert [fault["column"] for fault in job.findings["faults"]] == [column], job.findings["faults"]
    assert says in job.findings["faults"][0]["what"]


def test_a_village_whose_town_ends_too_early_is_refused(bring: Bring) -> None:
    head = (*AREAS[0], "撤销日期")
    job = bring("areas", [head, ("520199005", "短镇", "镇", "山县", "2015-01-01", "2014-01-01")])
    assert "早于" in job.findings["faults"][0]["what"]


@pytest.mark.parametrize(("until", "refused"), [("", True), ("2020-06-30", False), ("2021-01-01", True)])
def test_what_lies_below_does_not_outlive_what_lies_above(bring: Bring, until: str, refused: bool) -> None:
    head = (*AREAS[0], "撤销日期")
    job = bring(
        "areas",
        [
            head,
            ("520199007", "旧镇", "镇", "山县", "2010-01-01", "2020-06-30"),
            ("520199007001", "旧村", "村", "旧镇", "2010-01-01", until),
        ],
    )
    assert (job.state == JobState.OPEN) is refused
    if refused:
        (fault,) = job.findings["faults"]
        assert (fault["row"], fault["column"]) == (3, "停用日期")
        assert "旧镇到 2020-06-30 为止" in fault["what"]


POPULATION_HEAD = ("地区", "统计口径", "统计时点", "公布日期", "总人口", "来源")
TOLD = ("山县", "常住", "2025-12-31", "2026-03-20", 312_400, "统计公报")


@pytest.mark.parametrize(
    "again",
    [
        ("山县", "常住", "2025-12-31", "2026-03-20", 321_400, "统计公报"),  # two digits changed places
        ("山县", "常住", "2025-12-31", "2026-04-20", 312_400, "统计公报"),
    ],
)
def test_a_population_told_otherwise_is_refused_and_never_passed_over(
    bring: Bring, administrator: Actor, again: tuple[object, ...]
) -> None:
    one_sheet = bring("populations", [POPULATION_HEAD, TOLD, again])
    (fault,) = one_sheet.findings["faults"]
    assert (one_sheet.state, fault["row"], fault["column"]) == (JobState.OPEN, 3, "人数")
    bring("populations", [POPULATION_HEAD, TOLD])
    other = bring("populations", [POPULATION_HEAD, again])
    (fault,) = other.findings["faults"]
    assert "已有 312,400 人（2026-03-20 公布）" in fault["what"]
    assert Population.objects.get().value == 312_400
    from_another = (*again[:5], "统计年鉴")
    assert bring("populations", [POPULATION_HEAD, from_another]).state == JobState.WRITTEN
    assert Population.objects.count() == 2, "each stands beside its own source"


def test_a_wrongly_entered_population_is_corrected_with_both_in_the_ledger(
    bring: Bring, administrator: Actor
) -> None:
    bring("populations", [POPULATION_HEAD, TOLD])
    entered = Population.objects.get()
    for value, reason in ((0, "录错"), (312_400, "录错"), (312_500, " ")):
        with pytest.raises(BadInput):
            correct_population(administrator, entered.pk, value, reason=reason, now=clock.now())
    correct_population(administrator, entered.pk, 312_500, reason="录入时看错", now=clock.now())
    entry = entries_of(Subject("population", f"520199:{entered.pk}"))[-1]
    assert (entry.facts["from"], entry.facts["to"], entry.facts["reason"]) == (312_400, 312_500, "录入时看错")
    assert Population.objects.get().value == 312_500


def test_an_area_ends_once_nothing_stands_in_it(bring: Bring, administrator: Actor) -> None:
    bring("areas", AREAS)
    bring("units", UNITS)
    day, now = clock.today(), clock.now()
    with pytest.raises(AreaNotEnding, match="东镇还不能停用") as refusal:
        end_area(administrator, "520199001", last_day=day, document="民政厅批复", now=now)
    assert "河边村" in refusal.value.why
    with pytest.raises(AreaNotEnding):
        end_area(administrator, "520199", last_day=day, document="", now=now)
    merge_unit(administrator, "0201", ["0200"], on=day + timedelta(days=1), document="", now=now)
    ended = end_area(administrator, "520199001001", last_day=day, document="民政厅批复", now=now)
    assert ended.valid_until == day
    assert entries_of(Subject("area", "520199001001"))[-1].facts["document"] == "民政厅批复"
    with pytest.raises(AreaNotEnding):
        end_area(administrator, "520199001001", last_day=day, document="", now=now)
    follows = ("520199001001x", "河边村", "村", "东镇", (day + timedelta(days=1)).isoformat())
    assert bring("areas", [AREAS[0], follows]).state == JobState.OPEN, "it begins in the future"


PEOPLE_HEAD = ("姓名", "单位", "职务", "角色", "到任日期", "登录名", "邮箱")


def test_a_second_post_is_no_second_person(bring: Bring) -> None:
    bring("areas", AREAS)
    bring("units", UNITS)
    job = bring(
        "people",
        [
            PEOPLE_HEAD,
            ("李一", "教育局", "法规科科长", "普法联络员", "2026-01-05", "", ""),
            ("李一", "教育局", "副局长", "单位负责人", "2026-01-05", "liyi", "liyi@example.com"),
        ],
    )
    assert job.state == JobState.WRITTEN, job.findings
    li = Person.objects.get(name="李一")
    assert sorted(li.holdings.values_list("post__title", flat=True)) == ["副局长", "法规科科长"]
    assert li.account is not None, "the second row gives the sign-in"
    assert li.account.email == "liyi@example.com"
    bring("people", [PEOPLE_HEAD, ("李一", "教育局", "工会主席", "普法联络员", "2026-02-01", "", "")])
    assert Person.objects.get(name="李一").holdings.count() == 3


def test_each_wrong_row_of_people_is_named(bring: Bring) -> None:
    bring("areas", AREAS)
    bring("units", UNITS)
    job = bring(
        "people",
        [
            PEOPLE_HEAD,
            ("李一", "教育局", "科长", "普法联络员", "2026-01-05", "liyi", ""),
            ("王二", "教育局", "科长", "普法联络员", "2026-01-05", "", ""),  # the post is held
            ("赵三", "东镇人民政府", "副镇长", "负责人", "2026-01-05", "admin", ""),  # the name is taken
            ("钱四", "教育局", "科长", "负责人", "2027-01-05", "", ""),  # the post has another role
            (
                "孙五",
                "教育局",
                "副科长",
                "普法联络员",
                "2026-01-05",
                "",
                "sun@example.com",
            ),  # does not sign in
        ],
    )
    found = [(fault["row"], fault["column"]) for fault in job.findings["faults"]]
    assert found == [(3, "职务"), (4, "登录名"), (5, "在普法工作中的角色"), (6, "邮箱")]
    assert not Person.objects.filter(name="李一").exists(), "all or nothing"


def test_a_sheet_brings_phones_in_and_asks_about_a_mobile_of_two(bring: Bring, administrator: Actor) -> None:
    bring("areas", AREAS)
    bring("units", UNITS)
    head = ("姓名", "单位", "职务", "手机号")
    bring(
        "people",
        [head, ("李一", "教育局", "科长", "138 0000 0001"), ("吴九", "教育局", "科员", "0851-1234567")],
    )
    rows = [
        head,
        ("王二", "教育局", "副科长", "13800000001"),  # somebody's already
        ("赵三", "东镇人民政府", "所长", "13800000003"),
        ("钱四", "东镇人民政府", "副所长", "13800000003"),  # the row above
        ("孙五", "教育局", "主任", "0851-1234567"),  # a desk's phone may be shared
    ]
    job = bring("people", rows)
    assert job.state == JobState.OPEN
    asked = [(one["rows"], one["suggested"], one["against"]) for one in job.findings["questions"]]
    assert asked == [([2], "without", "李一"), ([4], "without", "第 3 行的赵三")]
    keys = [one["key"] for one in job.findings["questions"]]
    answer_questions(administrator, job.pk, {keys[0]: "without", keys[1]: "keep"}, now=clock.now())
    write_job(administrator, job.pk, now=clock.now())
    shown = {person.name: person.phone_shown for person in Person.objects.all()}
    assert shown == {
        "管理员": "", "李一": "138****0001", "吴九": "085****4567", "王二": "", "赵三": "138****0003",
        "钱四": "138****0003", "孙五": "085****4567",
    }  # fmt: skip
    kept = str([entry.facts for entry in Entry.objects.all()])
    assert "13800000003" not in kept
    short = bring("people", [head, ("周六", "教育局", "干事", "138000")])
    (fault,) = short.findings["faults"]
    assert (fault["column"], fault["what"]) == ("电话", "这不像一个电话号码")


def test_a_sheet_of_units_brings_their_places_in_the_trees(bring: Bring, administrator: Actor) -> None:
    head = (*UNITS[0], "条线上级", "党组织上级")
    job = bring(
        "units",
        [
            head,
            ("0300", "县文化馆", "事业单位", "", "", "县文旅局", "0400"),
            ("0400", "县文旅局", "政府", "", "", "", ""),
        ],
    )
    assert job.state == JobState.WRITTEN, job.findings
    for tree in (Tree.SECTOR, Tree.PARTY):
        lines = tree_on(administrator, tree, clock.today())
        assert [(line.name, line.depth) for line in lines] == [("县文旅局", 0), ("县文化馆", 1)]
    round_and_round = bring(
        "units",
        [head, ("0500", "甲", "其他", "", "", "乙", ""), ("0600", "乙", "其他", "", "", "甲", "不存在")],
    )
    words = [(fault["row"], fault["column"], fault["what"]) for fault in round_and_round.findings["faults"]]
    assert words == [
        (2, "条线上级", "条线里上下级绕成了圈"),
        (3, "条线上级", "条线里上下级绕成了圈"),
        (3, "党组织上级", "没有“不存在”这个单位"),
    ]


def test_who_may_bring_in_what(administrator: Actor) -> None:
    create_account(SYSTEM, "plain", "无职", now=clock.now())
    plain = actor_of(Account.objects.get(username="plain"), clock.today())
    for target in ("areas", "units", "populations", "people"):
        with pytest.raises(ImportNotAllowed):
            drop_files(plain, target, [SimpleUploadedFile("a.csv", b"a,b\n1,2\n")], now=clock.now())


def test_every_code_has_its_words() -> None:
    assert set(AREA_KINDS) | {AreaKind.DISTRICT.value} == set(AreaKind.values)
    assert set(BASES) == set(Basis.values)
    assert set(UNIT_KINDS) == set(UnitKind.values)
    assert set(ROLES) == {role.value for role in ROLE_WORDS}


@pytest.mark.parametrize(
    ("written", "bare"),
    [("山县司法局", "司法局"), ("某市山县司法局", "司法局"), ("县司法局", "司法局"), ("区司法局", "司法局"),
     (" 司法 局 ", "司法局"), ("区委", "区委")],
)  # fmt: skip
def test_names_as_sheets_write_them(written: str, bare: str) -> None:
    assert bare_name(written, "山县") == bare


def test_a_unit_is_found_by_any_of_its_names(administrator: Actor) -> None:
    for words in ("0001", "县司法局", "山县司法局"):
        found = unit_named(words)
        assert found is not None, words
        assert found.code == "0001"
    assert unit_named("不知道的局") is None
    assert area_named("山县") is not None


def test_the_home_leads_through_the_four_sheets(bring: Bring, administrator: Actor) -> None:
    client = Client()
    client.force_login(
        Account.objects.get(username="admin"), backend="django.contrib.auth.backends.ModelBackend"
    )

    def home() -> str:
        return client.get("/work/").content.decode()

    page = home()
    for target in ("areas", "populations", "units", "people"):
        assert f"/work/intake/new/{target}/" in page
        assert f"/work/intake/new/{target}/blank.xlsx" in page
    bring("areas", AREAS)
    bring("units", UNITS)
    assert "已有" in home()
    bring(
        "populations",
        [
            ("地区", "统计口径", "统计时点", "公布日期", "总人口", "来源"),
            ("山县", "常住", "2025-12-31", "2026-03-20", "312400", "公报"),
        ],
    )
    bring("people", [("姓名", "单位", "职务"), ("李一", "教育局", "科长")])
    assert "从这里开始" not in home()


def test_a_finished_sheet_leads_to_the_next_and_tells_what_is_left(
    bring: Bring, administrator: Actor
) -> None:
    client = Client()
    client.force_login(
        Account.objects.get(username="admin"), backend="django.contrib.auth.backends.ModelBackend"
    )

    def next_after(target: str, rows: list[tuple[str, ...]]) -> str:
        page = client.get(f"/work/intake/{bring(target, rows).pk}/").content.decode()
        panel = page[page.index('id="onward"') :]
        assert "/work/intake/new/areas/" in panel, "what is done is listed too"
        found = re.search(r'btn-primary" href="/work/intake/new/(\w+)/"', panel)
        return found[1] if found else ""

    people = ("地区", "统计口径", "统计时点", "公布日期", "总人口", "来源")
    assert next_after("areas", AREAS) == "populations"
    assert next_after("units", UNITS) == "populations", "whoever goes another way is led to what is missing"
    counted = ("山县", "常住", "2025-12-31", "2026-03-20", "312400", "公报")
    assert next_after("populations", [people, counted]) == "people"
    assert next_after("people", [("姓名", "单位", "职务"), ("李一", "教育局", "科长")]) == ""
