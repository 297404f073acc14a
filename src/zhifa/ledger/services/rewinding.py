"""The world as it stood at a signed head: kept tables are put back in a transaction of which nothing remains."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _

from zhifa.kernel.errors import NotFound
from zhifa.ledger.models import Checkpoint, PastRow
from zhifa.ledger.selectors import looking_from
from zhifa.ledger.services.proving import head_at

Answer = TypeVar("Answer")
TRIES = 5


@dataclass(frozen=True)
class Head:
    """A signed head: how many entries it covers, when it was signed, and how many later changes were put back."""

    size: int
    signed_at: datetime
    undone: int


def rewound(
    ask: Callable[[Head], Answer],
    *,
    size: int | None = None,
    apart: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> Answer:
    """What `ask` answers in the world of a signed head (the latest unless a size is named).

    Tables for which `ledger_keep` was called hold their rows of then, and the ledger's questions know no later entry. `apart`
    is entered where something had to be put back, for what is derived from kept tables. Nothing that happens inside remains.
    Refused: a size without a signed head, and a head from before the past was kept. Others who change the same rows wait
    until it is over.
    """
    for trial in range(TRIES):
        try:
            return _rewound(ask, size, apart)
        except OperationalError as error:
            conflict = getattr(error.__cause__, "sqlstate", "") in ("40001", "40P01")
            if not conflict or trial == TRIES - 1 or connection.in_atomic_block:
                raise
    raise AssertionError("unreachable")


def _rewound(
    ask: Callable[[Head], Answer], size: int | None, apart: Callable[[], AbstractContextManager[None]]
) -> Answer:
    outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if outermost:  # one picture of the whole database, from the first question to the last
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        head = head_at(size)
        _must_be_kept(head)
        cursor.execute("SELECT ledger_rewind(%s, %s)", [head.size, head.signed_at])
        (undone,) = cursor.fetchone()
        with looking_from(head.size), apart() if undone else nullcontext():
            answer = ask(Head(head.size, head.signed_at, undone))
        transaction.set_rollback(True)
    return answer


def _must_be_kept(head: Checkpoint) -> None:
    begun = PastRow.objects.filter(kind="S", at__gt=head.signed_at).order_by("-at").first()
    if begun is not None:
        raise NotFound(
            _("不能按树头 %(size)d 重新生成") % {"size": head.size},
            why=_("从 %(day)s 起才保留各表的过去，这个树头更早。") % {"day": begun.at.date().isoformat()},
            next_step=_("换用更新的树头；当时已经定稿的文件仍按原样保存。"),
        )
