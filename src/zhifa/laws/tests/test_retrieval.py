"""Plain words in, law out: the index, the ranking, what happens without either."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput
from zhifa.laws.rules.documents import LawDocument
from zhifa.laws.rules.retrieval import Article, LegalIndex, Ranker, RankingUnusable, index_of, read_ranking
from zhifa.laws.rules.retrieval.grams import grams_of
from zhifa.laws.rules.retrieval.matching import matched_terms
from zhifa.laws.rules.retrieval.trees import trees_of
from zhifa.laws.selectors import answering
from zhifa.laws.selectors.answering import index_folder, provisions_for, shipped_ranking
from zhifa.laws.services import ImportCounts, correct_text, import_documents
from zhifa.laws.services.readers import read_path
from zhifa.laws.services.retrieval import FOLLOW, bring_index_up_to_date
from zhifa.laws.tests.conftest import KEEPER, NOW

TODAY = date(2026, 11, 26)
ARTICLES = [
    Article("1", "借款法", "借款人应当按照约定的期限返还借款。"),
    Article("1", "借款法", "借款的利息不得预先在本金中扣除。"),
    Article("2", "养犬条例", "饲养的动物造成他人损害的，动物饲养人应当承担侵权责任。"),
]


@pytest.fixture
def indexed(library: ImportCounts) -> Iterator[None]:
    """The packaged statutes with their index; the folder is removed afterwards."""
    bring_index_up_to_date(TODAY)
    yield
    shutil.rmtree(index_folder())
    answering._ranker_of.cache_clear()


def test_words_find_their_article_and_no_word_finds_none() -> None:
    ranker = Ranker(index_of(ARTICLES))
    assert ranker.ranked("返还借款")[0][0] == 0
    assert ranker.ranked("动物伤人")[0][0] == 2
    assert ranker.ranked("？！ ") == []
    assert Ranker(index_of([])).ranked("借款") == []


def test_full_width_forms_are_the_plain_ones_and_stops_part_pairs() -> None:
    assert sorted(grams_of("ＡＢ")) == sorted(grams_of("ab"))
    assert len(grams_of("借，款")) == 2
    assert len(grams_of("借款")) == 3


def test_an_index_is_read_as_it_was_written_and_a_cut_one_is_refused(tmp_path: Path) -> None:
    index_of(ARTICLES).write(tmp_path)
    again = Ranker(LegalIndex.read(tmp_path))
    assert again.ranked("利息") == Ranker(index_of(ARTICLES)).ranked("利息")
    np.save(tmp_path / "whole-weights.npy", np.zeros(3, dtype=np.float32))
    with pytest.raises(ValueError, match="whole"):
        LegalIndex.read(tmp_path)


def test_trees_answer_as_they_were_learned() -> None:
    """Two trees by hand: x0 ≤ 1 gives 1, else x1 ≤ 5 gives 2, else 3; and a tree that is one leaf of 10."""
    inner = {
        "split_feature": 1,
        "threshold": 5.0,
        "left_child": {"leaf_value": 2},
        "right_child": {"leaf_value": 3},
    }
    root = {"split_feature": 0, "threshold": 1.0, "left_child": {"leaf_value": 1}, "right_child": inner}
    trees = trees_of({"tree_info": [{"tree_structure": root}, {"tree_structure": {"leaf_value": 10}}]})
    rows = np.array([[1, 9], [2, 5], [2, 6]], dtype=np.float32)
    assert trees.values(rows).tolist() == [11, 12, 13]


def test_the_shipped_ranking_is_whole_and_a_changed_one_is_refused(tmp_path: Path) -> None:
    assert shipped_ranking() is not None
    source = Path(answering.__file__).parent.parent / "rules/retrieval/ranking.npz"
    assert source.stat().st_size < 20_000_000
    changed = tmp_path / "ranking.npz"
    changed.write_bytes(source.read_bytes() + b"x")
    changed.with_suffix(".json").write_bytes(source.with_suffix(".json").read_bytes())
    with pytest.raises(RankingUnusable):
        read_ranking(changed)


def test_what_is_marked_are_the_shared_words() -> None:
    places = {int(one) for one in grams_of("返还借款") if one >= 1 << 16}
    assert matched_terms("应当返还借款；借款人不返还的", places) == ("返还借款", "借款", "返还")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("同事借我钱不还怎么办", "《民法典》第六百七十五条"),
        ("被邻居家的狗咬伤了谁赔", "《民法典》第一千二百四十五条"),
        ("高空抛物砸到人谁负责", "《民法典》第一千二百五十四条"),
        ("离婚后孩子的抚养费谁出", "《民法典》第一千零八十五条"),
    ],
)
def test_residents_find_their_provision(indexed: None, question: str, expected: str) -> None:
    answer = provisions_for(question, TODAY)
    assert expected in [one.label for one in answer.provisions]
    assert not answer.degraded
    assert any(piece.found for one in answer.provisions for piece in one.pieces)


@pytest.mark.django_db
def test_only_texts_in_force_are_shown_and_the_queries_do_not_grow(indexed: None) -> None:
    with CaptureQueriesContext(connection) as few:
        provisions_for("签订劳动合同", TODAY, count=1)
    with CaptureQueriesContext(connection) as many:
        answer = provisions_for("签订劳动合同", TODAY, count=6)
    assert len(few) == len(many) <= 3
    assert all(
        one.text.version.effective_on <= TODAY and (one.text.version.ended_on or TODAY) >= TODAY
        for one in answer.provisions
    )
    assert provisions_for("签订劳动合同", date(1950, 1, 1)).provisions == ()


@pytest.mark.django_db
def test_what_the_law_does_not_speak_of_is_not_answered(indexed: None) -> None:
    for question in ("红烧肉怎么做好吃", "帮我写一首诗", "地铁末班车几点", "asdfgh", "", "\x00"):
        assert provisions_for(question, TODAY).provisions == ()


@pytest.mark.django_db
def test_a_citation_is_answered_by_its_article(indexed: None) -> None:
    answer = provisions_for("民法典1254", TODAY)
    assert answer.exact
    assert [one.label for one in answer.provisions] == ["《民法典》第一千二百五十四条"]


@pytest.mark.django_db
def test_words_of_the_same_sound_are_understood(indexed: None) -> None:
    answer = provisions_for("离昏后孩子的扶养肥谁出", TODAY)
    assert answer.respelt == "离婚后孩子的抚养费谁出"
    assert "《民法典》第一千零八十五条" in [one.label for one in answer.provisions]
    assert provisions_for("离婚后孩子的抚养费谁出", TODAY).respelt == ""


@pytest.mark.django_db
def test_programs_ask_too(indexed: None, client: Client) -> None:
    answer = client.get("/api/v1/laws/search", {"q": "民法典1254", "on": TODAY.isoformat()}).json()
    assert answer["exact"]
    assert answer["provisions"][0]["url"].endswith("/1254/")
    assert client.get("/api/v1/laws/search", {"q": ""}).status_code == 422


@pytest.mark.django_db
def test_a_broken_or_missing_index_leaves_the_database_and_says_so(indexed: None) -> None:
    assert bring_index_up_to_date(TODAY) is None
    held = json.loads((index_folder() / "current.json").read_text(encoding="utf-8"))
    (index_folder() / held["generation"] / "lengths.npy").write_bytes(b"broken")
    answering._ranker_of.cache_clear()
    answer = provisions_for("高空抛物致人损害", TODAY)
    assert answer.degraded
    assert answer.provisions
    assert bring_index_up_to_date(TODAY) is not None
    assert not provisions_for("高空抛物致人损害", TODAY).degraded
    assert len([path for path in index_folder().iterdir() if path.is_dir()]) == 1


@pytest.mark.django_db
def test_the_index_follows_what_is_taken_in_and_what_is_corrected(indexed: None, tmp_path: Path) -> None:
    """Each asks for it in its own transaction, once however often; with nothing new there is nothing to do."""
    waiting = ProcrastinateJob.objects.filter(task_name=FOLLOW, status="todo")
    waiting.delete()
    file = tmp_path / "甲法(2018-10-26).md"
    for words, act in (("鸬鹚不得捕鱼", import_documents), ("鸬鹚可以捕鱼", _corrected)):
        file.write_text(
            f"# 甲法\n\n2018年10月26日 某机关通过\n\n<!-- INFO END -->\n\n第一条 {words}。\n", "utf-8"
        )
        act(KEEPER, read_path(tmp_path), "公报", NOW)
        assert waiting.count() == 1
        assert not indexed_words(words)
        bring_index_up_to_date(TODAY)
        assert indexed_words(words)
        assert bring_index_up_to_date(TODAY) is None


def _corrected(actor: Actor, documents: Iterable[LawDocument], source: str, now: datetime) -> None:
    for document in documents:
        correct_text(actor, document, "一字之差", source, now)


def indexed_words(words: str) -> bool:
    """Whether the index that is in use now holds the words."""
    ranker = answering._ranker()
    assert ranker is not None
    return ranker[1].index.has(words)


@pytest.mark.django_db
def test_a_run_over_a_collection_is_in_trec_form(tmp_path: Path) -> None:
    corpus, queries, out = tmp_path / "c.jsonl", tmp_path / "q.jsonl", tmp_path / "run.tsv"
    corpus.write_text(
        "".join(
            json.dumps({"doc_id": number * 10, "law": one.law, "content": one.text}) + "\n"
            for number, one in reversed(list(enumerate(ARTICLES)))
        ),
        encoding="utf-8",
    )
    queries.write_text('{"query_id": 7, "query": "借款不返还"}\n', encoding="utf-8")
    call_command("search", run=queries, corpus=corpus, out=out)
    first = out.read_text(encoding="utf-8").splitlines()[0].split("\t")
    assert first[:4] == ["7", "Q0", "0", "1"]
    for wrong, why in (
        ({"run": tmp_path / "none.jsonl"}, "没有这个文件"), ({"out": tmp_path / "none" / "run.tsv"}, "结果写不到"),
    ):  # fmt: skip
        with pytest.raises(BadInput, match=why):
            call_command("search", **({"run": queries, "corpus": corpus, "out": out} | wrong))
    queries.write_text('{"query": "没有编号"}\n', encoding="utf-8")
    with pytest.raises(BadInput):
        call_command("search", run=queries, corpus=corpus, out=out)
