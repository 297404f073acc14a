"""`zhifa init`: a real, empty district and its first administrator."""

from __future__ import annotations

import getpass
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from zhifa.kernel import clock
from zhifa.kernel.errors import BadInput
from zhifa.people.services import found_real_district


class Command(BaseCommand):
    """建立一个真实、空的区（set up a real, empty district）."""

    help = "建立一个真实、空的区（set up a real, empty district）"
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """What may be said at once; the rest is asked."""
        parser.add_argument("--code", help="六位行政区划代码（six-digit area code）")
        parser.add_argument("--name", help="区的名称（name of the district）")
        parser.add_argument("--admin", help="第一位管理员的用户名（user name of the first administrator）")
        parser.add_argument("--admin-name", help="管理员姓名（the administrator's name）")
        parser.add_argument(
            "--password-stdin",
            action="store_true",
            help="从标准输入读密码（read the password from standard input）",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, migrate, found."""
        from django.core.management import call_command

        code = options["code"] or input("行政区划代码（六位）：").strip()
        name = options["name"] or input("区的名称：").strip()
        username = options["admin"] or input("管理员用户名：").strip()
        display = options["admin_name"] or input("管理员姓名：").strip()
        if options["password_stdin"]:
            password = sys.stdin.readline().rstrip("\n")
        elif not sys.stdin.isatty():
            raise BadInput(
                "这里没有终端可以输入密码（no terminal to ask for the password）",
                next_step="加上 --password-stdin，从标准输入给出密码。",
            )
        else:
            password = getpass.getpass("管理员密码（至少 8 位，不能全是数字）：")
        call_command("migrate", verbosity=0, interactive=False)
        found_real_district(code, name, username, display, password, now=clock.now())
        self.stdout.write(f"已建立{name}（{code}），管理员 {username}。")
        self.stdout.write(
            "接下来：运行 zhifa serve，用管理员登录，在“导入”中依次导入区域、人口、单位、人员。"
        )
