"""Questions asked of the gate."""

from zhifa.publishing.selectors.gate import gate_on, gate_rows, post_words
from zhifa.publishing.selectors.public import (
    Imprint,
    PublicThing,
    imprint_of,
    imprints_of,
    is_public,
    must_be_public,
    public_among,
    public_keys,
    tell_if_withdrawn,
    thing_at,
)
from zhifa.publishing.selectors.queue import (
    ReadyGroup,
    kinds,
    publication_by_number,
    published_publications,
    ready_groups,
    ready_keys,
    running,
    sheet_of,
    waiting_for,
    withdrawn_publications,
)
from zhifa.publishing.selectors.wording import Slip, slips_of, word_rules, wording_of

__all__ = [
    "Imprint",
    "PublicThing",
    "ReadyGroup",
    "Slip",
    "gate_on",
    "gate_rows",
    "imprint_of",
    "imprints_of",
    "is_public",
    "kinds",
    "must_be_public",
    "post_words",
    "public_among",
    "public_keys",
    "publication_by_number",
    "published_publications",
    "ready_groups",
    "ready_keys",
    "running",
    "sheet_of",
    "slips_of",
    "tell_if_withdrawn",
    "thing_at",
    "waiting_for",
    "withdrawn_publications",
    "word_rules",
    "wording_of",
]
