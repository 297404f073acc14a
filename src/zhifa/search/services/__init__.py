"""The acts of search."""

from zhifa.search.services.indexing import catch_up, rebuild, run_indexer
from zhifa.search.services.touching import request_rebuild, touch

__all__ = ["catch_up", "rebuild", "request_rebuild", "run_indexer", "touch"]
