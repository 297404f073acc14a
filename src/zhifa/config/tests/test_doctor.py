"""`zhifa doctor` finds what must not be, and reminds of what is due."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from zhifa.accounts.api import Account
from zhifa.config.backup.making import STATE
from zhifa.kernel import clock
from zhifa.ledger.api import destroy_salt, log_state, seal_pending
from zhifa.people.services import found_real_district

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(settings: Settings, tmp_path: Path) -> Path:
    """A real district in a home of its own."""
    from dataclasses import replace

    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, home=tmp_path, witnesses=())
    found_real_district("520199", "山县", "root-zh", "杨某", "Zhi-fa.2026-dudao", now=clock.now())
    return tmp_path


def doctor() -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("doctor", stdout=out)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_a_new_district_is_in_order_and_reminded_of_its_first_backup(home: Path) -> None:
    status, said = doctor()
    assert status == 0, said
    assert "[提醒] 还没有备份过" in said
    assert "zhifa backup" in said


def test_a_demonstration_sign_in_in_a_real_district_is_refused(home: Path) -> None:
    Account.objects.create(username="demo-clerk", is_demonstration=True)
    status, said = doctor()
    assert status == 1
    assert "[异常] 一键登录的示例账号 1 个" in said


@pytest.mark.parametrize(("days", "mark", "status"), [(0, "正常", 0), (2, "提醒", 0), (8, "异常", 1)])
def test_how_long_ago_the_last_backup_was(home: Path, days: int, mark: str, status: int) -> None:
    finished = (clock.now() - timedelta(days=days, minutes=1)).isoformat()
    made = {"finished_at": finished, "place": "/backup", "seconds": 1.0, "read": 1, "added": 1, "size": 3}
    (home / STATE).write_text(json.dumps(made), "utf-8")
    found, said = doctor()
    assert f"[{mark}] 上次备份" in said
    assert found == status


def test_an_erasure_that_no_backup_knows_is_a_reminder(home: Path) -> None:
    finished = (clock.now() - timedelta(minutes=5)).isoformat()
    made = {"finished_at": finished, "place": "/backup", "seconds": 1.0, "read": 1, "added": 1, "size": 3}
    (home / STATE).write_text(json.dumps(made), "utf-8")
    assert "依法删除" not in doctor()[1]
    destroy_salt("person:1", now=clock.now())
    status, said = doctor()
    assert status == 0
    assert "[提醒] 上次备份之后依法删除过 1 人的资料" in said


def test_a_head_that_the_log_does_not_contain_is_a_fault(
    home: Path, settings: Settings, tmp_path: Path
) -> None:
    seal_pending(now=clock.now())
    witness = tmp_path / "share.checkpoint"
    settings.LEDGER_WITNESSES = (witness,)
    note = log_state().note
    witness.write_text(note.replace(log_state().origin, "zhifa/elsewhere"), "utf-8")
    status, said = doctor()
    assert status == 0, "another log's head says nothing about this one"
    assert "[正常] 存证日志包含全部已公布的签名树头" in said
    witness.write_text(note.replace("\n", "\n9", 1), "utf-8")
    status, said = doctor()
    assert status == 1
    assert "不是本日志的密钥签的" in said
