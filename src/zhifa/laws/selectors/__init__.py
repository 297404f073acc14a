"""Questions asked of the law library. Law is public; documents entered by hand reach strangers through the gate."""

from zhifa.laws.selectors.answering import ApplyingProvision, LawAnswer, provisions_for
from zhifa.laws.selectors.checking import CheckedText, Finding, checked_text
from zhifa.laws.selectors.citations import (
    CitationBook,
    CitationRef,
    CitedView,
    cited_views,
    citing,
    parse_citations,
)
from zhifa.laws.selectors.comparing import (
    Comparison,
    VersionsCompared,
    days_compared,
    document_of,
    text_compared,
    text_wanted,
    versions_compared,
)
from zhifa.laws.selectors.counts import LibraryCounts, library_counts
from zhifa.laws.selectors.reading import (
    ArticlePage,
    ReadingPage,
    article_page,
    instrument_by_code,
    instruments_listed,
    reading_page,
    search_rows,
    title_rows,
)
from zhifa.laws.selectors.rippling import (
    ChangeLine,
    Hold,
    TouchedUse,
    change_seen,
    changes_listed,
    held_back,
    open_tasks,
    touched_uses,
)
from zhifa.laws.selectors.suggestions import Suggestion, suggestions
from zhifa.laws.selectors.versions import (
    Held,
    NotHeld,
    holding_among,
    holding_on,
    text_on,
    version_in_force,
)

__all__ = [
    "ApplyingProvision",
    "ArticlePage",
    "ChangeLine",
    "CheckedText",
    "CitationBook",
    "CitationRef",
    "CitedView",
    "Comparison",
    "Finding",
    "Held",
    "Hold",
    "LawAnswer",
    "LibraryCounts",
    "NotHeld",
    "ReadingPage",
    "Suggestion",
    "TouchedUse",
    "VersionsCompared",
    "article_page",
    "change_seen",
    "changes_listed",
    "checked_text",
    "cited_views",
    "citing",
    "days_compared",
    "document_of",
    "held_back",
    "holding_among",
    "holding_on",
    "instrument_by_code",
    "instruments_listed",
    "library_counts",
    "open_tasks",
    "parse_citations",
    "provisions_for",
    "reading_page",
    "search_rows",
    "suggestions",
    "text_compared",
    "text_on",
    "text_wanted",
    "title_rows",
    "touched_uses",
    "version_in_force",
    "versions_compared",
]
