"""What sealing, proving and witnessing share: the stored hashes of the tree and the key that signs its heads."""

from __future__ import annotations

import os
from collections.abc import Collection

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection

from zhifa.ledger.models import Tile
from zhifa.ledger.terms import TILE_WIDTH

# Names of the places as two arrays: one short statement however many they are, where a condition for each costs more to say than to answer.
AT = """
SELECT tile.level, tile.index, tile.hashes
FROM unnest(%s::smallint[], %s::bigint[]) AS asked (level, index)
JOIN ledger_tile AS tile USING (level, index)
"""


def tiles_at(places: Collection[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
    """The hashes of the tiles at (level, index), those that there are, in one query."""
    if not places:
        return {}
    levels, indexes = zip(*places, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(AT, [list(levels), list(indexes)])
        return {(level, index): bytes(hashes) for level, index, hashes in cursor.fetchall()}


def stored_hash(level: int, index: int) -> bytes:
    """The hash of a complete subtree from its tile."""
    tile = Tile.objects.get(level=level, index=index // TILE_WIDTH)
    offset = (index % TILE_WIDTH) * 32
    return bytes(tile.hashes)[offset : offset + 32]


def signing_key(*, demonstration: bool) -> Ed25519PrivateKey:
    """The log's key, made at first use. Demonstration keys live in a file of their own and sign nothing else."""
    folder = settings.ENVIRONMENT.keys_folder
    path = folder / ("ledger-demonstration.key" if demonstration else "ledger.key")
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(Ed25519PrivateKey.generate().private_bytes_raw())
    return Ed25519PrivateKey.from_private_bytes(path.read_bytes())
