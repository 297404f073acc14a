"""Pages over a large office: the founding district with 100,000 more records, its heaviest pages opened.

The same pages as in `bench_district`, asked of Django in this process as their reader sees them. The peer of each is the
page that only says that the process lives, in the same run; besides, each page's queries are set beside those it
asked when the district had its 3,449 founding records: a page must not ask more because there is more.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bench import fresh
from bench.bench_district import PUBLIC, UNTIL, WINDOW, WORK, opened, timed

DATABASE = "zhifa_bench_pages"
if __name__ == "__main__":
    os.environ["ZHIFA_DATABASE_NAME"] = DATABASE
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhifa.config.settings")
    sys.path.insert(0, "src")

MORE = 100_000
SHEET = 10_000
PAGES = {name.split(",")[0]: path for name, path in (PUBLIC | WORK).items() if "last page" not in name} | {
    "records, searched": "/work/deeds/?q=宪法",
    "records, page 500": "/work/deeds/?page=500",
    "one figure, records page 200": f"/figures/deeds.attendances/?{WINDOW}&page=200",
}
AIMS = {"page_ms": 300.0, "more_queries_for_more_records": 0}


def measure() -> dict[str, Any]:
    """Found, open, enlarge, open again."""
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from zhifa.accounts.api import Account
    from zhifa.founding.api import found_district
    from zhifa.kernel import clock

    call_command("migrate", verbosity=0, interactive=False)
    found_district(now=clock.now(), say=lambda line: None)
    clerk = Client()
    clerk.force_login(
        Account.objects.get(username="clerk"), backend="django.contrib.auth.backends.ModelBackend"
    )
    few = look(clerk)
    loading = timed(enlarge)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    many = look(clerk)
    least = opened(Client(), "/healthz")["ms"]
    pages = {
        name: {
            **page,
            "ratio_to_healthz": round(page["ms"] / least, 1),
            "queries_with_few": few[name]["queries"],
            "ms_with_few": few[name]["ms"],
        }
        for name, page in many.items()
    }
    return {
        "cores": os.cpu_count(),
        "records": 3_449 + MORE,
        "loaded_and_confirmed_per_s": round(MORE / loading),
        "healthz_ms": least,
        "heaviest": max(pages, key=lambda name: pages[name]["ms"]),
        "over_the_aim": [name for name, page in pages.items() if page["ms"] > AIMS["page_ms"]],
        "asks_more": [name for name, page in pages.items() if page["queries"] > page["queries_with_few"]],
        "pages": pages,
        "aims": AIMS,
    }


def look(clerk: Any) -> dict[str, dict[str, Any]]:
    """Every page once by its reader: a stranger, or the clerk."""
    from django.test import Client

    stranger = Client()
    return {
        name: opened(clerk if path.startswith("/work/") else stranger, path) for name, path in PAGES.items()
    }


def enlarge() -> None:
    """100,000 activities of all units over the whole window, confirmed and public, by the door that imports use."""
    from zhifa.deeds.api import CountDraft, DeedDraft, confirm_deeds
    from zhifa.founding.services.opening import Gate
    from zhifa.kernel import clock
    from zhifa.kernel.actor import Actor
    from zhifa.outreach.api import ActivityDraft, load_activities
    from zhifa.people.api import Unit

    system, now, since = Actor.system("bench"), clock.now(), date(2016, 1, 1)
    codes = list(
        Unit.objects.filter(valid_until=None).exclude(kind="community").values_list("code", flat=True)
    )
    days = (UNTIL - since).days
    gate = Gate(now)
    first = DeedDraft("lecture", "", since, "", "staff")
    for start in range(0, MORE, SHEET):
        drafts = [
            ActivityDraft(
                replace(
                    first,
                    title=f"{'宪法' if number % 5 else '民法'}专题讲座第{number}期",
                    occurred_on=since + timedelta(days=number % days),
                    unit=codes[number % len(codes)],
                    counts=(CountDraft("attendances", "onsite", "sign_in", 20 + number % 180),),
                )
            )
            for number in range(start, start + SHEET)
        ]
        made = load_activities(system, drafts, sheet=f"bench-{start}", now=now)
        keys = [deed.key for deed in made]
        confirm_deeds(system, keys, now=now)
        gate.let_out("deed", keys, f"测量用的一批 {start}")


if __name__ == "__main__":
    fresh(DATABASE)
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    print(json.dumps(measure(), ensure_ascii=False, indent=2))
