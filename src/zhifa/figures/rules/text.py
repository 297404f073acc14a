"""A definition in words, as the gate reviews it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def units_text(body: Mapping[str, Any]) -> str:
    """What goes out when a figure is told unit by unit. Always Chinese."""
    return "\n".join(
        [
            f"{body['title']}：按单位分列公开",
            f"口径：{body['statement']}",
            "公开的内容：每个单位各是多少，以及背后的每一条记录，都写明单位名称。",
            "不作这个决定时，只公开全区的一个数。",
        ]
    )


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
