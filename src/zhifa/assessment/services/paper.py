"""The evaluation as an official document in Word (GB/T 9704-2012), made from its content alone: the same bytes for the same result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from zhifa.assessment.rules.text import summary
from zhifa.kernel.official import as_bytes, heading_line, new_document, plain_table, text_line, title_line

WIDTHS: Final = (9, 22, 32, 12, 12, 12, 57)  # millimetres, 156 in all
SMALL_PT: Final = 9
HEAD: Final = ("序号", "一级指标", "评估内容", "分值", "自评", "复核", "说明")


def paper(content: Mapping[str, Any], mark: str, *, is_final: bool) -> bytes:
    """Title, totals, then the tree with both scores beside each other; a draft says so in its title."""
    document = new_document(mark)
    title_line(document, content["title"] if is_final else f"{content['title']}（稿）")
    heading_line(document, "一、评估结果")
    for paragraph in summary(content):
        text_line(document, paragraph)
    heading_line(document, "二、逐项得分")
    rows = [
        (
            str(line["number"]), line["group"], line["title"] + ("（加分项）" if line["is_bonus"] else "")
            + ("（必须达到）" if line["must_meet"] else ""), line["weight"], line["self"], line["checked"],
            f"{line['basis']}：{line['words']}{line['remarks']}",
        )
        for line in content["lines"]
    ]  # fmt: skip
    plain_table(document, [HEAD, *rows], size=SMALL_PT, widths=WIDTHS)
    return as_bytes(document, title=content["title"], mark=mark)
