"""`zhifa search`: the provisions for a plain question; or a run over a collection, so that anyone can judge the ranking."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from zhifa.kernel import clock
from zhifa.kernel.errors import BadInput
from zhifa.laws.rules.retrieval import Article, Ranker, index_of
from zhifa.laws.selectors.answering import provisions_for, shipped_ranking
from zhifa.laws.services.retrieval import bring_index_up_to_date

A_QUESTION = 100  # lines of a run
CORPUS = ("doc_id", "law", "content")
QUERIES = ("query_id", "query")


class Command(BaseCommand):
    """Answers one question from the library; with `--run` ranks a whole collection into a file; with `--rebuild` makes the
    index anew."""

    help = "用平常话找条文（provisions for a plain question; --run ranks a collection into a TREC file）"

    def add_arguments(self, parser: CommandParser) -> None:
        """A question, or three files, or a rebuild."""
        parser.add_argument("question", nargs="?", default="")
        parser.add_argument("--run", type=Path, help="问题文件 JSONL：query_id, query（questions）")
        parser.add_argument("--corpus", type=Path, help="条文文件 JSONL：doc_id, law, content（articles）")
        parser.add_argument(
            "--out", type=Path, help="结果文件，TREC 格式，每题 100 行（the run, 100 a question）"
        )
        parser.add_argument("--plain", action="store_true", help="只按词语排序，不用学习结果（BM25 alone）")
        parser.add_argument("--rebuild", action="store_true", help="重建条文索引（make the index anew）")

    def handle(self, *args: Any, question: str, run: Path | None, **options: Any) -> None:
        """Do what was asked; one of the three."""
        if run is not None:
            if options["corpus"] is None or options["out"] is None:
                raise CommandError("--run 要同时给出 --corpus 和 --out（--run needs --corpus and --out）")
            self._run(run, options["corpus"], options["out"], plain=options["plain"])
        elif options["rebuild"]:
            self.stdout.write(f"条文索引已重建：{bring_index_up_to_date(clock.today(), anew=True)} 条")
        elif question:
            self._answer(question)
        else:
            raise CommandError('请写一个问题，例如 zhifa search "同事借我钱不还怎么办"（give a question）')

    def _answer(self, question: str) -> None:
        answer = provisions_for(question, clock.today())
        if answer.degraded:
            self.stdout.write("条文索引暂不可用，正在用较慢的方式查找")
        for one in answer.provisions:
            self.stdout.write(f"{one.label}\n  {one.text.text}")
        if not answer.provisions:
            self.stdout.write("没有找到可以回答的条文")

    def _run(self, run: Path, corpus: Path, out: Path, *, plain: bool) -> None:
        for path in (run, corpus):
            if not path.is_file():
                raise BadInput(_("没有这个文件：%(name)s") % {"name": str(path)}, next_step=_("请核对路径。"))
        if not out.parent.is_dir() or out.is_dir():
            raise BadInput(
                _("结果写不到 %(name)s") % {"name": str(out)}, next_step=_("请写一个已有文件夹里的文件名。")
            )
        rows = sorted(read_lines(corpus, CORPUS), key=_first_seen())
        index = index_of([Article(_group(one), str(one["law"]), str(one["content"])) for one in rows])
        ranker = Ranker(index, None if plain else shipped_ranking())
        name = "zhifa" if ranker.ranking is not None else "zhifa-bm25"
        with out.open("w", encoding="utf-8") as file:
            for one in read_lines(run, QUERIES):
                for rank, (number, score) in enumerate(ranker.ranked(str(one["query"]), A_QUESTION), start=1):
                    file.write(
                        f"{one['query_id']}\tQ0\t{rows[number]['doc_id']}\t{rank}\t{score:.6f}\t{name}\n"
                    )


def read_lines(path: Path, needed: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """The objects of a JSONL file; refuses a line that is none or lacks a field, by its number."""
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                if not line.strip():
                    continue
                one = json.loads(line)
                if not isinstance(one, dict) or not one.keys() >= set(needed):
                    raise ValueError(
                        _("缺少字段 %(fields)s") % {"fields": "、".join(needed)} + f" [{number}]"
                    )
                yield one
    except (OSError, ValueError) as error:
        raise BadInput(
            _("读不出 %(name)s") % {"name": path.name},
            why=str(error),
            next_step=_("每行一个 JSON 对象，UTF-8 编码。"),
        ) from error


def _group(row: dict[str, Any]) -> str:
    return str(row.get("file") or row["law"])


def _first_seen() -> Any:
    """A sorting key that keeps the order of laws and brings the articles of one together."""
    seen: dict[tuple[str, str], int] = {}
    return lambda row: seen.setdefault((_group(row), str(row["law"])), len(seen))
