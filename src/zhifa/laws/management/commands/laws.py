"""`zhifa laws import | diff | ripple | check | export | counts`."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentTypeError
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput
from zhifa.kernel.wording import listed
from zhifa.laws.rules.akoma import to_akoma
from zhifa.laws.rules.documents import LawDocument
from zhifa.laws.selectors import (
    TouchedUse,
    changes_listed,
    checked_text,
    instrument_by_code,
    library_counts,
    text_compared,
    text_wanted,
    touched_uses,
)
from zhifa.laws.services import Taken, import_documents, import_packaged, preview_documents
from zhifa.laws.services.readers import read_path
from zhifa.laws.terms import LONGEST_CHECKED, Flaw, Outcome

ACTOR = Actor.system("laws")
SIGNS = {"=": ("", ""), "-": ("[-", "-]"), "+": ("{+", "+}")}
DATABASES = (".db", ".sqlite3", ".sqlite")


class Command(BaseCommand):
    """Takes law in, compares two texts, checks citations, gives a text out, or says what the library holds."""

    help = (
        "法规库：import [路径] 导入（不写路径则装入数据包）；diff 甲 乙 对照两个文本；ripple [代码] 列出法律变动触及的引用；"
        "check 文件 核对引用；"
        "export 代码 输出 Akoma Ntoso；counts 显示收录情况"
        "（import, compare two texts as CODE@DAY or files, list what changes of law touch, check citations, export, count）"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """One word says what to do; what it is done with follows."""
        parser.add_argument("what", choices=["import", "diff", "ripple", "check", "export", "counts"])
        parser.add_argument("with_what", nargs="*", metavar="PATH | CODE@DAY")
        parser.add_argument(
            "--file", type=Path, help="另一份同样结构的数据文件（another file of the package's shape）"
        )
        parser.add_argument(
            "--preview", action="store_true", help="只预览，不写入（only say what would happen）"
        )
        parser.add_argument("--own", default="", help="“本法”所指的名称（what 本法 means, for check）")
        parser.add_argument("--on", type=_day, help="以哪一天为准（as of this day, YYYY-MM-DD）")

    def handle(self, *args: Any, what: str, with_what: list[str], **options: Any) -> None:
        """Do the one thing asked for."""
        on: date = options["on"] or clock.today()
        if what == "import" and with_what and Path(with_what[0]).suffix not in DATABASES:
            self._documents([Path(one) for one in with_what], preview=options["preview"])
        elif what == "import":
            self._packaged(options["file"] or (Path(with_what[0]) if with_what else None))
            self._counts(on)
        elif what == "diff":
            self._diff(with_what, on)
        elif what == "ripple":
            self._ripple(with_what, on)
        elif what == "check":
            self._check(with_what, on, options["own"])
        elif what == "export":
            self._export(with_what, on)
        else:
            self._counts(on)

    def _packaged(self, file: Path | None) -> None:
        began = time.monotonic()
        done = import_packaged(ACTOR, clock.now(), path=file)
        taken = time.monotonic() - began
        if done.added:
            self.stdout.write(
                f"已装入 {done.added} 个文本、{done.articles} 条条文，用时 {taken:.1f} 秒；存证 {done.entry}"
            )
        else:
            self.stdout.write(f"数据包的 {done.texts} 个文本都已收录，没有改动")

    def _documents(self, paths: list[Path], *, preview: bool) -> None:
        began = time.monotonic()
        if missing := [str(path) for path in paths if not path.exists()]:
            raise BadInput(f"没有这个文件或文件夹：{missing[0]}", next_step="请核对路径。")
        documents = [document for path in paths for document in read_path(path)]
        source = "、".join(path.name for path in paths)
        done = (
            preview_documents(ACTOR, documents, clock.now())
            if preview
            else import_documents(ACTOR, documents, source, clock.now())
        )
        for one in done:
            if one.outcome is Outcome.REFUSED or any(remark.part for remark in one.remarks):
                self.stdout.write(_told(one))
            for row in one.touches:
                self.stdout.write(_foreseen(row, one.since))
        outcomes = Counter(one.outcome for one in done)
        words = "，".join(
            f"{outcome.label} {outcomes[outcome]} 件" for outcome in Outcome if outcomes[outcome]
        )
        mode = "预览，没有写入：" if preview else ""
        self.stdout.write(f"{mode}{words or '没有可读的文件'}；用时 {time.monotonic() - began:.1f} 秒")
        if preview:
            return
        if outcomes[Outcome.REFUSED]:
            sys.exit(1)

    def _diff(self, which: list[str], on: date) -> None:
        if len(which) != 2:
            raise BadInput(
                "请写两个文本",
                next_step="例如 zhifa laws diff minfadian@2021-01-01 minfadian@2026-01-01，或两个文件。",
            )
        before, after = (_text(one, on) for one in which)
        comparison = text_compared(before, after)
        for row in comparison.rows:
            if row.pair.change == "same":
                continue
            labels = " → ".join(one.label for one in (row.pair.before, row.pair.after) if one is not None)
            self.stdout.write(f"【{row.words}】{labels}")
            if row.runs:
                self.stdout.write(
                    "".join(f"{SIGNS[run.sign][0]}{run.text}{SIGNS[run.sign][1]}" for run in row.runs)
                )
        self.stdout.write("，".join(f"{words} {count} 条" for _change, words, count in comparison.totals))

    def _ripple(self, which: list[str], on: date) -> None:
        """Every change with what it touches; of the instruments named also each citing, a line each."""
        for code in which:
            instrument_by_code(ACTOR, code)  # refuses one that the library does not have
        lines = [
            line for line in changes_listed(ACTOR, on) if not which or line.change.instrument.code in which
        ]
        for line in lines:
            change = line.change
            kind = "废止" if change.is_repeal else "新文本"
            self.stdout.write(
                f"{change.since}\t{change.instrument.code}\t{change.instrument.cited_as}\t{kind}\t"
                f"触及条文文本 {line.texts} 个，要处理 {line.tasks} 件，未处理 {line.open} 件"
            )
            for row in touched_uses(ACTOR, change) if which else ():
                standing = row.task.get_decision_display() or "待处理" if row.task else "仅提示"
                use = row.use
                self.stdout.write(
                    f"\t{row.citer.title}\t{use.unit_name}\t{use.title}\t{use.label}\t{row.how}\t{standing}"
                )
        self.stdout.write(f"法律变动 {len(lines)} 次")

    def _check(self, which: list[str], on: date, own: str) -> None:
        if len(which) != 1 or not Path(which[0]).is_file():
            raise BadInput("请写一个文本文件的路径", next_step="例如 zhifa laws check 讲稿.txt")
        text = _read(Path(which[0]))
        grave = 0
        for start in range(0, len(text), LONGEST_CHECKED):
            checked = checked_text(text[start : start + LONGEST_CHECKED], on, own=own, today=clock.today())
            grave += checked.grave
            for one in checked.findings:
                self.stdout.write(
                    f"{start + one.mention.start}\t{one.verdict.label}\t{one.label}\t{one.note}{one.mend}"
                )
        self.stdout.write(f"要改的 {grave} 处")
        if grave:
            sys.exit(1)

    def _export(self, which: list[str], on: date) -> None:
        if len(which) != 1:
            raise BadInput("请写一部法律的代码", next_step="例如 zhifa laws export minfadian --on 2021-01-01")
        document, code = text_wanted(ACTOR, f"{which[0]}@{on}" if "@" not in which[0] else which[0], on)
        self.stdout.write(to_akoma(document, code).decode())

    def _counts(self, on: date) -> None:
        counts = library_counts(ACTOR, on)
        self.stdout.write(
            f"法律文件 {counts.instruments} 件，收录文本 {counts.texts} 个、条文 {counts.articles} 条"
        )
        self.stdout.write(
            f"{on.isoformat()} 施行中 {counts.in_force} 件，其中当日文本已收录 {counts.in_force_held} 件"
        )


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError as error:
        raise ArgumentTypeError(f"不是日期：{words}") from error


def _text(which: str, on: date) -> LawDocument:
    """A text by CODE@DAY (or a title), or a file with one document."""
    if Path(which).exists():
        found = next(iter(read_path(Path(which))), None)
        if found is None or not found.pieces:
            flaws = listed(remark.flaw.label for remark in found.remarks) if found else ""
            raise BadInput(
                f"读不出法律文本：{which}", why=flaws, next_step="请给出 docx、html、md 或 xml 文件。"
            )
        return found
    return text_wanted(ACTOR, which, on)[0]


def _read(path: Path) -> str:
    """A text file in UTF-8 or GB18030; refused in any other encoding, so that no citation is lost in signs that nobody wrote."""
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput(
        f"读不出 {path.name} 的文字",
        why="不是 UTF-8，也不是 GB18030 编码。",
        next_step="请另存为 UTF-8 编码。",
    )


def _foreseen(row: TouchedUse, since: date | None) -> str:
    """A citing that the text would touch, on a line under its document."""
    waits = "要处理" if row.task is not None else "仅提示"
    use = row.use
    return f"\t{since}\t{row.citer.title}\t{use.unit_name}\t{use.title}\t{use.label}\t{row.how}\t{waits}"


def _told(one: Taken) -> str:
    """A document and what is to be known of it, on a line."""
    remarks = "；".join(
        f"{remark.flaw.label}{f'（{remark.part}）' if remark.part else ''}"
        for remark in one.remarks
        if remark.part or remark.flaw in Flaw.refusing()
    )
    return f"{one.outcome.label}\t《{one.document.title}》\t{one.document.name}\t{remarks}"
