"""The door of the law library.

A thing that cites law keeps a foreign key to `Version` (always) and one to `ProvisionText` (null when it cites
the whole, or when the day's text is not held), both PROTECT, taken from the `CitationRef`s that
`parse_citations` or the form's `CitationsField` answer; and it offers a `Citer`. It calls `recited` (or `all_recited`) in the
act that changes what a thing cites, and asks `held_back` before it uses a thing that must not speak of law that has changed.
"""

from zhifa.laws.access import may_keep_laws
from zhifa.laws.api.citations_field import CitationsField, CitationsWidget
from zhifa.laws.errors import CitationsUnreadable
from zhifa.laws.models import Instrument, Provision, ProvisionText, ShouldKnow, ShouldKnowLine, Version
from zhifa.laws.selectors import (
    ApplyingProvision,
    CheckedText,
    CitationBook,
    CitationRef,
    CitedView,
    Held,
    Hold,
    LawAnswer,
    LibraryCounts,
    NotHeld,
    Suggestion,
    checked_text,
    cited_views,
    citing,
    held_back,
    holding_on,
    library_counts,
    parse_citations,
    provisions_for,
    should_know_lines,
    should_know_on,
    suggestions,
    text_on,
    version_in_force,
)
from zhifa.laws.services import (
    DocumentDraft,
    ImportCounts,
    ShouldKnowDraft,
    add_document,
    all_recited,
    import_packaged,
    issue_should_know,
    note_asked,
    recited,
    say_helped,
)
from zhifa.laws.terms import LONGEST_QUESTION, InstrumentKind, Verdict

__all__ = [
    "LONGEST_QUESTION",
    "ApplyingProvision",
    "CheckedText",
    "CitationBook",
    "CitationRef",
    "CitationsField",
    "CitationsUnreadable",
    "CitationsWidget",
    "CitedView",
    "DocumentDraft",
    "Held",
    "Hold",
    "ImportCounts",
    "Instrument",
    "InstrumentKind",
    "LawAnswer",
    "LibraryCounts",
    "NotHeld",
    "Provision",
    "ProvisionText",
    "ShouldKnow",
    "ShouldKnowDraft",
    "ShouldKnowLine",
    "Suggestion",
    "Verdict",
    "Version",
    "add_document",
    "all_recited",
    "checked_text",
    "cited_views",
    "citing",
    "held_back",
    "holding_on",
    "import_packaged",
    "issue_should_know",
    "library_counts",
    "may_keep_laws",
    "note_asked",
    "parse_citations",
    "provisions_for",
    "recited",
    "say_helped",
    "should_know_lines",
    "should_know_on",
    "suggestions",
    "text_on",
    "version_in_force",
]
