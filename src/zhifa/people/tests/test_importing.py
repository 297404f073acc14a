"""A real district from its own sheets: areas, populations, units, people; what is wrong is named by row and column."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from zhifa.accounts.api import Account, create_account
from zhifa.intake.api import drop_files, write_drop
from zhifa.intake.errors import ImportNotAllowed
from zhifa.intake.models import ImportJob
from zhifa.intake.selectors import drop_of
from zhifa.intake.terms import JobState
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.people.api import (
    Area,
    HoldingDraft,
    Person,
    PersonDraft,
    Population,
    Unit,
    UnitDraft,
    UnitKind,
    actor_of,
    area_named,
    load_people,
    load_units,
    open_district,
    unit_named,
)
from zhifa.people.offers.sheets import AREA_KINDS, BASES, ROLES, UNIT_KINDS
from zhifa.people.rules.names import bare_name
from zhifa.people.terms import ROLE_WORDS, AreaKind, Basis

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


def test_the_same_sheet_again_changes_nothing(bring: Bring) -> None:
    bring("areas", AREAS)
    again = bring("areas", [*AREAS, ("520199002", "西镇", "镇", "520199", "2010-01-01")])
    assert (again.state, again.written) == (JobState.WRITTEN, 1)
    assert Area.objects.filter(code="520199001").count() == 1


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        (("520199003", "北镇", "镇", "没有的街道", "2010-01-01"), "上级", "不存在"),
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


def test_a_village_whose_town_ends_too_early_is_refused(bring: Bring) -> None:
    head = (*AREAS[0], "撤销日期")
    job = bring("areas", [head, ("520199005", "短镇", "镇", "山县", "2015-01-01", "2014-01-01")])
    assert "早于" in job.findings["faults"][0]["what"]


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
    from django.test import Client

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
