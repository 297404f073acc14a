"""Keeping bytes: written durably before the row that names them commits; what no row names is swept later.

Everything goes through Django's `storages["evidence"]`, a folder or an S3 bucket.
"""

from __future__ import annotations

import errno
import logging
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.utils.translation import gettext as _

from zhifa.evidence.errors import StoreUnavailable
from zhifa.evidence.models import Evidence

ORPHAN_AFTER = timedelta(
    days=1
)  # longer than any act: a younger file may belong to one that has not committed
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
log = logging.getLogger(__name__)


def store(content: File[bytes], sha256: str, ending: str) -> str:
    """Write the bytes, force them to the disk, answer the name they have in the store.

    A full disk or a store that does not answer is `StoreUnavailable`; half-written files are removed.
    """
    kept = storages["evidence"]
    name = ""
    try:
        name = kept.get_available_name(f"{sha256[:2]}/{sha256}.{ending}")
        name = kept.save(name, File(content, name=name))  # a plain File is copied, never moved away
        _force_to_disk(kept, name)
    except _failures(kept) as error:
        _drop(kept, name)
        raise _unavailable(error) from error
    return name


def opened(evidence: Evidence) -> File[bytes]:
    """The kept bytes, open for reading; `StoreUnavailable` when the store does not give them."""
    kept = storages["evidence"]
    try:
        return kept.open(evidence.storage_name, "rb")
    except _failures(kept) as error:
        raise _unavailable(error) from error


def sweep_orphans(now: datetime) -> int:
    """Remove files that no row names and that are older than a day; answers how many went."""
    kept = storages["evidence"]
    swept = 0
    for folder, names in _folders(kept):
        known = set(
            Evidence.objects.filter(storage_name__startswith=f"{folder}/").values_list(
                "storage_name", flat=True
            )
        )
        for name in names:
            if name not in known and now - kept.get_modified_time(name) > ORPHAN_AFTER:
                kept.delete(name)
                swept += 1
    return swept


def _folders(kept: Storage) -> Iterator[tuple[str, list[str]]]:
    """Each folder of the store with the full names of its files."""
    try:
        folders, _files = kept.listdir("")
    except FileNotFoundError:
        return
    for folder in folders:
        yield folder, [f"{folder}/{name}" for name in kept.listdir(folder)[1]]


def _force_to_disk(kept: Storage, name: str) -> None:
    """fsync the file and the folders that hold it; a bucket has answered only when it holds the object."""
    try:
        path = Path(kept.path(name))
    except NotImplementedError:
        return
    for place in (path, path.parent, path.parent.parent):
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _drop(kept: Storage, name: str) -> None:
    """Remove a half-written file; if even that fails the sweep will find it."""
    if name:
        try:
            kept.delete(name)
        except _failures(kept):
            log.warning("未写完的佐证文件留待清扫：%s", name)


def _failures(kept: Storage) -> tuple[type[Exception], ...]:
    """What a store raises when it cannot serve: the system's errors, and the bucket client's own."""
    if type(kept).__module__.startswith("storages.backends.s3"):
        client = import_module("botocore.exceptions")  # installed with the bucket client only
        return (OSError, client.BotoCoreError, client.ClientError)
    return (OSError,)


def _unavailable(error: Exception) -> StoreUnavailable:
    full = isinstance(error, OSError) and error.errno in _FULL
    log.error("佐证存储不可用：%s", error)
    return StoreUnavailable(
        _("存放佐证的磁盘已满，文件没有保存") if full else _("存放佐证的地方暂时没有应答"),
        why=_("已经填写和保存过的内容没有受影响。"),
        next_step=_("请稍后再试；一直这样，请联系系统管理员清理磁盘或检查存储。")
        if full
        else _("请稍后再试；一直这样，请联系系统管理员。"),
    )
