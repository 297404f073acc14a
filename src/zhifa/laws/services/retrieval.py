"""Making the index that plain questions are ranked with: a fresh folder, and then the one name that readers follow."""

from __future__ import annotations

import json
import shutil
import uuid
from datetime import date

import numpy as np
from django.db import transaction
from django.db.models import Q
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from zhifa.kernel import clock
from zhifa.laws.models import ProvisionText
from zhifa.laws.rules.retrieval import Article, index_of
from zhifa.laws.selectors.answering import index_folder, index_stamp, read_index

CHUNK = 5_000
FOLLOW = "zhifa.laws.jobs.follow_the_texts"
FOLLOW_LOCK = "laws.bring_index_up_to_date"


def follow_soon() -> None:
    """Have the index follow as soon as the caller's transaction is committed, and not at the next minute. Nothing where that is
    asked for already: whoever does it then finds these texts too."""
    try:
        with transaction.atomic():
            task = app.configure_task(FOLLOW, queueing_lock=FOLLOW_LOCK)
            task.defer(timestamp=int(clock.now().timestamp()))
    except AlreadyEnqueued:
        return


def bring_index_up_to_date(today: date, *, anew: bool = False) -> int | None:
    """Make the index where texts were added since it was made, or it is missing or damaged (or `anew`); answers how many
    articles it holds, None where nothing was to do.

    It holds the texts that stand on the day or later; those that ended before are left out. Readers use the old one until
    the new one is whole.
    """
    stamp = index_stamp()
    held = None if anew else read_index()
    if held is not None and held.stamp == stamp:
        return None
    keys, articles = [], []
    rows = (
        ProvisionText.objects.filter(Q(version__ended_on=None) | Q(version__ended_on__gte=today))
        .order_by("version_id", "position")
        .values_list("pk", "version_id", "version__instrument__title", "text")
    )
    for pk, version, title, text in rows.iterator(chunk_size=CHUNK):
        keys.append(pk)
        articles.append(Article(str(version), title, text))
    folder = index_folder()
    generation = uuid.uuid4().hex
    index_of(articles).write(folder / generation)
    np.save(folder / generation / "keys.npy", np.array(keys, dtype=np.int64))
    named = folder / f"{generation}.json"
    named.write_text(json.dumps({"generation": generation, "stamp": stamp}), encoding="utf-8")
    named.replace(folder / "current.json")
    for path in folder.iterdir():
        if path.is_dir() and path.name != generation:
            shutil.rmtree(path, ignore_errors=True)
    return len(articles)
