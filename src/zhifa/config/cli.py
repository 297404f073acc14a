"""`zhifa`: the one command of whoever runs the program. Help stands in both languages."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence

from django.db import InterfaceError, connections
from django.db import OperationalError as ConnectionLost
from psycopg import OperationalError

from zhifa.config.backup.commands import backup, restore
from zhifa.config.backup.marks import refuse_half_restored
from zhifa.config.environment import read_environment
from zhifa.kernel.errors import Refusal

LOST = (ConnectionLost, InterfaceError)  # the database was there, and is no more
PAUSES = (1.0, 2.0, 4.0, 8.0, 16.0)  # seconds: a crashed database of a district is back within half a minute
DJANGO_COMMANDS = {
    "init": "建立一个真实、空的区（set up a real, empty district）",
    "demo": "装入示范区（load the demonstration district）",
    "laws": "法规库：laws import | diff | ripple | check | export | counts（take law in, compare, check citations）",
    "search": '用平常话找条文：search "借钱不还怎么办"（provisions for a plain question; --run ranks a collection）',
    "figures": "列出全部数字（print every figure）",
    "report": "报告：report build（build a report）",
    "ledger": "存证：ledger verify | state | key | prove | consistency | resume（check and prove the ledger）",
    "doctor": "体检：环境、数据、存证是否正常（check environment, data and ledger）",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; answers the exit status. A refusal is printed as what, why and next step."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(
        prog="zhifa",
        description="知法：一个区的普法依法治理（one district's law publicity and law-based governance）",
    )
    commands = parser.add_subparsers(dest="command", metavar="命令", required=True)
    serve_parser = commands.add_parser(
        "serve", help="启动全部进程，一个端口（start every process on one port）"
    )
    serve_parser.add_argument(
        "--demo", action="store_true",
        help="空的数据目录先装入示范区（load the demonstration district first where none stands）",
    )  # fmt: skip
    commands.add_parser(
        "backup", help="备份到一个加密归档（back up into one encrypted archive）", add_help=False
    )
    commands.add_parser(
        "restore", help="在空的机器上恢复备份（restore a backup on a bare machine）", add_help=False
    )
    for name, words_of in DJANGO_COMMANDS.items():
        commands.add_parser(name, help=words_of, add_help=False)
    chosen, rest = parser.parse_known_args(words)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhifa.config.settings")
    try:
        return _run(chosen, rest)
    except Refusal as refusal:
        for line in (refusal.what, refusal.why, refusal.next_step):
            if line:
                print(line, file=sys.stderr)
        for fault in refusal.faults:
            print(f"  · {fault.what} {fault.mend}".rstrip(), file=sys.stderr)
        return 1
    except (OperationalError, *LOST) as error:
        print(f"连不上数据库（cannot reach the database）：{error}", file=sys.stderr)
        return 2


def serve(*, demo: bool = False) -> int:
    """Prepare the database and the static files, then supervise every process until told to stop."""
    began = time.monotonic()
    environment = read_environment()
    from zhifa.config.database import forget_embedded, stop_embedded
    from zhifa.config.supervisor import say, supervise

    def lost(error: Exception, pause: float) -> None:
        say(f"数据库断开了，{pause:.0f} 秒后重新准备：{str(error).splitlines()[0]}")
        connections.close_all()
        forget_embedded(environment)

    ours = not (environment.postgres_folder / "postmaster.pid").exists()
    try:
        persistently(lambda: prepare(print_line=say, demo=demo), lost, ours=not environment.database_url)
    except Refusal:
        if ours and not environment.database_url:
            stop_embedded(environment)
        raise

    def ready() -> None:
        say(f"已启动（{time.monotonic() - began:.1f} 秒）：http://{environment.host}:{environment.port}")
        for line in _demonstration_lines():
            say(line)

    return supervise(environment, ready=ready)


def persistently(
    work: Callable[[], None],
    lost: Callable[[Exception, float], None],
    pauses: Sequence[float] = PAUSES,
    *,
    ours: bool,
) -> None:
    """Do the work; after a pause again where the database went away meanwhile (it crashed and recovers).

    `ours`: it is the embedded one, which the work itself starts; one that is somebody else's and was never reached is an error
    of the set-up, and said at once. `lost` hears of each.
    """
    away: tuple[type[Exception], ...] = (*LOST, OperationalError) if ours else LOST
    for pause in pauses:
        try:
            work()
        except away as error:
            away = (*LOST, OperationalError)
            lost(error, pause)
            time.sleep(pause)
        else:
            return
    work()


def prepare(*, print_line: Callable[[str], None], demo: bool = False) -> None:
    """Create the database, apply migrations, collect static files; each step says what it does.

    Refused (`LogWouldFork`) where the database is older than a published signed head: nobody shall work on it unknowing.
    """
    environment = read_environment()
    refuse_half_restored(environment.home)
    from zhifa.config.database import database_url, ensure_database

    print_line("数据库：启动并检查")
    ensure_database(database_url(environment))
    _setup_django()
    from django.core.management import call_command

    print_line("数据库：应用迁移")
    call_command("migrate", verbosity=0, interactive=False)
    if demo:
        call_command("demo", if_empty=True)
    from zhifa.config.static import collect_static
    from zhifa.figures.api import ensure_definitions
    from zhifa.kernel import clock
    from zhifa.ledger.api import refuse_fork
    from zhifa.reports.api import ensure_outlines

    refuse_fork()
    ensure_definitions(now=clock.now())
    ensure_outlines(now=clock.now())
    if collect_static(environment):
        print_line("静态文件：已收集")


def _run(chosen: argparse.Namespace, rest: Sequence[str]) -> int:
    """Each word to the part that owns it."""
    if chosen.command == "serve":
        return serve(demo=chosen.demo)
    if chosen.command == "backup":
        return backup(rest)
    if chosen.command == "restore":
        return restore(rest)
    return _django(chosen.command, rest)


def _django(command: str, rest: Sequence[str]) -> int:
    """Hand a command to the mechanism that owns it, with the database ready."""
    environment = read_environment()
    refuse_half_restored(environment.home)
    from zhifa.config.database import database_url, ensure_database

    ensure_database(database_url(environment))
    _setup_django()
    from django.core.management import ManagementUtility

    ManagementUtility(["zhifa", command, *rest]).execute()
    return 0


def _setup_django() -> None:
    import django

    django.setup()


def _demonstration_lines() -> list[str]:
    """The demonstration sign-ins, when this home is a demonstration."""
    from zhifa.people.api import demonstration_accounts

    return [
        f"  示例登录（demonstration sign-in）：{name} · {role}" for _, name, role in demonstration_accounts()
    ]


if __name__ == "__main__":
    raise SystemExit(main())
