"""Figures at three million events: all anew, all in a fresh process, and after one new record.

A database of its own is filled by COPY with deeds and event rows. The peer of each timing is what one would write
without roll-ups: the same figures as plain SQL over the same rows, in the same run. The answers must agree.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

DATABASE = "zhifa_bench_figures"
if __name__ == "__main__":
    os.environ["ZHIFA_DATABASE_NAME"] = DATABASE
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhifa.config.settings")
    sys.path.insert(0, "src")

EVENTS = 3_000_000
TOKENS = 900_000
DEEDS = 4_000
FIRST = date(2016, 1, 1)
DAYS = 967  # to 2018-08-24
UNTIL = FIRST + timedelta(days=DAYS - 1)
HERE = "110199"
AIMS = {"all_anew_s": 60.0, "fresh_process_s": 2.0, "after_one_record_ms": 100.0}


def run(scale: float = 1.0) -> dict[str, Any]:
    """Seconds and ratios; `scale` 1 is three million events. Runs in a process of its own, on its own database."""
    environment = {**os.environ, "ZHIFA_DATABASE_NAME": DATABASE, "BENCH_SCALE": str(scale)}
    told = subprocess.run(
        [sys.executable, "-m", "bench.bench_figures", "measure"],
        env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return dict(json.loads(told.stdout))


def measure(scale: float) -> dict[str, Any]:
    """Fill, measure, compare."""
    from django.db import connection

    from zhifa.figures import api
    from zhifa.kernel import clock
    from zhifa.kernel.actor import Actor

    events = int(EVENTS * scale)
    prepare(events)
    offer()
    system = Actor.system("bench")
    api.ensure_definitions(now=clock.now())

    anew = timed(lambda: api.rebuild_all(system))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE figures_rollup")
    fresh = fresh_process()
    ours = {v.code: v for v in api.values(system, district=HERE, until=UNTIL)}
    warm = min(timed(lambda: api.values(system, district=HERE, until=UNTIL)) for _ in range(3))
    peer = timed(plain := Plain())
    agree = all(str(ours[code].value) == str(value) for code, value in plain.found.items())

    single, every = [], []
    for number in range(5):
        one_record(number)
        single.append(timed(lambda: api.values(system, district=HERE, until=UNTIL, codes=["people"])))
        one_record(100 + number)
        every.append(timed(lambda: api.values(system, district=HERE, until=UNTIL)))
    return {
        "events": events,
        "cores": os.cpu_count(),
        "figures": len(ours),
        "agrees_with_plain_sql": agree,
        "all_anew_s": round(anew, 2),
        "fresh_process_s": round(fresh["values_s"], 3),
        "fresh_process_with_start_s": round(fresh["whole_s"], 3),
        "all_warm_s": round(warm, 3),
        "plain_sql_s": round(peer, 2),
        "ratio_warm_to_plain": round(warm / peer, 4),
        "after_one_record_ms": round(sorted(single)[2] * 1000, 1),
        "after_one_record_all_figures_ms": round(sorted(every)[2] * 1000, 1),
        "aims": AIMS,
    }


def drop_database(address: str) -> None:
    """Take the bench's own database away, if it is there."""
    with psycopg.connect(make_conninfo(address, dbname="postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")


def prepare(events: int) -> None:
    """A fresh database with the tables of the bench, filled by COPY."""
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_deed (id int PRIMARY KEY, district text, day date, kind text, heads int);"
            "CREATE TABLE bench_event (id bigserial PRIMARY KEY, district text, day date, deed_id int,"
            " token text, channel text)"
        )
        raw: Any = cursor.cursor
        with raw.copy("COPY bench_deed FROM STDIN") as copy:
            for number in range(DEEDS):
                day = FIRST + timedelta(days=number * DAYS // DEEDS)
                copy.write_row((number, HERE, day, KINDS[number % len(KINDS)], 30 + number % 90))
        with raw.copy("COPY bench_event (district, day, deed_id, token, channel) FROM STDIN") as copy:
            for number in range(events):
                mixed = (number * 2_654_435_761) % 4_294_967_296
                deed = mixed % DEEDS
                day = FIRST + timedelta(days=deed * DAYS // DEEDS)
                copy.write_row((HERE, day, deed, f"token-{mixed * 7919 % TOKENS:08d}", CHANNELS[mixed % 5]))
        cursor.execute(
            "CREATE INDEX ON bench_event (day); CREATE INDEX ON bench_deed (day);"
            "ANALYZE bench_event; ANALYZE bench_deed"
        )


KINDS = ("lecture", "radio", "live", "micro", "class", "consultation", "performance", "study")
CHANNELS = ("wechat", "radio", "live", "hall", "app")


def offer() -> None:
    """Two sources and thirty definitions, put into the registry in place of those of the mechanisms."""
    from zhifa.kernel import registry
    from zhifa.kernel.quantities import TIMES
    from zhifa.kernel.registry import FigureOffer, FigureSource, SourceField

    deed, event = tables()
    registry.clear()
    registry.offer(
        FigureSource(
            "bench-deeds", "活动", deed.objects.all,
            (SourceField("kind", "类别", "kind", "code"), SourceField("heads", "人次", "heads", "number", unit=TIMES)),
            "day", "district", lambda keys: [],
        ),
        FigureSource(
            "bench-events", "到场", event.objects.all,
            (
                SourceField("record", "活动", "deed_id", "key"), SourceField("token", "假名", "token", "key"),
                SourceField("channel", "渠道", "channel", "code"),
            ),
            "day", "district", lambda keys: [],
        ),
        FigureOffer("figures", tuple(definitions())),
    )  # fmt: skip


def tables() -> Sequence[Any]:
    """The bench's tables as models in a registry of their own."""
    from django.apps.registry import Apps
    from django.db import models

    own = Apps()

    class Deed(models.Model):
        id = models.IntegerField(primary_key=True)
        district = models.TextField()
        day = models.DateField()
        kind = models.TextField()
        heads = models.IntegerField()

        class Meta:
            apps = own
            app_label = "bench"
            db_table = "bench_deed"

    class Event(models.Model):
        id = models.BigAutoField(primary_key=True)
        district = models.TextField()
        day = models.DateField()
        deed_id = models.IntegerField()
        token = models.TextField()
        channel = models.TextField()

        class Meta:
            apps = own
            app_label = "bench"
            db_table = "bench_event"

    return Deed, Event


def definitions() -> list[Mapping[str, Any]]:
    """Thirty figures: most over deeds, five over the events."""

    def body(code: str, unit: str, measure: Mapping[str, Any], **more: Any) -> dict[str, Any]:
        words = dict.fromkeys(("title", "statement", "denominator", "deduplication"), code)
        return {
            "code": code,
            "unit": unit,
            "window": "span",
            "version": 1,
            "measure": measure,
            **words,
            **more,
        }

    wechat = [{"field": "channel", "is": "wechat"}]
    found = [
        body("times", "person-times", {"count": "bench-events"}, split="channel"),
        body("people", "people", {"distinct": "token", "of": "bench-events"}),
        body("reach", "people", {"distinct": "token", "of": "bench-events", "linked_within": "channel"}),
        body("wechat-times", "person-times", {"count": "bench-events", "where": wechat}),
        body("wechat-people", "people", {"distinct": "token", "of": "bench-events", "where": wechat}),
        body("deeds", "events", {"count": "bench-deeds"}, split="kind"),
        body("heads", "person-times", {"sum": "heads", "of": "bench-deeds"}, split="kind"),
    ]
    for kind in KINDS:
        where = [{"field": "kind", "is": kind}]
        found += [
            body(f"{kind}-deeds", "events", {"count": "bench-deeds", "where": where}),
            body(f"{kind}-heads", "person-times", {"sum": "heads", "of": "bench-deeds", "where": where}),
            body(f"{kind}-share", "percent", {"ratio": {
                "over": {"figure": f"{kind}-deeds"}, "under": {"figure": "deeds"}}}),
        ]  # fmt: skip
    return found[:30]


class Plain:
    """The peer: some of the same figures as plain SQL over the rows, and only the value, without parts."""

    def __init__(self) -> None:
        self.found: dict[str, int] = {}

    def __call__(self) -> None:
        """Ask each question once."""
        from django.db import connection

        asked = {
            "times": "SELECT count(*) FROM bench_event WHERE day <= %s",
            "people": "SELECT count(DISTINCT token) FROM bench_event WHERE day <= %s",
            "wechat-times": "SELECT count(*) FROM bench_event WHERE channel = 'wechat' AND day <= %s",
            "wechat-people": "SELECT count(DISTINCT token) FROM bench_event WHERE channel = 'wechat' AND day <= %s",
            "deeds": "SELECT count(*) FROM bench_deed WHERE day <= %s",
            "heads": "SELECT sum(heads) FROM bench_deed WHERE day <= %s",
        }
        with connection.cursor() as cursor:
            for code, statement in asked.items():
                cursor.execute(statement, [UNTIL])
                self.found[code] = cursor.fetchone()[0]


def one_record(number: int) -> None:
    """One new event in a transaction, as a service would write it."""
    from django.db import connection, transaction

    from zhifa.figures.api import touch

    day = FIRST + timedelta(days=500 + number)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO bench_event (district, day, deed_id, token, channel) VALUES (%s, %s, %s, %s, 'wechat')",
                [HERE, day, number, f"new-{number}"],
            )
        touch("bench-events", [day])


def fresh_process() -> dict[str, float]:
    """All figures in a process that has done nothing yet: the answer itself, and with the start of Python."""
    began = time.perf_counter()
    told = subprocess.run(
        [sys.executable, "-m", "bench.bench_figures", "values"], check=True, capture_output=True, text=True
    )
    return {"values_s": float(told.stdout), "whole_s": time.perf_counter() - began}


def timed(act: Callable[[], object]) -> float:
    """Seconds of one run."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def main() -> None:
    """`measure` and `values` are the two processes; without a word the whole bench runs."""
    word = sys.argv[1] if len(sys.argv) > 1 else ""
    if not word:
        print(json.dumps(run(float(os.environ.get("BENCH_SCALE", "1"))), ensure_ascii=False, indent=2))
        return
    from zhifa.config.database import database_url, ensure_database
    from zhifa.config.environment import read_environment

    address = database_url(read_environment())
    if word == "measure":
        drop_database(address)
    ensure_database(address)
    import django

    django.setup()
    if word == "measure":
        print(json.dumps(measure(float(os.environ.get("BENCH_SCALE", "1")))))
        if not os.environ.get("BENCH_KEEP"):
            drop_database(address)
        return
    from zhifa.figures import api
    from zhifa.kernel.actor import Actor

    offer()
    print(timed(lambda: api.values(Actor.system("bench"), district=HERE, until=UNTIL)))


if __name__ == "__main__":
    main()
