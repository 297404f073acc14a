"""The ledger's words."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

TILE_WIDTH = 256  # C2SP tlog-tiles: hashes of one level in one tile
DEMONSTRATION_LINE = "demonstration: 示例数据·非公文"
SEALER_LOCK = 0x5A48_4601  # PostgreSQL advisory lock: "ZHF" and 01

WORD_SEALED = _("已封存")
WORD_PENDING = _("待封存")


class Subject(NamedTuple):
    """What an entry is about: a kind and a key that only its owner understands."""

    kind: str
    key: str
