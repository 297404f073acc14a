"""Restoring on a bare machine, and comparing with what was published."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from zhifa.config.backup.archive import Archive
from zhifa.config.backup.database import DUMP, is_empty, load
from zhifa.config.backup.errors import ArchiveUnusable, HomeNotBare, RestorationIncomplete
from zhifa.config.backup.manifest import Kept, kept_backups
from zhifa.config.backup.marks import MARK, refuse_half_restored
from zhifa.config.environment import REHEARSAL, Environment

Say = Callable[[str], None]


@dataclass(frozen=True)
class Restored:
    """What came back: entries sealed, files of evidence checked, how many erasures were done again, and the published heads that
    the log does not contain."""

    size: int
    evidence: int
    erased: int
    forks: tuple[str, ...]


def choose(archive: Archive, wanted: str) -> tuple[Kept, list[Kept]]:
    """The backup to restore (the newest, or the one whose identity begins with `wanted`) and all that the archive holds."""
    if not archive.exists():
        raise ArchiveUnusable(f"{archive.place} 里没有归档", next_step="核对 --from。")
    kept = kept_backups(archive)
    chosen = [one for one in kept if one.id.startswith(wanted)]
    if not chosen or (wanted and len(chosen) > 1):
        raise ArchiveUnusable(
            "归档里没有这个备份" if wanted else "归档里没有完整的备份",
            next_step="运行 zhifa restore --from … --list 看有哪些。",
        )
    return chosen[-1], kept


def restore_files(
    environment: Environment, archive: Archive, chosen: Kept, *, rehearsal: bool, say: Say
) -> None:
    """Keys and evidence into an empty home. The mark says that the home is not whole until `finish` takes it away."""
    home = environment.home
    refuse_half_restored(home)
    if home.exists() and any(one.name != "lost+found" for one in home.iterdir()):
        raise HomeNotBare(
            f"数据目录 {home} 不是空的",
            why="恢复只写进空的目录，免得两份数据混在一起。",
            next_step="用 ZHIFA_HOME 指一个空目录，或先把原来的移走。",
        )
    home.mkdir(parents=True, exist_ok=True)
    (home / MARK).write_text(chosen.id, encoding="ascii")
    if rehearsal:
        (home / REHEARSAL).write_text("", encoding="ascii")
    say("恢复密钥和佐证")
    archive.unpack(chosen.manifest.files, home)


def restore_database(url: str, archive: Archive, chosen: Kept, *, say: Say) -> None:
    """The dump into an empty database, all or nothing."""
    if not is_empty(url):
        raise HomeNotBare("数据库不是空的", next_step="换一个空的数据库再恢复。")
    say("恢复数据库")
    with archive.stream(chosen.manifest.database, DUMP) as source:
        load(url, source, made_by=chosen.manifest.postgres)


def checked(
    environment: Environment, chosen: Kept, heads: list[tuple[str, str]], erased: Sequence[str], *, say: Say
) -> Restored:
    """Walk the ledger and the evidence, erase again what was erased after this backup, compare with every published head; Django is set up.

    `heads` are pairs of where a head was published and its signed note. What is not as it was kept is
    `RestorationIncomplete`; a head beyond this log is no fault of the restoration and is answered in `forks`.
    """
    from zhifa.evidence.api import damaged_files, return_to_store
    from zhifa.kernel import clock
    from zhifa.ledger.api import compared, keep_erasure, keep_witness, refusal_of, verify_log
    from zhifa.people.api import redo_erasures

    say("逐条核对存证日志")
    report = verify_log(progress=lambda done: say(f"已核对 {done} 条"))
    own = compared(chosen.manifest.head, "这个备份自己") if chosen.manifest.head else None
    if report.faults or own is not None:
        raise RestorationIncomplete(
            "恢复出来的存证日志与备份时不符",
            why="；".join([*report.faults[:3], *([str(refusal_of(own).what)] if own else [])]),
            next_step="不要启用这份数据；换一个备份（--at）再恢复。",
        )
    return_to_store(environment.home / "evidence")
    say("核对佐证文件")
    count, bad = damaged_files(progress=lambda done: say(f"已核对佐证 {done} 件"))
    if bad:
        raise RestorationIncomplete(
            f"{len(bad)} 件佐证缺失或被改动", why="、".join(bad[:5]), next_step="换一个备份（--at）再恢复。"
        )
    forks = [found for source, text in heads if (found := compared(text, source)) is not None]
    if forks:  # the newest of them becomes the witness of this home, so that nothing is sealed on by mistake
        keep_witness(max((one.size, dict(heads)[one.source]) for one in forks)[1])
    redone = redo_erasures(erased, now=clock.now())
    for owner in erased:  # this home must know them too, for the next time
        keep_erasure(owner)
    return Restored(report.size, count, redone, tuple(str(refusal_of(one).what) for one in forks))


def published_heads(
    environment: Environment, chosen: Kept, kept: list[Kept], given: str, archive: str
) -> list[tuple[str, str]]:
    """Where heads newer than the backup may have been published: the archive's later backups, the witnesses, and what is given."""
    later = [one for one in kept if one.manifest.origin == chosen.manifest.origin and one.manifest.head]
    heads = [(f"{archive}（{one.manifest.made_at[:19]} 的备份）", one.manifest.head) for one in later]
    heads += [(str(path), path.read_text("utf-8")) for path in environment.witnesses if path.exists()]
    if given:
        heads.append((given, _note_at(given)))
    return heads


def erasures_known(environment: Environment, kept: list[Kept], origin: str, given: str) -> list[str]:
    """Whose salts are known to have been destroyed: by any backup of the archive, beside the witnesses, and in the file that is given (a
    key a line)."""
    from zhifa.ledger.api import erasures_noted

    found = [owner for one in kept if one.manifest.origin == origin for owner in one.manifest.erased]
    found += erasures_noted(environment.witnesses)
    if given:
        try:
            found += Path(given).expanduser().read_text("utf-8").split()
        except (OSError, UnicodeDecodeError) as error:
            raise ArchiveUnusable(
                f"读不到 {given} 里的删除名单：{error}", next_step="核对 --erased。"
            ) from error
    return list(dict.fromkeys(found))


def finish(home: Path) -> None:
    """The home is whole: take the mark away."""
    (home / MARK).unlink()


def _note_at(place: str) -> str:
    """A signed note from a file, an address, or the checkpoint inside a report's bundle.json."""
    try:
        if place.startswith(("http://", "https://")):
            with urllib.request.urlopen(place, timeout=30) as answer:  # noqa: S310 - the administrator's own address
                text: str = answer.read().decode("utf-8")
        else:
            text = Path(place).expanduser().read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ArchiveUnusable(
            f"读不到 {place} 的签名树头：{error}", next_step="核对 --checkpoint。"
        ) from error
    if text.lstrip().startswith("{"):
        return str(json.loads(text).get("checkpoint", ""))
    return text
