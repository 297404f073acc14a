"""One small real district, served as an administrator serves it, for faults to happen to."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.resilience.strikes import jumping_clock
from tests.running import Zhifa, installed
from tests.tables import appended, waiting

APPENDER = """
import sys
import django
django.setup()
from django.db import OperationalError, InterfaceError, close_old_connections, transaction
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.ledger.api import Subject, record
actor = Actor.system("appender")
for number in range(int(sys.argv[1])):
    try:
        with transaction.atomic():
            record(actor, "test.append", Subject("append", f"{sys.argv[2]}-{number}"), {"n": number}, now=clock.now())
    except (OperationalError, InterfaceError):
        close_old_connections()
        continue
    print(number, flush=True)  # only now is it acknowledged
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is about faults."""
    for item in items:
        if Path(str(item.fspath)).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.resilience)


@pytest.fixture(scope="session")
def jumping() -> Iterator[tuple[Path | None, dict[str, str]]]:
    """The file that shifts the clock of the installation, and the variables that make it listen."""
    folder = Path(tempfile.mkdtemp(prefix="zhifa-clock-"))
    folder.chmod(0o755)
    yield jumping_clock(folder)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def zhifa(jumping: tuple[Path | None, dict[str, str]]) -> Iterator[Zhifa]:
    """An installation with an empty real district, serving."""
    with installed("faults", **jumping[1]) as one:
        one.begin()
        yield one


def appending(zhifa: Zhifa, many: int, name: str) -> subprocess.Popen[str]:
    """A process that appends acts one by one and prints the number of each that was acknowledged."""
    return subprocess.Popen(
        [sys.executable, "-c", APPENDER, str(many), name],
        env={**zhifa.environment, "DJANGO_SETTINGS_MODULE": "zhifa.config.settings"},
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def kept(zhifa: Zhifa, name: str) -> set[int]:
    """The numbers of the acts that stand in the ledger; none stands twice."""
    found = appended(zhifa.home, name)
    assert all(count == 1 for count in found.values())
    return set(found)


def unsealed(zhifa: Zhifa) -> int:
    """How many entries wait to be sealed."""
    return waiting(zhifa.home)
