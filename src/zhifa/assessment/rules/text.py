"""The evaluation in words, Chinese as the paper is: what is signed, what is published, what the Word file sets out."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from zhifa.assessment.rules.scoring import amount_words


def summary(content: Mapping[str, Any]) -> list[str]:
    """The paragraphs above the table. `content` is what `selectors.content_of` gives."""
    own, checked = content["self"], content["checked"]
    lines = [
        f"{content['plan']}{content['stage']}，评估{content['since']}至{content['until']}的工作，"
        f"按《{content['scheme']}》第{content['version']}版（依据：{content['source']}）。"
        f"基本分{content['base']}分，加分不超过{content['bonus_cap']}分。",
        f"自评{own['base']}分，加分{own['bonus']}分，合计{own['points']}分。"
        f"复核后{checked['base']}分，加分{checked['bonus']}分，合计{checked['points']}分。",
    ]
    if content["to_confirm"]:
        lines.append("评估办法待核。")
    if checked["failed"]:
        lines.append(f"必须达到而没有达到的：{'、'.join(checked['failed'])}。")
    return lines


def full_text(content: Mapping[str, Any]) -> str:
    """The whole as lines: title, summary, each line with weight, self-score, checked score and why."""
    told = [content["title"], *summary(content)]
    for line in content["lines"]:
        bonus = "（加分项）" if line["is_bonus"] else ""
        told.append(
            f"{line['number']}．{line['group']}　{line['title']}{bonus}：分值{line['weight']}，自评{line['self']}，复核{line['checked']}。"
            f"{line['words']}{line['remarks']}"
        )
    return "\n".join(told)


def points_words(points: Decimal | None) -> str:
    """Points as they are printed."""
    return "—" if points is None else amount_words(points)
