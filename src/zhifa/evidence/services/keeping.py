"""For backup and restoration: the whole store in a folder and back, and whether every file is as its row says."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, storages

from zhifa.evidence.errors import StoreUnavailable
from zhifa.evidence.models import Evidence
from zhifa.evidence.services.storing import opened

STEP = 500  # files between two words of progress
Progress = Callable[[int], None]


def mirror_store(folder: Path, *, progress: Progress = lambda done: None) -> int:
    """Fetch what a bucket holds and `folder` does not; answers how many files came. A folder is its own mirror.

    Files never change under their name, so what is there already is not fetched again.
    """
    if isinstance(storages["evidence"], FileSystemStorage):
        return 0
    fetched = 0
    for evidence in Evidence.objects.order_by("pk").iterator():
        path = folder / evidence.storage_name
        if path.exists():
            continue
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        half = path.with_name(f"{path.name}.half")
        with opened(evidence) as source, half.open("wb") as target:
            for piece in source.chunks():
                target.write(piece)
        half.replace(path)
        fetched += 1
        if fetched % STEP == 0:
            progress(fetched)
    return fetched


def return_to_store(folder: Path) -> int:
    """Put into a bucket what `folder` holds and the bucket does not; answers how many files went."""
    kept = storages["evidence"]
    if isinstance(kept, FileSystemStorage):
        return 0
    sent = 0
    for name in Evidence.objects.order_by("pk").values_list("storage_name", flat=True).iterator():
        path = folder / name
        if path.exists() and not kept.exists(name):
            with path.open("rb") as source:
                kept.save(name, File(source))
            sent += 1
    return sent


def damaged_files(*, progress: Progress = lambda done: None) -> tuple[int, list[str]]:
    """How many files were read again, and the titles of those that are missing or are not what their hash says."""
    bad = []
    count = 0
    for evidence in Evidence.objects.order_by("pk").iterator():
        count += 1
        digest = hashlib.sha256()
        try:
            with opened(evidence) as file:
                for piece in file.chunks():
                    digest.update(piece)
        except StoreUnavailable:
            bad.append(evidence.title)
            continue
        if digest.hexdigest() != evidence.sha256:
            bad.append(evidence.title)
        if count % STEP == 0:
            progress(count)
    return count, bad


def evidence_count() -> int:
    """How many files are kept."""
    return Evidence.objects.count()
