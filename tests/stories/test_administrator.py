"""The administrator: founds a real district on a bare home, signs in, restarts; demonstrations stay out; a backup comes back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload

from tests.running import Zhifa, installed
from tests.stories.conftest import NewWalk, Walk
from zhifa.intake.tests.conftest import xlsx

PASSWORD = "Zhi-fa.2026-dudao"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEETS = {
    "areas": [
        ("行政区划代码", "名称", "级别", "所属街道", "设立日期"),
        ("520199001", "东镇", "镇", "山县", "2010-01-01"),
        ("520199001001", "河边村", "村", "东镇", "2010-01-01"),
    ],
    "populations": [
        ("地区", "统计口径", "统计时点", "公布日期", "总人口（人）", "来源"),
        ("山县", "常住人口", "2025-12-31", "2026-03-20", "312,400", "统计公报"),
    ],
    "units": [
        ("单位代码", "单位名称", "单位性质", "主管单位", "所在区域"),
        ("0100", "县教育局", "政府", "", ""),
        ("0200", "东镇人民政府", "街道", "", "东镇"),
    ],
    "people": [
        ("姓名", "单位", "职务", "角色", "登录名", "手机"),
        ("李一", "教育局", "法规科科长", "普法联络员", "liyi", "13800000001"),
        ("王二", "东镇人民政府", "司法所所长", "街道", "wanger", "13800000002"),
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def real() -> Iterator[Zhifa]:
    with installed("real") as zhifa:
        yield zhifa


def test_a_real_district_from_nothing_to_a_restart(real: Zhifa, walk: NewWalk) -> None:
    words = ("init", "--code", "520199", "--name", "山县", "--admin", "root-zh", "--admin-name", "杨某")
    assert "--password-stdin" in real.command(*words, check=False).stderr, "no terminal here"
    told = real.command(*words, "--password-stdin", told=f"{PASSWORD}\n").stdout
    assert "zhifa serve" in told
    real.start()
    assert "示例登录" not in (real.home.parent / "home.log").read_text("utf-8")

    admin = walk(at=real)
    admin.open("/accounts/login/")
    admin.step("sign-in")
    admin.page.fill("input[name=login]", "root-zh")
    admin.page.fill("input[name=password]", PASSWORD)
    admin.page.click("main form button[type=submit]")
    admin.page.wait_for_url("**/work/**")
    assert "示例数据" not in admin.text()
    assert "杨某" in admin.text()
    assert "从这里开始" in admin.text()
    admin.step("work")
    found_by_sheets(admin)
    admin.open("/work/areas/")
    admin.step("areas")

    assert real.stop() == 0
    assert real.processes() == [], "everything has drained"
    real.start()
    admin.open("/work/")
    assert "杨某" in admin.text(), "signed in still"
    assert real.command("ledger", "verify").returncode == 0


def found_by_sheets(admin: Walk) -> None:
    """The guided imports: a bad sheet says where and how to mend it, each good one leads to the next, and links go out at the end."""
    overlapping = ("520199003", "东镇", "镇", "山县", "2012-01-01")
    dropped(admin, "areas", [*SHEETS["areas"], overlapping])
    assert "同名且有效期重叠" in admin.page.inner_text("#faults")
    admin.step("areas-with-a-fault")
    for target, rows in SHEETS.items():
        dropped(admin, target, rows)
        admin.page.click("main form[action$='/write/'] button")
        assert admin.page.locator("#onward").is_visible()
    admin.step("all-sheets-in")
    assert "这些表都有了" in admin.text()
    admin.open("/work/people/?account=unset")
    admin.page.click("main form[action$='/invite/'] button[type=submit]")
    assert "/accounts/invitation/" in admin.page.input_value("#link-1")
    admin.step("links-to-hand-over")


def dropped(admin: Walk, target: str, rows: list[tuple[str, ...]]) -> None:
    """One sheet dropped in; what was read stands on the page."""
    admin.open(f"/work/intake/new/{target}/")
    content: FilePayload = {"name": f"{target}.xlsx", "mimeType": XLSX, "buffer": xlsx(rows)}
    admin.page.set_input_files("main input[type=file]", content)
    admin.page.click("main form[enctype] button[type=submit]")
    admin.page.wait_for_url(re.compile(r"/work/intake/\d+/$"))


def test_demonstrations_stay_out_of_a_real_district(real: Zhifa) -> None:
    refused = real.command("demo", check=False)
    assert refused.returncode != 0
    assert "山县" in refused.stderr + refused.stdout
    answer = real.manage(
        "from zhifa.people.api import demonstration_accounts; print(demonstration_accounts())"
    )
    assert answer == "[]"


def test_the_doctor_finds_a_healthy_home(real: Zhifa) -> None:
    found = real.command("doctor", check=False)
    assert found.returncode == 0, found.stdout + found.stderr


def test_a_drill_brings_the_district_back_on_another_machine(
    real: Zhifa, walk: NewWalk, tmp_path: Path
) -> None:
    key = tmp_path / "passphrase"
    key.write_text("correct horse battery staple\n", "utf-8")
    key.chmod(0o600)
    archive = ("--key-file", str(key))
    assert "备份完成" in real.command("backup", "--to", str(tmp_path / "archive"), *archive).stdout
    assert "[正常] 上次备份" in real.command("doctor").stdout
    with installed("spare") as spare:
        told = spare.command("restore", "--from", str(tmp_path / "archive"), *archive, "--rehearsal").stdout
        assert "这是演练" in told
        spare.start()
        admin = walk(at=spare)
        admin.open("/accounts/login/")
        assert "演练：由备份恢复的副本" in admin.text(), "nobody takes it for the district itself"
        admin.page.fill("input[name=login]", "root-zh")
        admin.page.fill("input[name=password]", PASSWORD)
        admin.page.click("main form button[type=submit]")
        admin.page.wait_for_url("**/work/**")
        assert "杨某" in admin.text(), "the same people sign in with the same passwords"
        admin.step("drill")
        assert spare.command("ledger", "verify").returncode == 0
    assert real.answers(), "the district itself went on"
