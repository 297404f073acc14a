"""Which duties deeds serve: a year of 100,000 confirmed deeds beside a list of 5,000 duties of sixty units.

From cold: nothing is matched, the list is in force, and every deed of the year is looked at and what it serves is written, with how far
each duty is proven. Its peer asks each deed of a sample about every duty, one by one, by a rule of its own that knows nothing of tables.
Besides: one new deed, and the page of the year by unit, which must ask no more for 5,000 duties than for sixty.
"""

from __future__ import annotations

import json
import os
import random
import resource
import sys
import time
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bench import fresh

DATABASE = "zhifa_bench_duties"
if __name__ == "__main__":
    os.environ["ZHIFA_DATABASE_NAME"] = DATABASE
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhifa.config.settings")
    sys.path.insert(0, "src")

DEEDS, DUTIES, LAWS, SHEET, SAMPLE = 100_000, 5_000, 40, 10_000, 2_000
YEAR = 2018
KINDS = ("lecture", "consultation", "discussion", "exhibition", "media")
AUDIENCES = ("staff", "youth", "residents", "enterprise", "elderly", "public")
AIMS = {"cold_s": 60.0, "one_ms": 50.0, "unlike": 0, "more_queries_for_more_duties": 0}


@dataclass(frozen=True)
class Done:
    """A deed as it was planned."""

    title: str
    unit: str
    law: int
    cites: bool
    kind: str
    audience: str
    day: date


@dataclass(frozen=True)
class Owed:
    """A duty as it was planned."""

    unit: str
    law: int
    kinds: tuple[str, ...]
    audiences: tuple[str, ...]
    since: date
    until: date


def planned() -> tuple[list[Done], list[Owed]]:
    """The same deeds and duties every time. A third of the deeds cite nothing and name their law in the title."""
    draw = random.Random(20180101)
    first = date(YEAR, 1, 1)
    deeds = []
    for number in range(DEEDS):
        law, cites = draw.randrange(LAWS), draw.random() < 0.67
        deeds.append(
            Done(
                f"第{number}次宣讲" + ("" if cites else name_of(law)), f"U{draw.randrange(60):02d}", law, cites,
                draw.choice(KINDS), draw.choice(AUDIENCES), first + timedelta(days=draw.randrange(365)),
            )
        )  # fmt: skip
    duties = []
    for number in range(DUTIES):
        start = draw.randrange(0, 200)
        duties.append(
            Owed(
                f"U{number % 60:02d}", draw.randrange(LAWS), tuple(draw.sample(KINDS, 2)), tuple(draw.sample(AUDIENCES, 3)),
                first + timedelta(days=start), first + timedelta(days=start + draw.randrange(60, 164)),
            )
        )  # fmt: skip
    return deeds, duties


def name_of(law: int) -> str:
    """The title of an invented regulation; none is part of another."""
    return f"第{chr(0x7532 + law)}号管理条例"


def serves(done: Done, owed: Owed) -> bool:
    """The peer's rule: unit, days, kind, audience, law; what a deed cites not stands in its title."""
    return (
        done.unit == owed.unit
        and owed.since <= done.day <= owed.until
        and done.kind in owed.kinds
        and done.audience in owed.audiences
        and (done.law == owed.law if done.cites else name_of(owed.law) in done.title)
    )


def measure() -> dict[str, Any]:
    """Load both, match from cold, compare, record one more, open the page."""
    from django.db import connection
    from django.test import Client

    from bench.bench_import import prepare
    from zhifa.accounts.api import Account
    from zhifa.deeds.api import confirm_deeds, load_deeds, rematch
    from zhifa.deeds.models import Served
    from zhifa.duties.models import Duty
    from zhifa.kernel import clock
    from zhifa.kernel.actor import Actor

    clerk, system = prepare(), Actor.system("bench")
    cited = regulations()
    deeds, duties = planned()
    keys: list[str] = []
    for start in range(0, DEEDS, SHEET):
        drafts = [draft_of(one, cited) for one in deeds[start : start + SHEET]]
        keys += [deed.key for deed in load_deeds(system, drafts, sheet=f"年度{start}", now=clock.now())]
    confirm_deeds(system, now=clock.now())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    desk = Client()
    account = Account.objects.get(username="clerk")
    desk.force_login(account, backend="django.contrib.auth.backends.ModelBackend")

    issue(clerk, duties[:60], cited, call=True)
    few = opened(desk)
    began = time.perf_counter()
    issue(clerk, duties[60:], cited, call=False)
    issuing = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    Served.objects.all().delete()
    Duty.objects.update(done=0, proven_on=None, is_proven=False, is_late=False, by_rule=False)
    began = time.perf_counter()
    looked_at = rematch(date(YEAR, 1, 1), date(YEAR, 12, 31))
    cold = time.perf_counter() - began

    order = dict(
        enumerate(Duty.objects.filter(is_current=True).order_by("section").values_list("key", flat=True))
    )
    unlike, brute = compared(keys, deeds, duties, order)
    many = opened(desk)
    one = new_deed(system, deeds[7], cited)
    return {
        "deeds": looked_at,
        "duties": Duty.objects.filter(is_current=True).count(),
        "matches": Served.objects.filter(purpose="duty").count(),
        "cold_s": round(cold, 1),
        "brute_force_s_for_all": round(brute * DEEDS / SAMPLE, 1),
        "sample": SAMPLE,
        "unlike": unlike,
        "issue_with_matching_s": round(issuing, 1),
        "one_ms": round(1_000 * one, 1),
        "page_few": few,
        "page_many": many,
        "more_queries_for_more_duties": many["queries"] - few["queries"],
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "aims": AIMS,
    }


def regulations() -> list[Any]:
    """The invented regulations, as they are cited."""
    from zhifa.kernel import clock
    from zhifa.kernel.actor import Actor
    from zhifa.laws.api import DocumentDraft, add_document, parse_citations

    keeper, since = Actor.system("laws"), date(2010, 1, 1)
    for law in range(LAWS):
        add_document(
            keeper, DocumentDraft("policy_document", name_of(law), "某市", since, source="公报"), clock.now()
        )
    return [parse_citations([f"《{name_of(law)}》"], since)[0] for law in range(LAWS)]


def draft_of(one: Done, cited: list[Any]) -> Any:
    """A planned deed as its draft."""
    from zhifa.deeds.api import CiteDraft, DeedDraft

    ref = cited[one.law]
    cites = (CiteDraft(ref.version_id, ref.provision_text_id, ref.label),) if one.cites else ()
    return DeedDraft(
        one.kind, one.title, one.day, one.unit, audience=one.audience, cites=cites, reported_on=one.day
    )


def issue(clerk: Any, duties: list[Owed], cited: list[Any], *, call: bool) -> None:
    """The duties as the next issued version of the year; what was issued before stands in it too."""
    from zhifa.duties.api import CallDraft, Consideration, Issue, LawWords, LineDraft, call_year, load_issued
    from zhifa.kernel import clock

    if call:
        call_year(clerk, CallDraft(YEAR, "责任清单", date(YEAR, 1, 2), date(YEAR, 2, 1)), now=clock.now())
    lines = []
    for number, owed in enumerate(duties, start=0 if call else 60):
        ref = cited[owed.law]
        law = LawWords(ref.version_id, ref.provision_text_id, ref.label)
        draft = LineDraft(
            "own", (law,), owed.audiences, owed.since, owed.until, "宣传", owed.kinds, 3, owed.until, "", f"{number:05d}", "某某",
            ("notice",), "知晓",
        )  # fmt: skip
        lines.append((owed.unit, draft))
    day = date(YEAR, 3, 1) if call else date(YEAR, 4, 1)
    said = Consideration("joint-meeting", day, "纪要")
    load_issued(clerk, YEAR, lines, said, Issue(f"某普〔{YEAR}〕{day.month}号", day, day), now=clock.now())


def compared(
    keys: list[str], deeds: list[Done], duties: list[Owed], order: dict[int, str]
) -> tuple[int, float]:
    """Of a sample, the deeds for which the peer answers otherwise; and how long it took for them."""
    from zhifa.deeds.models import Served

    chosen = random.Random(7).sample(range(DEEDS), SAMPLE)
    found: dict[str, set[str]] = {keys[at]: set() for at in chosen}
    for key, code in Served.objects.filter(purpose="duty", deed__key__in=list(found)).values_list(
        "deed__key", "code"
    ):
        found[key].add(code)
    began = time.perf_counter()
    truth = {
        keys[at]: {order[number] for number, owed in enumerate(duties) if serves(deeds[at], owed)}
        for at in chosen
    }
    took = time.perf_counter() - began
    assert any(truth.values()), "the sample serves something"
    return sum(found[key] != truth[key] for key in found), took


def new_deed(system: Any, like: Done, cited: list[Any]) -> float:
    """Seconds until one more confirmed deed is matched and its duties are told: the best of five."""
    from zhifa.deeds.api import confirm_deeds, load_deeds
    from zhifa.deeds.services.writing import note_served
    from zhifa.kernel import clock

    best = float("inf")
    for number in range(5):
        (deed,) = load_deeds(system, [draft_of(like, cited)], sheet=f"新{number}", now=clock.now())
        confirm_deeds(system, [deed.key], now=clock.now())
        began = time.perf_counter()
        note_served([deed.pk])
        best = min(best, time.perf_counter() - began)
    return best


def opened(client: Any) -> dict[str, Any]:
    """The page of the year by unit: milliseconds (best of four) and queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    best, address = float("inf"), f"/work/duties/year/{YEAR}/"
    for _ in range(4):
        with CaptureQueriesContext(connection) as caught:
            began = time.perf_counter()
            answer = client.get(address, headers={"host": "127.0.0.1"})
            best = min(best, time.perf_counter() - began)
        assert answer.status_code == 200, address
    return {"ms": round(1_000 * best), "queries": len(caught)}


if __name__ == "__main__":
    fresh(DATABASE)
    print(json.dumps(measure(), ensure_ascii=False, indent=2))
