"""The store as a whole: what is missing or changed is found; a bucket is mirrored for backups and filled again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages

from zhifa.evidence.api import damaged_files, mirror_store, return_to_store
from zhifa.evidence.tests.test_storing import take

pytestmark = pytest.mark.django_db


class Bucket(Storage):
    """Objects by name, without a place in the file system that programs could open."""

    def __init__(self, location: str) -> None:
        self._objects = FileSystemStorage(location)

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        return self._objects.open(name, mode)

    def _save(self, name: str, content: File[bytes]) -> str:
        return self._objects.save(name, content)

    def exists(self, name: str) -> bool:
        return self._objects.exists(name)

    def delete(self, name: str) -> None:
        self._objects.delete(name)


def test_a_missing_and_a_changed_file_are_found(store: Path) -> None:
    evidence = take()
    assert damaged_files() == (1, [])
    (store / evidence.storage_name).write_bytes(b"changed")
    assert damaged_files() == (1, [evidence.title])
    (store / evidence.storage_name).unlink()
    assert damaged_files() == (1, [evidence.title])


def test_a_folder_is_its_own_mirror(store: Path, tmp_path: Path) -> None:
    take()
    assert mirror_store(tmp_path / "mirror") == 0
    assert return_to_store(tmp_path / "mirror") == 0


def test_a_bucket_is_mirrored_once_and_filled_again(settings: Any, tmp_path: Path) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "evidence": {"BACKEND": f"{__name__}.Bucket", "OPTIONS": {"location": str(tmp_path / "bucket")}},
    }
    evidence = take()
    mirror = tmp_path / "mirror"
    assert mirror_store(mirror) == 1
    assert mirror_store(mirror) == 0, "files never change under their name"
    storages["evidence"].delete(evidence.storage_name)
    assert return_to_store(mirror) == 1
    assert damaged_files() == (1, [])
