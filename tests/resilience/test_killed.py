"""kill -9 of the sealer, the indexer, the web process and the database: nothing acknowledged is lost, all goes on."""

from __future__ import annotations

import os
import signal
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from tests.resilience.conftest import appending, kept, unsealed
from tests.running import Zhifa, until

MANY = 300


def test_the_sealer_is_killed_while_acts_are_appended(zhifa: Zhifa) -> None:
    acknowledged = []
    with appending(zhifa, MANY, "first") as writer:
        assert writer.stdout is not None
        for line in writer.stdout:
            acknowledged.append(int(line))
            if len(acknowledged) in (60, 150, 240):
                until(lambda: zhifa.kill("zhifa sealer"), "a sealer to kill")
                until(lambda: zhifa.processes("zhifa sealer"), "the supervisor to start the sealer again")
    assert writer.returncode == 0
    assert acknowledged == list(range(MANY))
    until(lambda: unsealed(zhifa) == 0, "everything to be sealed")
    assert kept(zhifa, "first") == set(acknowledged)
    assert zhifa.command("ledger", "verify").returncode == 0


def test_the_database_is_killed_in_mid_act(zhifa: Zhifa) -> None:
    acknowledged = []
    with appending(zhifa, MANY, "second") as writer:
        assert writer.stdout is not None
        for line in writer.stdout:
            acknowledged.append(int(line))
            if len(acknowledged) == 50:
                os.kill(_postmaster(zhifa), signal.SIGKILL)
    assert writer.returncode == 0
    until(zhifa.answers, "the site to answer again")
    until(lambda: unsealed(zhifa) == 0, "everything to be sealed")
    held = kept(zhifa, "second")
    assert set(acknowledged) <= held, "nothing acknowledged is lost"
    assert len(held - set(acknowledged)) <= 1, "at most the act that was being committed"
    assert zhifa.command("ledger", "verify").returncode == 0


def test_while_the_database_is_away_pages_say_so(zhifa: Zhifa) -> None:
    assert zhifa.process is not None
    zhifa.process.send_signal(signal.SIGSTOP)  # the supervisor would have it back within a second
    try:
        os.kill(_postmaster(zhifa), signal.SIGKILL)
        status, page = _get(f"{zhifa.url}/laws/")
        assert status == 503
        assert "数据库" in page
        assert "稍后" in page
        status, problem = _get(f"{zhifa.url}/api/v1/figures")
        assert status == 503
        assert "unavailable" in problem
    finally:
        zhifa.process.send_signal(signal.SIGCONT)
    until(lambda: _get(f"{zhifa.url}/laws/")[0] == 200, "pages to come back")


def test_the_indexer_is_killed_and_catches_up(zhifa: Zhifa) -> None:
    until(lambda: zhifa.kill("zhifa indexer"), "an indexer to kill")
    zhifa.manage(
        "from datetime import date\nfrom zhifa.kernel import clock\nfrom zhifa.kernel.actor import Actor\n"
        "from zhifa.laws.api import DocumentDraft, InstrumentKind, add_document\n"
        "add_document(Actor.system('test'), DocumentDraft(title='山县法治宣传若干规定', kind=InstrumentKind.POLICY_DOCUMENT, "
        "issuing_body='山县人民政府', published_on=date(2026, 1, 5), source='县政府网站'), now=clock.now())"
    )
    until(lambda: zhifa.processes("zhifa indexer"), "the supervisor to start the indexer again")
    asked = (
        "from zhifa.kernel.actor import Actor\nfrom zhifa.search.api import search\n"
        "answer = search(Actor.system('test'), '山县法治宣传若干规定')\n"
        "print([''.join(piece.text for piece in hit.title) for hit in answer.rows], answer.fallback)"
    )
    until(
        lambda: zhifa.manage(asked) == "['《山县法治宣传若干规定》'] False",
        "the index to hold what was added meanwhile",
        60,
    )


def test_the_web_process_is_killed(zhifa: Zhifa) -> None:
    until(lambda: zhifa.kill("granian"), "a web process to kill")
    until(zhifa.answers, "the site to answer again")


def test_no_worker_outlives_a_killed_web_master(zhifa: Zhifa) -> None:
    until(zhifa.answers, "the site to answer")
    before = set(zhifa.processes("granian"))
    os.kill(min(before), signal.SIGKILL)
    until(lambda: not before & set(zhifa.processes("granian")), "the old master's worker to go", 10)
    until(zhifa.answers, "the site to answer again")


def _postmaster(zhifa: Zhifa) -> int:
    return int((Path(zhifa.home) / "postgres" / "postmaster.pid").read_text().split()[0])


def _get(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError as error:
        return 0, str(error)
