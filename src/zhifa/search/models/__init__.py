"""Where searchable rows stand: the tables, and the index made from them."""

from zhifa.search.models.tables import SearchDocument, SearchIndex, SearchTouch

__all__ = ["SearchDocument", "SearchIndex", "SearchTouch"]
