"""`zhifa backup` and `zhifa restore`: what the administrator says, and what is said back."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from zhifa.config.backup.archive import Archive
from zhifa.config.backup.passphrase import passphrase
from zhifa.config.environment import Environment, read_environment

KEY_FILE_HELP = (
    "口令文件（file with the archive's passphrase）；也可设 ZHIFA_BACKUP_KEY_FILE 或 ZHIFA_BACKUP_PASSPHRASE"
)


def say(line: str) -> None:
    """One line to the administrator, at once."""
    print(f"[zhifa] {line}", flush=True)


def backup(words: Sequence[str]) -> int:
    """`zhifa backup --to PLACE`, beside a running service or without one."""
    parser = argparse.ArgumentParser(
        prog="zhifa backup",
        description="把数据库、佐证、密钥备份到一个加密归档，只写变化的部分（back up everything into one encrypted archive）",
    )
    parser.add_argument(
        "--to",
        required=True,
        metavar="DIR",
        help="归档的位置（folder, or a restic address such as sftp:host:/path）",
    )
    parser.add_argument("--key-file", default="", metavar="F", help=KEY_FILE_HELP)
    parser.add_argument(
        "--keep-days", type=int, metavar="N", help="删去早于 N 天的备份（drop backups older than N days）"
    )
    parser.add_argument(
        "--check", action="store_true", help="备份后把归档逐字节核对一遍（read the whole archive afterwards）"
    )
    chosen = parser.parse_args(words)
    environment = read_environment()
    archive = _archive(environment, chosen.to, chosen.key_file, twice=True)
    from zhifa.config.database import database_url, ensure_database

    url = database_url(environment)
    ensure_database(url)
    _setup_django()
    from zhifa.config.backup.making import back_up

    keep = timedelta(days=chosen.keep_days) if chosen.keep_days is not None else None
    made = back_up(environment, url, archive, say=say, now=datetime.now(UTC), keep=keep)
    if chosen.check:
        say("核对归档")
        archive.check()
    say(
        f"备份完成：读 {made.read / 1e6:.1f} MB，新写 {made.added / 1e6:.1f} MB，存证 {made.size} 条，"
        f"用时 {(datetime.now(UTC) - datetime.fromisoformat(made.finished_at)).total_seconds() + made.seconds:.1f} 秒"
    )
    say("口令不在归档里：请另行保管，丢了就打不开。")
    return 0


def restore(words: Sequence[str]) -> int:
    """`zhifa restore --from PLACE` into an empty home; status 3 when the log must not be sealed on."""
    parser = argparse.ArgumentParser(
        prog="zhifa restore",
        description="在空的数据目录里恢复一个备份，并与已公布的树头比较（restore into an empty home, compare with what was published）",
    )
    parser.add_argument(
        "--from", dest="place", required=True, metavar="DIR", help="归档的位置（the archive）"
    )
    parser.add_argument("--key-file", default="", metavar="F", help=KEY_FILE_HELP)
    parser.add_argument(
        "--at",
        default="",
        metavar="ID",
        help="恢复哪一个备份，缺省最新（which backup; the newest by default）",
    )
    parser.add_argument("--list", action="store_true", help="只列出归档里的备份（list the backups and stop）")
    parser.add_argument(
        "--checkpoint", default="", metavar="FILE|URL",
        help="最近公布的签名树头，或报告的 bundle.json（the signed head last published, or a report's bundle.json）",
    )  # fmt: skip
    parser.add_argument(
        "--erased", default="", metavar="FILE",
        help="备份以后依法删除的名单，每行一个编号（keys erased since the backup, one a line: a witness’s .erased file）",
    )  # fmt: skip
    parser.add_argument(
        "--rehearsal", action="store_true",
        help="演练：不封存，不外发消息（a rehearsal: nothing is sealed, no message leaves）",
    )  # fmt: skip
    chosen = parser.parse_args(words)
    environment = read_environment()
    archive = _archive(environment, chosen.place, chosen.key_file, twice=False)
    if chosen.list:
        return _list(archive)
    return _restore(environment, archive, chosen)


def _restore(environment: Environment, archive: Archive, chosen: argparse.Namespace) -> int:
    from zhifa.config.backup import restoring

    began = time.monotonic()
    backup_, kept = restoring.choose(archive, chosen.at)
    manifest = backup_.manifest
    say(
        f"备份 {backup_.id[:8]}：{manifest.district}，{manifest.made_at[:19]}，存证 {manifest.size} 条，佐证 {manifest.evidence} 件"
    )
    heads = restoring.published_heads(environment, backup_, kept, chosen.checkpoint, chosen.place)
    restoring.restore_files(environment, archive, backup_, rehearsal=chosen.rehearsal, say=say)
    from zhifa.config.database import database_url, ensure_database

    url = database_url(environment)
    ensure_database(url)
    restoring.restore_database(url, archive, backup_, say=say)
    _setup_django()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    erased = restoring.erasures_known(environment, kept, manifest.origin, chosen.erased)
    found = restoring.checked(environment, backup_, heads, erased, say=say)
    restoring.finish(environment.home)
    minutes = (time.monotonic() - began) / 60
    say(f"恢复完成：存证 {found.size} 条、佐证 {found.evidence} 件，全部相符，用时 {minutes:.1f} 分钟")
    if found.erased:
        say(f"这个备份里还有 {found.erased} 份已依法删除的个人信息，已重新删除")
    unset = [name for name in manifest.variables if not name.startswith(("ZHIFA_BACKUP_", "ZHIFA_HOME"))]
    if unset:
        say(f"备份时环境里设有（请照样设好再启动）：{'、'.join(unset)}")
    if chosen.rehearsal:
        say("这是演练：不封存，不外发消息。可以运行 zhifa serve 查看。")
    if not found.forks:
        say("接下来：zhifa serve")
        return 0
    for fork in found.forks:
        say(fork)
    say(
        "数据已经恢复，可以查询；在恢复更新的备份、或由负责人运行 zhifa ledger resume 作出决定之前，不会启动也不会封存。"
    )
    return 3


def _list(archive: Archive) -> int:
    from zhifa.config.backup.manifest import kept_backups

    for one in kept_backups(archive):
        said = one.manifest
        say(
            f"{one.id[:8]}  {said.made_at[:19]}  {said.district}  存证 {said.size} 条  佐证 {said.evidence} 件"
        )
    return 0


def _archive(environment: Environment, place: str, key_file: str, *, twice: bool) -> Archive:
    local = Path(place).expanduser().resolve() if ":" not in place else None
    apart = (environment.home,) if local is None else (environment.home, local)
    new = twice and local is not None and not (local / "config").exists()
    return Archive(str(local or place), passphrase(key_file, apart_from=apart, twice=new))


def _setup_django() -> None:
    import django

    django.setup()
