"""The door of publishing."""

from zhifa.publishing.errors import NoLongerPublic, WordingUnresolved
from zhifa.publishing.models import Publication
from zhifa.publishing.rules.text import Said
from zhifa.publishing.rules.wording import Finding
from zhifa.publishing.selectors import (
    Imprint,
    PublicThing,
    imprint_of,
    imprints_of,
    is_public,
    must_be_public,
    public_among,
    public_keys,
    published_between,
    tell_if_withdrawn,
    thing_at,
    wording_of,
)
from zhifa.publishing.services import (
    WordDraft,
    decide,
    end,
    keep_word_rule,
    pass_on,
    propose,
    publish,
    recheck,
    send_back,
    submit,
    withdraw,
    words_of_move,
)
from zhifa.publishing.terms import Move, Openness

__all__ = [
    "Finding",
    "Imprint",
    "Move",
    "NoLongerPublic",
    "Openness",
    "PublicThing",
    "Publication",
    "Said",
    "WordDraft",
    "WordingUnresolved",
    "decide",
    "end",
    "imprint_of",
    "imprints_of",
    "is_public",
    "keep_word_rule",
    "must_be_public",
    "pass_on",
    "propose",
    "public_among",
    "public_keys",
    "publish",
    "published_between",
    "recheck",
    "send_back",
    "submit",
    "tell_if_withdrawn",
    "thing_at",
    "withdraw",
    "wording_of",
    "words_of_move",
]
