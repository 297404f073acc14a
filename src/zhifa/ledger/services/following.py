"""What whoever follows the log is given: signed heads, stored hashes, and the entries that are nobody's restricted matter."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from zhifa.kernel.errors import NotFound
from zhifa.kernel.registry import OpenActs, offered
from zhifa.ledger.models import Entry, Leaf, Tile
from zhifa.ledger.rules.tiles import LONGEST_ENTRY, TilePlace, bundled
from zhifa.ledger.selectors import latest_checkpoint
from zhifa.ledger.services.sealing import bytes_of
from zhifa.ledger.terms import TILE_WIDTH

HASH_BYTES = 32
LEVELS_A_TILE = 8  # a tile's 256 hashes are the leaves of a subtree of eight levels


def head_note() -> str:
    """The newest signed head; refused while nothing is sealed."""
    head = latest_checkpoint()
    if head is None:
        raise NotFound(_("日志里还没有签名树头"))
    return head.note


def hash_tile(place: TilePlace) -> bytes:
    """The first `width` hashes of a stored tile, 32 bytes each; refused where the log has not grown so far."""
    stored = Tile.objects.filter(level=place.level * LEVELS_A_TILE, index=place.index).first()
    wanted = place.width * HASH_BYTES
    if stored is None or len(stored.hashes) < wanted:
        raise _no_tile()
    return bytes(stored.hashes)[:wanted]


def entry_bundle(place: TilePlace) -> tuple[bytes, bool]:
    """The entries of a tile of level 0 as a bundle, and whether all of them are given out.

    A restricted entry stands as a length of nothing: its leaf hash is all that the log says of it.
    """
    first = place.index * TILE_WIDTH
    leaves = list(
        Leaf.objects.filter(index__gte=first, index__lt=first + place.width)
        .select_related("entry")
        .order_by("index")
    )
    if len(leaves) < place.width:
        raise _no_tile()
    shown = open_entries([leaf.entry for leaf in leaves])
    entries = [bytes_of(leaf.entry) if leaf.entry_id in shown else None for leaf in leaves]
    return bundled(entries), all(entry is not None and len(entry) <= LONGEST_ENTRY for entry in entries)


def open_entries(entries: Sequence[Entry]) -> set[int]:
    """The numbers of those entries that may be given out: of acts that are offered as open, about things that are public where
    the offer says so. Every other entry is restricted."""
    shown: set[int] = set()
    for offer in offered(OpenActs):
        rows = [entry for entry in entries if entry.act in offer.acts]
        if offer.published is None:
            shown |= {entry.pk for entry in rows}
            continue
        for kind in {entry.subject_kind for entry in rows}:
            keys = {entry.subject_key for entry in rows if entry.subject_kind == kind}
            public = set(offer.published(kind, keys))
            shown |= {e.pk for e in rows if e.subject_kind == kind and e.subject_key in public}
    return shown


def _no_tile() -> NotFound:
    return NotFound(_("日志里没有这一块"))
