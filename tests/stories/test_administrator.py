"""The administrator: founds a real district on a bare home, signs in, restarts; demonstrations stay out."""

from __future__ import annotations

from collections.abc import Iterator

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
