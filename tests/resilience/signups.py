"""Ten thousand people sign up for one class at once; then a second program counts.

`python -m tests.resilience.signups --people 10000 --lines 40 --seed 7` prints a table and leaves it in tests/out/soak-sign-ups.md.
Everybody signs up for themselves through the service that the page calls, some twice and some leaving again, over many connections of
four processes. Meanwhile and afterwards SQL alone counts who is in: never more than the class takes or a unit may send, nobody twice.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.resilience.strikes import OUT
from tests.running import ROOT, Zhifa, installed
from tests.tables import ask

UNITS, CAPACITY = 20, 700
QUOTAS = {"报0": 5, "报1": 20}  # the most that these units may send; the others are bound by the class alone
PROCESSES = 4
BEGIN = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
import django
django.setup()
from tests.resilience.signups import {{0}}
{{0}}(*sys.argv[1:])
"""
STAND = "SELECT u.code, e.state, count(*) FROM learning_enrolment e JOIN people_unit u ON u.id = e.unit_id GROUP BY 1, 2"
TWICE = "SELECT count(*) - count(DISTINCT person_id) FROM learning_enrolment"


@dataclass
class Count:
    """What was asked and what stands; all of `over`, `twice` and `wrong` must be 0."""

    people: int
    lines: int
    seed: int
    seconds: float = 0.0
    asked: int = 0
    left: int = 0
    watched: int = 0
    over: int = 0
    twice: int = 0
    wrong: list[str] = field(default_factory=list)
    states: dict[str, int] = field(default_factory=dict)

    def table(self) -> str:
        """As Markdown."""
        rows = [
            ("sign-ups sent (one in ten twice)", self.asked),
            ("people who left again", self.left),
            ("times that who is in was counted meanwhile", self.watched),
            ("counts in which the class or a unit had more than its places", self.over),
            ("people who stand on the list twice", self.twice),
            (f"in, of {CAPACITY} places", self.states.get("in", 0)),
            ("waiting", self.states.get("waiting", 0)),
            ("withdrawn", self.states.get("withdrawn", 0)),
            ("answers that should not be", len(self.wrong)),
        ]
        told = "\n".join(f"| {words} | {many} |" for words, many in rows)
        speed = f"{self.people} people over {self.lines} connections, seed {self.seed}, {self.seconds:.0f} s."
        return f"| sign-ups for one class | |\n|---|---|\n{told}\n\n{speed}\n"

    @property
    def is_sound(self) -> bool:
        """Every place taken, none twice, and everybody somewhere."""
        whole = self.states.get("in", 0) == CAPACITY and sum(self.states.values()) == self.people
        return whole and not (self.over or self.twice or self.wrong) and self.watched > 0


def stage(people: str) -> None:
    """Units with so many people between them, each with an account; a class that takes sign-ups. Prints its key."""
    from datetime import time as hour

    from zhifa.kernel import clock
    from zhifa.kernel.actor import Actor, Role
    from zhifa.learning.api import ClassDraft, SessionDraft, plan_class, set_session
    from zhifa.learning.services import open_sign_up, set_quotas
    from zhifa.people.api import HoldingDraft, PersonDraft, UnitDraft, load_people, load_units

    system, now, since = Actor.system("test"), clock.now(), date(2010, 1, 1)
    load_units(
        system, [UnitDraft(f"报{n}", f"报名{n}局", "government", since) for n in range(UNITS)], now=now
    )
    drafts = [
        PersonDraft(
            f"p{n}",
            f"学员{n}",
            (HoldingDraft(f"报{n % UNITS}", f"岗位{n}", Role.STAFF, since),),
            username=f"p{n}",
        )
        for n in range(int(people))
    ]
    load_people(system, drafts, now=now)
    training = plan_class(system, ClassDraft("万人班", "报0", capacity=CAPACITY), now=now)
    day = clock.today() + timedelta(days=9)
    set_session(system, training.key, SessionDraft(day, hour(9), hour(11), "宪法"), now=now)
    set_quotas(system, training.key, QUOTAS, now=now)
    open_sign_up(system, training.key, now=now)
    print(training.key)


def sign_up_many(key: str, first: str, people: str, lines: str, seed: str) -> None:
    """Every fourth of the people from `first` on, over so many connections, in any order. Prints what was sent and refused as JSON."""
    from django.db import close_old_connections, connection

    from zhifa.accounts.api import Account
    from zhifa.kernel import clock
    from zhifa.kernel.errors import Refusal
    from zhifa.learning.services import leave_class, sign_up_self
    from zhifa.people.api import actor_of

    dice = random.Random(int(seed) + int(first))
    names = [f"p{n}" for n in range(int(first), int(people), PROCESSES)]
    actors = {
        one.username: actor_of(one, clock.today()) for one in Account.objects.filter(username__in=names)
    }
    connection.close()
    sent = [(name, False) for name in names] + [(name, False) for name in names[::10]]
    dice.shuffle(sent)
    leaving = set(dice.sample(names, len(names) // 20))
    wrong: list[str] = []

    def ask_for(name: str) -> None:
        close_old_connections()
        try:
            sign_up_self(actors[name], key, now=clock.now())
        except Refusal as refusal:
            wrong.append(f"{name}: {refusal}")

    def leave(name: str) -> None:
        try:
            leave_class(actors[name], key, name, now=clock.now())
        except Refusal as refusal:
            wrong.append(f"{name}: {refusal}")

    with ThreadPoolExecutor(int(lines)) as pool:
        list(pool.map(lambda one: ask_for(one[0]), sent))
        list(pool.map(leave, leaving))
        list(pool.map(lambda _n: connection.close(), range(int(lines) * 4)))
    print(json.dumps({"sent": len(sent), "left": len(leaving), "wrong": wrong[:20]}))


def counted(zhifa: Zhifa, count: Count) -> None:
    """Look once at who is in, by SQL."""
    rows = ask(zhifa.home, STAND)
    inside = {unit: many for unit, state, many in rows if state == "in"}
    units_over = any(inside.get(unit, 0) > most for unit, most in QUOTAS.items())
    count.over += sum(inside.values()) > CAPACITY or units_over
    count.watched += 1
    count.twice = ask(zhifa.home, TWICE)[0][0]
    count.states = {state: sum(many for _u, one, many in rows if one == state) for _unit, state, _m in rows}


def signed_up(zhifa: Zhifa, people: int, lines: int, seed: int) -> Count:
    """The whole run in an installation that has a district."""

    def begin(what: str, *words: object) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", BEGIN.format(what), *map(str, words)],
            env={**zhifa.environment, "DJANGO_SETTINGS_MODULE": "zhifa.config.settings"}, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    key = begin("stage", people).communicate()[0].strip().splitlines()[-1]
    count, done, began = Count(people, lines, seed), threading.Event(), time.monotonic()

    def watch() -> None:
        while not done.wait(0.5):
            counted(zhifa, count)

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        running = [begin("sign_up_many", key, n, people, lines // PROCESSES, seed) for n in range(PROCESSES)]
        told = [json.loads(one.communicate()[0].splitlines()[-1]) for one in running]
    finally:
        done.set()
        watching.join()
    count.seconds = time.monotonic() - began
    counted(zhifa, count)
    count.asked, count.left = sum(one["sent"] for one in told), sum(one["left"] for one in told)
    count.wrong = [line for one in told for line in one["wrong"]]
    return count


def main() -> int:
    """The long form."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--lines", type=int, default=40)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    chosen = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    load = os.getloadavg()[0]
    with installed("sign-ups") as zhifa:
        zhifa.begin()
        count = signed_up(zhifa, chosen.people, chosen.lines, chosen.seed)
    told = f"{count.table()}\n{os.cpu_count()} cores, load average {load:.1f} before.\n"
    print(told, *count.wrong[:5], sep="\n")
    (OUT / "soak-sign-ups.md").write_text(told, "utf-8")
    return 0 if count.is_sound else 1


if __name__ == "__main__":
    raise SystemExit(main())
