"""Sealing: unsealed entries become leaves, tiles grow, a signed head closes the batch."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from zhifa.ledger.models import Checkpoint, Entry, Leaf, LogIdentity, Tile, Unsealed
from zhifa.ledger.rules import canonical, merkle, note
from zhifa.ledger.services.trees import signing_key, stored_hash
from zhifa.ledger.services.witnessing import keep_witness, refuse_fork
from zhifa.ledger.terms import DEMONSTRATION_LINE, SEALER_LOCK, TILE_WIDTH

BATCH = 5_000


@transaction.atomic
def seal_pending(*, now: datetime, limit: int = BATCH) -> int:
    """Seal `limit` committed entries in their order, and those of the same transactions, so that no head cuts an act in
    two; answers how many.

    One writer at a time: a transaction-long advisory lock makes a second sealer wait, so the log cannot fork.
    Nothing is sealed before the log is opened, nor in a rehearsal of a restoration; `LogWouldFork` while a witness knows
    a signed head that this log does not contain.
    """
    identity = LogIdentity.objects.first()
    if identity is None or settings.ENVIRONMENT.is_rehearsal:
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALER_LOCK])
    waiting = _waiting(limit)
    if not waiting:
        return 0
    refuse_fork()
    newest = Checkpoint.objects.order_by("-size").first()
    size = newest.size if newest else 0
    hashes = [merkle.leaf_hash(bytes_of(entry)) for entry in waiting]
    grown = size + len(hashes)
    _add_leaves(size, [entry.pk for entry in waiting], hashes)
    _grow_tiles(size, hashes)
    root = merkle.range_root(stored_hash, 0, grown)
    extensions = (DEMONSTRATION_LINE,) if identity.is_demonstration else ()
    checkpoint = note.Checkpoint(identity.origin, grown, root, extensions)
    signed = note.sign(checkpoint, signing_key(demonstration=identity.is_demonstration))
    Checkpoint.objects.create(size=grown, root=root, note=signed, signed_at=now)
    transaction.on_commit(lambda: keep_witness(signed))
    Unsealed.objects.filter(pk__among=[entry.pk for entry in waiting]).delete()
    return len(waiting)


def _waiting(limit: int) -> list[Entry]:
    """The first `limit` entries that wait, and those of the same transactions, in order. Each question starts from what waits, and so
    costs the same however long the log is."""
    first = list(Unsealed.objects.order_by("pk").values_list("pk", flat=True)[:limit])
    txns = set(Entry.objects.filter(pk__among=first).values_list("txn", flat=True))
    together = Unsealed.objects.filter(entry__txn__among=txns).values_list("pk", flat=True)
    return list(Entry.objects.filter(pk__among=[*first, *together]).order_by("pk"))


def bytes_of(entry: Entry) -> bytes:
    """The canonical bytes of a stored entry."""
    return canonical.entry_bytes(
        act=entry.act,
        actor=entry.actor,
        subject_kind=entry.subject_kind,
        subject_key=entry.subject_key,
        facts=entry.facts,
        recorded_at=entry.recorded_at,
        schema=entry.schema,
    )


def _add_leaves(size: int, entry_ids: list[int], hashes: list[bytes]) -> None:
    """Write the places of the entries, from `size` on, by COPY: half of the time of a full batch went into INSERTs."""
    grown = size + len(hashes)
    statement = f"COPY {Leaf._meta.db_table} (index, entry_id, hash, checkpoint_size) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for offset, (entry_id, digest) in enumerate(zip(entry_ids, hashes, strict=True)):
            copy.write_row((size + offset, entry_id, digest, grown))


def _grow_tiles(size: int, hashes: list[bytes]) -> None:
    """Append leaf hashes and every subtree that they complete, level by level."""
    level, start, fresh = 0, size, hashes
    while fresh:
        _append(level, start, fresh)
        # Pairs that became complete: from the parent of `start` on.
        first_parent = start // 2
        left_over = [stored_hash(level, start - 1)] if start % 2 else []
        row = left_over + fresh
        parents = [merkle.node_hash(row[i], row[i + 1]) for i in range(0, len(row) - 1, 2)]
        level, start, fresh = level + 1, first_parent, parents


def _append(level: int, start: int, fresh: list[bytes]) -> None:
    """Write hashes from position `start` on, filling the last tile first."""
    position = 0
    changed: list[Tile] = []
    made: list[Tile] = []
    while position < len(fresh):
        place, offset = divmod(start + position, TILE_WIDTH)
        taken = fresh[position : position + TILE_WIDTH - offset]
        if offset:
            tile = Tile.objects.get(level=level, index=place)
            tile.hashes = bytes(tile.hashes) + b"".join(taken)
            changed.append(tile)
        else:
            made.append(Tile(level=level, index=place, hashes=b"".join(taken)))
        position += len(taken)
    Tile.objects.bulk_update(changed, ["hashes"])
    Tile.objects.bulk_create(made)
