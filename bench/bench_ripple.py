"""The replay of a change of law: an older snapshot, 20,000 citations, the newer snapshot; what the ripple lists, beside the truth.

The truth asks nothing of the ripple: for each citation it compares the cited words with those of the same number in the newest text
that the second import brought. Needs ../shared/data, and says so where it is missing.
"""

from __future__ import annotations

import json
import os
import random
import resource
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

from bench import fresh

DATABASE = "zhifa_bench_ripple"
if __name__ == "__main__":
    os.environ["ZHIFA_DATABASE_NAME"] = DATABASE
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhifa.config.settings")
    sys.path.insert(0, "src")

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
CITATIONS = 20_000
DAY = date(2025, 5, 1)  # the citations' day: after the older snapshot, before the newer
AIMS = {"recall": 1.0, "false_alarms": 0}


def measure() -> dict[str, Any]:
    """Import, cite, import, list, compare."""
    from django.db import connection

    from bench.bench_import import prepare
    from zhifa.deeds.api import CiteDraft, DeedDraft, load_deeds
    from zhifa.deeds.models import Cited
    from zhifa.kernel import clock
    from zhifa.kernel.actor import Actor
    from zhifa.laws.models import LawChange, ProvisionText, Version
    from zhifa.laws.selectors import touched_uses
    from zhifa.laws.services import import_documents
    from zhifa.laws.services.readers import read_path

    keeper, clerk = Actor.system("laws"), prepare()
    began = time.perf_counter()
    import_documents(keeper, list(read_path(DATA / "laws-2025-04")), "laws-2025-04", clock.now())
    older = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    standing = ProvisionText.objects.filter(version__text_held=True, version__effective_on__lte=DAY)
    standing = (
        standing.exclude(version__ended_on__lt=DAY)
        .exclude(version__instrument__is_repealed=True)
        .select_related("version__instrument", "provision")
    )
    pool = list(standing.order_by("pk"))
    chosen = random.Random(20250501).choices(pool, k=CITATIONS)
    drafts = [
        DeedDraft(
            kind="lecture", title=f"第{number}次讲{text.version.instrument.short_title[:40]}", occurred_on=DAY,
            unit=f"U{number % 60:02d}", audience="residents",
            cites=(CiteDraft(text.version_id, text.pk, text.provision.label),),
        )
        for number, text in enumerate(chosen)
    ]  # fmt: skip
    for start in range(0, CITATIONS, 5_000):
        load_deeds(clerk, drafts[start : start + 5_000], sheet=f"重放{start}", now=clock.now())

    held, before = (
        set(Version.objects.values_list("pk", flat=True)),
        set(LawChange.objects.values_list("pk", flat=True)),
    )
    began = time.perf_counter()
    import_documents(keeper, list(read_path(DATA / "laws-2026-06")), "laws-2026-06", clock.now())
    newer = time.perf_counter() - began
    changes = list(LawChange.objects.exclude(pk__in=before).select_related("instrument", "version"))
    began = time.perf_counter()
    listed = {
        (row.use.subject, row.use.text_id) for change in changes for row in touched_uses(keeper, change)
    }
    asked = time.perf_counter() - began

    truth = changed(
        Cited.objects.select_related("deed", "text__provision", "text__version__instrument"), held
    )
    return {
        "citations": CITATIONS,
        "instruments_cited": len({text.version.instrument_id for text in chosen}),
        "older_import_s": round(older, 1),
        "newer_import_s": round(newer, 1),
        "changes": len(changes),
        "citations_changed": len(truth),
        "listed": len(listed),
        "recall": round(len(truth & listed) / len(truth), 4) if truth else None,
        "false_alarms": len(listed - truth),
        "list_all_s": round(asked, 2),
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "aims": AIMS,
    }


def changed(cited: Any, held: set[int]) -> set[tuple[str, int]]:
    """The citations whose words the second import changed, by comparing each with the newest text of its instrument; or whose
    instrument stands no longer: none of them was repealed before."""
    from zhifa.laws.models import ProvisionText, Version

    newest = {
        version.instrument_id: version
        for version in Version.objects.filter(text_held=True).order_by("effective_on")
    }
    brought = {owner: version.pk for owner, version in newest.items() if version.pk not in held}
    words = {
        (row.version_id, row.provision.key): "".join(row.text.split())
        for row in ProvisionText.objects.filter(version__in=brought.values()).select_related("provision")
    }
    found = set()
    for row in cited:
        owner = row.text.version.instrument
        new = brought.get(owner.pk)
        own = "".join(row.text.text.split())
        if owner.is_repealed or (new is not None and words.get((new, row.text.provision.key)) != own):
            found.add((row.deed.key, row.text_id))
    return found


if __name__ == "__main__":
    if not DATA.is_dir():
        sys.exit(f"{DATA} is missing")
    fresh(DATABASE)
    print(json.dumps(measure(), ensure_ascii=False, indent=2))
