"""The administrator: founds a real district on a bare home, signs in, restarts; demonstrations stay out; a backup comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running import Zhifa, installed
from tests.stories.conftest import NewWalk

PASSWORD = "Zhi-fa.2026-dudao"


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
    for path in ("/work/intake/", "/work/units/", "/work/areas/", "/work/people/"):
        admin.open(path)
        admin.step(path.strip("/").replace("/", "-"))

    assert real.stop() == 0
    assert real.processes() == [], "everything has drained"
    real.start()
    admin.open("/work/")
    assert "杨某" in admin.text(), "signed in still"
    assert real.command("ledger", "verify").returncode == 0


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
