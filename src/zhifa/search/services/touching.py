"""Saying that things changed, in the transaction of the change."""

from __future__ import annotations

from collections.abc import Iterable

from zhifa.search.models import SearchTouch
from zhifa.search.terms import EVERYTHING, WHOLE_KIND


def touch(kind: str, keys: Iterable[object] | None) -> None:
    """Things of a kind were made, changed or removed; None means all of the kind (after a bulk load).

    Call it in the transaction of the change: it stands or falls with it. The indexer asks the kind's
    `Searchable` for the rows; a key for which it answers none is taken out.
    """
    wanted = [WHOLE_KIND] if keys is None else list(dict.fromkeys(str(key) for key in keys))
    SearchTouch.objects.bulk_create((SearchTouch(kind=kind, key=key) for key in wanted), batch_size=5_000)


def request_rebuild() -> None:
    """Ask the running indexer for a rebuild from all that is offered."""
    SearchTouch.objects.create(kind=EVERYTHING, key=WHOLE_KIND)
