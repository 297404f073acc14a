"""Finding the provision that a plain question asks for: pure, over arrays, with nothing of the database.

`LegalIndex` is made of articles and kept as plain arrays; a `Ranking` is what was learned from questions whose
provisions are known; `Ranker` is both together. Without a `Ranking` the ranker answers by BM25.
"""

from zhifa.laws.rules.retrieval.index import Article, LegalIndex, index_of
from zhifa.laws.rules.retrieval.learned import Ranking, RankingUnusable, read_ranking
from zhifa.laws.rules.retrieval.ranker import Ranker

__all__ = [
    "Article",
    "LegalIndex",
    "Ranker",
    "Ranking",
    "RankingUnusable",
    "index_of",
    "read_ranking",
]
