"""A definition in words, as the gate reviews it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def definition_text(body: Mapping[str, Any], *, unit: str, window: str) -> str:
    """What a figure is called and by which words it is made, its expression last. Always Chinese."""
    return "\n".join(
        [
            str(body["title"]),
            f"口径：{body['statement']}",
            f"单位：{unit}",
            f"时段：{window}",
            f"分母或范围：{body['denominator']}",
            f"去重规则：{body['deduplication']}",
            f"算式：{json.dumps(body['measure'], ensure_ascii=False, sort_keys=True)}",
        ]
    )
