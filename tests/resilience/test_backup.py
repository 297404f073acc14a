"""A backup on another machine is the same district; an older one is not sealed on without a recorded decision."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import tables
from tests.resilience.conftest import appending, kept, unsealed
from tests.running import Zhifa, installed, until

KEY = "correct horse battery staple\n"
ATTACH = """
from django.core.files.uploadedfile import SimpleUploadedFile
from zhifa.evidence.api import attach
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.ledger.api import Subject
file = SimpleUploadedFile("通知.txt", "关于讲座的通知".encode())
attach(Actor.system("test"), Subject("deed", "1"), file, kind="document", now=clock.now())
from zhifa.ledger.api import commit_personal
commit_personal("person:P1", "13912345678")
"""
ERASE = """
from django.db import transaction
from zhifa.kernel import clock
from zhifa.ledger.api import destroy_salt
with transaction.atomic():
    destroy_salt("person:P1", now=clock.now())
"""
SALT = "SELECT salt IS NULL FROM ledger_personalsalt WHERE owner_key = 'person:P1'"


@pytest.fixture(scope="module")
def bare() -> Iterator[Zhifa]:
    """A second machine with nothing on it."""
    with installed("bare") as one:
        yield one


def kept_key(folder: Path) -> str:
    path = folder / "passphrase"
    path.write_text(KEY, "utf-8")
    path.chmod(0o600)
    return str(path)


def append(zhifa: Zhifa, many: int, name: str) -> None:
    with appending(zhifa, many, name) as writer:
        writer.communicate()
    assert writer.returncode == 0
    until(lambda: unsealed(zhifa) == 0, "everything to be sealed")


def head(zhifa: Zhifa) -> list[str]:
    return tables.head(zhifa.home).splitlines()


def test_a_backup_restored_elsewhere_and_an_older_one(zhifa: Zhifa, bare: Zhifa, tmp_path: Path) -> None:
    key, archive = kept_key(tmp_path), str(tmp_path / "archive")
    append(zhifa, 20, "before")
    zhifa.manage(ATTACH)
    until(lambda: unsealed(zhifa) == 0, "the evidence to be sealed")
    backup = ("backup", "--to", archive, "--key-file", key)
    assert "备份完成" in zhifa.command(*backup).stdout, "beside the running service"
    first = head(zhifa)
    append(zhifa, 15, "after")
    assert tables.ask(zhifa.home, SALT) == [(False,)]
    zhifa.manage(ERASE)
    (noted,) = (zhifa.home / "witness").glob("*.erased")
    assert noted.read_text("ascii").split() == ["person:P1"]
    assert "备份完成" in zhifa.command(*backup, "--check").stdout
    assert "[正常] 上次备份" in zhifa.command("doctor").stdout
    for path in Path(archive).rglob("*"):
        assert not path.is_file() or b"root-zh" not in path.read_bytes(), "nothing lies in clear"

    restore = ("restore", "--from", archive, "--key-file", key)
    assert "不是空的" in zhifa.command(*restore, check=False).stderr, "a living home is not written over"
    listed = bare.command(*restore, "--list").stdout
    older, newer = [line.split()[1] for line in listed.splitlines()]
    assert newer

    told = bare.command(*restore, "--rehearsal").stdout
    assert "佐证 1 件，全部相符" in told
    assert kept(bare, "after") == set(range(15))
    assert head(bare) == head(zhifa)
    bare.start()
    assert bare.answers(), "a rehearsal serves its pages"
    append_unsealed(bare)
    assert head(bare) == head(zhifa), "and seals nothing"
    bare.stop()
    bare.destroy()
    shutil.rmtree(bare.home)

    told = bare.command(*restore, "--at", older, check=False).stdout
    assert "比已经公布的旧" in told
    assert "不会启动也不会封存" in told
    assert head(bare) == first
    assert "1 份已依法删除的个人信息，已重新删除" in told
    assert tables.ask(bare.home, SALT) == [(True,)], "an older backup brings no salt back to life"
    refused = bare.command("serve", check=False)
    assert refused.returncode == 1
    assert "比已经公布的旧" in refused.stderr
    assert "zhifa ledger resume" in refused.stderr
    assert bare.command("doctor", check=False).returncode == 1

    assert "请写明原因" in bare.command("ledger", "resume", "--reason", "丢", check=False).stderr
    assert "已决定" in bare.command("ledger", "resume", "--reason", "主机损毁，之后的记录已无法找回").stdout
    bare.start()
    append(bare, 3, "anew")
    assert bare.command("ledger", "verify").returncode == 0
    ((facts,),) = tables.ask(bare.home, "SELECT facts FROM ledger_entry WHERE act = 'ledger.resumed'")
    assert facts["lost_size"] == int(head(zhifa)[1])


def append_unsealed(zhifa: Zhifa) -> None:
    with appending(zhifa, 2, "rehearsed") as writer:
        writer.communicate()
    assert unsealed(zhifa) == 2


def test_a_wrong_passphrase_and_a_missing_archive_are_said(bare: Zhifa, tmp_path: Path) -> None:
    refused = bare.command(
        "restore", "--from", str(tmp_path / "none"), "--key-file", kept_key(tmp_path), check=False
    )
    assert refused.returncode == 1
    assert "没有归档" in refused.stderr
    refused = bare.command("restore", "--from", str(tmp_path / "none"), check=False)
    assert "没有给出归档的口令" in refused.stderr
