"""Papers of equal difficulty: 10,000 of 45 questions from a bank of 2,000, drawn, frozen and counted anew.

The bank has three kinds, six topics, declared difficulty from 1 to 5 and an observed one that strays from it (deviation 0.12); the
blueprint is a province's: 25 single of 2, 10 multiple of 3, 10 true-or-false of 2, with topics for some. Its peer draws as many of each
kind at random, as others do, and shows what their spread is.
"""

from __future__ import annotations

import json
import os
import random
import resource
import sys
import time
from typing import Any

from bench import fresh

DATABASE = "zhifa_bench_papers"
if __name__ == "__main__":
    os.environ["ZHIFA_DATABASE_NAME"] = DATABASE
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhifa.config.settings")
    sys.path.insert(0, "src")

BANK, PAPERS = 2_000, 10_000
AIMS = {"seconds": 600.0, "spread": 1.0, "distinct": PAPERS}
TOPICS = ("宪法", "行政处罚", "民法典", "公务员", "监察", "国家安全")
POINTS = {"single": 2.0, "multiple": 3.0, "judge": 2.0}


def main() -> dict[str, Any]:
    """Fill the bank, draw, compare."""
    from django.core.management import call_command

    from zhifa.exams.api import (
        BlueprintDraft,
        ItemDraft,
        Line,
        Question,
        draw_papers,
        keep_blueprint,
        load_items,
    )
    from zhifa.exams.models import Item
    from zhifa.kernel import clock
    from zhifa.kernel.actor import Actor
    from zhifa.people.api import open_district

    call_command("migrate", verbosity=0)
    system, other, now = Actor.system("bench"), Actor.system("reader"), clock.now()
    dice = random.Random(7)
    open_district(system, "990001", "测量区", demonstration=False, now=now)

    def question(number: int) -> Question:
        kind = dice.choice(("single", "single", "multiple", "judge"))
        if kind == "judge":
            return Question(kind, f"判断 {number}", (), (dice.choice("TF"),))
        return Question(
            kind, f"选择 {number}", ("甲", "乙", "丙", "丁"), ("A",) if kind == "single" else ("A", "C")
        )

    cited = (law(),)
    drafts = [
        ItemDraft(question(n), dice.choice(TOPICS), dice.randint(1, 5), citations=cited) for n in range(BANK)
    ]
    started = time.perf_counter()
    items = load_items(system, drafts, now=now, reviewer=other)
    loaded = time.perf_counter() - started
    from zhifa.exams.terms import EXPECTED

    for item, draft in zip(items, drafts, strict=True):
        item.observed = round(min(0.99, max(0.02, dice.gauss(EXPECTED[draft.difficulty], 0.12))), 4)
        item.observed_n = 200
    Item.objects.bulk_update(items, ["observed", "observed_n"])
    lines = (
        Line(13, "single"), Line(6, "single", topic="宪法"), Line(6, "single", topic="公务员"), Line(5, "multiple"),
        Line(5, "multiple", topic="行政处罚"), Line(10, "judge"),
    )  # fmt: skip
    blueprint = keep_blueprint(system, BlueprintDraft("全省统一", POINTS, lines), now=now)
    started = time.perf_counter()
    draw = draw_papers(system, blueprint.key, PAPERS, clock.today(), now=now, seed="bench")
    seconds = time.perf_counter() - started
    papers = list(draw.papers.values_list("versions", flat=True))
    worth = {version: POINTS[kind] * float(seen) for version, kind, seen in _worths()}
    scores = [sum(worth[version] for version in paper) for paper in papers]
    plain = _plain(dice)
    return {
        "bank": BANK, "papers": PAPERS, "questions": 45, "load_s": round(loaded, 2), "seconds": round(seconds, 1),
        "distinct": len({tuple(sorted(paper)) for paper in papers}), "report": draw.report,
        "spread": round(max(scores) - min(scores), 3), "peer_spread": round(max(plain) - min(plain), 2),
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024), "aims": AIMS,
    }  # fmt: skip


def law() -> Any:
    """One statute, cited whole by every question."""
    from datetime import date

    from zhifa.laws.api import CitationRef, Instrument, Version

    found = Instrument.objects.create(
        code="bench-law", kind="statute", title="测量法", short_title="测量法", pinyin="celiangfa"
    )
    since = date(2010, 1, 1)
    version = Version.objects.create(
        instrument=found,
        published_on=since,
        effective_on=since,
        basis="stated",
        source="测量",
        source_key="1",
        text_held=False,
    )
    return CitationRef(version.pk, None, "《测量法》")


def _worths() -> Any:
    from zhifa.exams.models import ItemVersion

    return ItemVersion.objects.values_list("pk", "kind", "item__observed")


def _plain(dice: random.Random) -> list[float]:
    """Expected scores of papers drawn at random by kind alone."""
    by_kind: dict[str, list[float]] = {kind: [] for kind in POINTS}
    for _version, kind, seen in _worths():
        by_kind[kind].append(POINTS[kind] * float(seen))
    takes = {"single": 25, "multiple": 10, "judge": 10}
    return [
        sum(sum(dice.sample(by_kind[kind], take)) for kind, take in takes.items()) for _paper in range(PAPERS)
    ]


if __name__ == "__main__":
    fresh(DATABASE)
    print(json.dumps(main(), ensure_ascii=False, indent=2))
