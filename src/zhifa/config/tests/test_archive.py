"""The archive through restic's own program, and the passphrase that opens it."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from zhifa.config.backup.archive import Archive
from zhifa.config.backup.errors import ArchiveUnusable, PassphraseMissing
from zhifa.config.backup.passphrase import FILE_VARIABLE, VARIABLE, passphrase

WORDS = "correct horse battery staple"


def stream(content: bytes) -> io.BufferedReader:
    """Bytes as a pipe, for a program to read."""
    read, write = os.pipe()
    with os.fdopen(write, "wb") as file:
        file.write(content)
    return os.fdopen(read, "rb")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive(str(tmp_path / "archive"), WORDS)
    assert not made.exists()
    made.create()
    return made


def test_what_goes_in_comes_out(archive: Archive, tmp_path: Path) -> None:
    root = tmp_path / "home"
    (root / "evidence" / "ab").mkdir(parents=True)
    (root / "evidence" / "ab" / "file.pdf").write_bytes(b"evidence")
    kept = archive.keep_files(root, ["evidence"], ["files"])
    with stream(b"SELECT 1;\n") as source:
        text = archive.keep_stream(source, "database.sql", ["database"])
    assert [one.id[:8] for one in archive.snapshots("files")] == [kept.id]
    archive.unpack(kept.id, tmp_path / "bare")
    assert (tmp_path / "bare" / "evidence" / "ab" / "file.pdf").read_bytes() == b"evidence"
    with archive.stream(text.id, "database.sql") as source:
        assert source.read() == b"SELECT 1;\n"
    archive.check()


def test_the_second_time_only_what_changed_is_written(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "big").write_bytes(os.urandom(3_000_000))
    first = archive.keep_files(tmp_path / "home", ["big"], ["files"])
    second = archive.keep_files(tmp_path / "home", ["big"], ["files"])
    assert first.added > 3_000_000
    assert second.added < 10_000
    archive.forget([first.id])
    assert [one.id[:8] for one in archive.snapshots("files")] == [second.id]


def test_nothing_of_it_is_in_clear(archive: Archive) -> None:
    archive.keep_text("杨某 13800000000 clear words", "manifest.json", ["manifest"])
    assert archive.folder is not None
    for path in archive.folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert b"clear words" not in content
            assert WORDS.encode() not in content


def test_another_passphrase_opens_nothing(archive: Archive) -> None:
    with pytest.raises(ArchiveUnusable, match="口令不对"):
        Archive(archive.place, "another passphrase").exists()


def test_a_changed_byte_of_the_archive_is_noticed(archive: Archive) -> None:
    kept = archive.keep_text("x" * 5000, "manifest.json", ["manifest"])
    assert archive.folder is not None
    pack = max(
        (archive.folder / "data").rglob("*"), key=lambda path: path.stat().st_size if path.is_file() else 0
    )
    content = bytearray(pack.read_bytes())
    content[len(content) // 3] ^= 1
    pack.chmod(0o600)
    pack.write_bytes(content)
    with pytest.raises(ArchiveUnusable):
        archive.check()
    assert kept.id


def test_without_restic_the_one_command_is_said(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(ArchiveUnusable, match="没有 restic") as refused:
        archive.snapshots("manifest")
    assert "apt-get install" in refused.value.next_step


def key_file(path: Path, words: str = WORDS, mode: int = 0o600) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words + "\n", "utf-8")
    path.chmod(mode)
    return str(path)


def test_the_passphrase_comes_from_a_file_or_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (VARIABLE, FILE_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    place = key_file(tmp_path / "safe" / "key")
    assert passphrase(place, apart_from=(tmp_path / "home",), twice=True) == WORDS
    monkeypatch.setenv(VARIABLE, "from the environment")
    assert passphrase("", apart_from=(), twice=True) == "from the environment"
    monkeypatch.setenv(FILE_VARIABLE, place)
    assert passphrase("", apart_from=(), twice=True) == WORDS


@pytest.mark.parametrize(
    ("where", "words", "mode", "why"),
    [
        ("home/key", WORDS, 0o600, "口令文件放在了"),
        ("archive/sub/key", WORDS, 0o600, "口令文件放在了"),
        ("safe/key", WORDS, 0o640, "别人也能读"),
        ("safe/key", "short", 0o600, "太短"),
    ],
)
def test_a_passphrase_kept_badly_is_refused(
    tmp_path: Path, where: str, words: str, mode: int, why: str
) -> None:
    place = key_file(tmp_path / where, words, mode)
    with pytest.raises(PassphraseMissing, match=why):
        passphrase(place, apart_from=(tmp_path / "home", tmp_path / "archive"), twice=False)


def test_no_passphrase_at_all_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (VARIABLE, FILE_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    with pytest.raises(PassphraseMissing, match="没有给出"):
        passphrase("", apart_from=(), twice=False)
