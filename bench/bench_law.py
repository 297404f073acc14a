"""The law as it stood on a day: one question over 30,000 instruments, beside a row read by its key in the same run.

Every instrument has two held texts of 20 articles and a gap before the first. Asked are the version of a day (`holding_on`) and one
article's words on it (`text_on`). The aim is 20 ms for the slowest of a hundred.
"""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import date
from typing import Any

from bench import fresh

DATABASE = "zhifa_bench_law"
if __name__ == "__main__":
    os.environ["ZHIFA_DATABASE_NAME"] = DATABASE
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhifa.config.settings")
    sys.path.insert(0, "src")

INSTRUMENTS = int(os.environ.get("ZHIFA_BENCH_INSTRUMENTS", "30000"))
ARTICLES = 20
ASKED = 100
TURNS = 5
AIM_MS = 20.0


def measure() -> dict[str, Any]:
    """Fill, ask, compare."""
    from django.core.management import call_command

    from zhifa.laws.api import Held, Instrument, holding_on

    call_command("migrate", verbosity=0, interactive=False)
    fill()
    ids = list(Instrument.objects.order_by("pk").values_list("pk", flat=True))
    chosen = ids[:: max(1, len(ids) // ASKED)][:ASKED]
    days = (date(2005, 1, 1), date(2012, 6, 1), date(2024, 6, 1))
    law, article, peer = [], [], []
    held = 0
    for number, pk in enumerate(chosen):
        day = days[number % len(days)]
        held += isinstance(holding_on(Instrument.objects.get(pk=pk), day), Held)
        law.append(best(lambda pk=pk, day=day: holding_on(Instrument.objects.get(pk=pk), day)))  # type: ignore[misc]
        article.append(best(lambda pk=pk, day=day: words_on(pk, day)))  # type: ignore[misc]
        peer.append(best(lambda pk=pk: row(pk)))  # type: ignore[misc]
    slowest = {"law_of_a_day_ms": max(law), "article_of_a_day_ms": max(article), "row_by_key_ms": max(peer)}
    median = {"law_of_a_day": law, "article_of_a_day": article, "row_by_key": peer}
    return {
        "instruments": len(ids),
        "asked": len(chosen),
        "of_them_held": held,
        **{name: round(seconds * 1000, 2) for name, seconds in slowest.items()},
        **{
            f"{name}_median_ms": round(sorted(all_of)[len(all_of) // 2] * 1000, 2)
            for name, all_of in median.items()
        },
        "aim_ms": AIM_MS,
        "within_aim": max(*law, *article) * 1000 < AIM_MS,
    }


def best(question: Any) -> float:
    """Seconds of a question, the best of a few turns: noise only ever adds."""
    seconds = []
    for _turn in range(TURNS):
        began = time.perf_counter()
        question()
        seconds.append(time.perf_counter() - began)
    return min(seconds)


def words_on(instrument: int, day: date) -> Any:
    """One article's words on a day, its instrument found first."""
    from zhifa.laws.api import Provision, text_on

    return text_on(Provision.objects.select_related("instrument").get(instrument=instrument, key="7"), day)


def row(instrument: int) -> Any:
    """The peer: one row by its key."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM laws_instrument WHERE id = %s", [instrument])
        return cursor.fetchone()


def fill() -> None:
    """The library by plain SQL: what is measured is asking."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO laws_instrument (code, kind, title, short_title, pinyin, issuing_body, field, document_number, is_repealed)"
            " SELECT 'x' || n, 'local_regulation', '某市第' || n || '号条例', '某市第' || n || '号条例', 'm' || n, '', '', '', false"
            " FROM generate_series(1, %s) n",
            [INSTRUMENTS],
        )
        cursor.execute(
            "INSERT INTO laws_version (instrument_id, published_on, effective_on, ended_on, basis, status, source, source_key,"
            " text_held, text_sha256)"
            " SELECT i.id, d.p, d.s, d.e, d.b, '', 'bench', d.k, d.h, '' FROM laws_instrument i, (VALUES"
            " (NULL::date, NULL::date, '2009-12-31'::date, 'gap_unknown', 'gap', false),"
            " ('2009-10-01'::date, '2010-01-01'::date, '2019-12-31'::date, 'stated', 'a', true),"
            " ('2019-10-01'::date, '2020-01-01'::date, NULL::date, 'stated', 'b', true)) d(p, s, e, b, k, h)"
        )
        cursor.execute(
            "INSERT INTO laws_provision (instrument_id, key, label, number, branch)"
            " SELECT i.id, n::text, '第' || n || '条', n, 0 FROM laws_instrument i, generate_series(1, %s) n",
            [ARTICLES],
        )
        cursor.execute(
            "INSERT INTO laws_provisiontext (provision_id, version_id, position, chapter, section, text)"
            " SELECT p.id, v.id, p.number, '', '', '任何单位和个人应当遵守第' || p.number || '条的规定。'"
            " FROM laws_provision p JOIN laws_version v ON v.instrument_id = p.instrument_id AND v.text_held"
        )
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    fresh(DATABASE)
    print(json.dumps(measure(), ensure_ascii=False, indent=2))
