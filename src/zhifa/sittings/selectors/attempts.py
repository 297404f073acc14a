"""Receipts of attempts, and an attempt as its candidate sees it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.ledger.api import NotSealedYet, Prover, sealed_entries
from zhifa.sittings.access import own_attempts, visible_candidates
from zhifa.sittings.models import Attempt
from zhifa.sittings.rules.receipts import HandedIn, promise, promised, receipt


def attempt_of(actor: Actor, key: str) -> Attempt:
    """The actor's own attempt; 404 for anybody else's."""
    found = own_attempts(actor).select_related("candidate__exam", "paper__draw").filter(key=key).first()
    if found is None:
        raise NotFound(_("没有这份答卷"))
    return found


def receipt_of(actor: Actor, key: str) -> dict[str, Any]:
    """The receipt of an attempt that the actor may see; `NotSealedYet` while its entry waits for its place in the log."""
    found = Attempt.objects.filter(candidate__in=visible_candidates(actor).values("pk"), key=key).first()
    if found is None or found.entry is None:
        raise NotFound(_("没有这份答卷的回执"), next_step=_("交卷以后才有回执。"))
    made = receipts_of([found])
    if not made:
        raise NotSealedYet(_("交卷记录正在封存"), next_step=_("过一两秒再看。"))
    return made[key]


def receipts_of(attempts: Collection[Attempt]) -> dict[str, dict[str, Any]]:
    """The receipts of attempts that have ended and whose entries are sealed, by key; a few queries, however many. What may be seen is the
    caller's to know."""
    ended = {one.entry: one for one in attempts if one.entry is not None}
    places = sealed_entries(list(ended))
    if not places:
        return {}
    prover = Prover()
    made = {}
    for entry, proven in prover.entries_by_id([pk for pk, place in places.items() if place < prover.size]):
        told = proven.as_data()
        handed = handed_in(ended[entry])
        made[handed.attempt] = receipt(handed, told["entry"], told["index"], told["path"], prover.note)
    return made


def promise_of(attempt: Attempt) -> dict[str, Any]:
    """The promise of a receipt for an attempt whose entry is not sealed yet. Before the log's first head its seal is empty."""
    handed = handed_in(attempt)
    try:
        seal = Prover().vouch(promised(handed))
    except NotSealedYet:
        seal = ""
    return promise(handed, seal)


def handed_in(attempt: Attempt) -> HandedIn:
    """To what an attempt's end commits."""
    return HandedIn(attempt.key, bytes(attempt.head or b""), attempt.links, _known(attempt.handed_at))


def _known(moment: datetime | None) -> datetime:
    if moment is None:
        raise NotFound(_("没有这份答卷的回执"), next_step=_("交卷以后才有回执。"))
    return moment
