"""An issued list as an official document in Word, made from its content alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from zhifa.duties.rules.content import amount, node
from zhifa.kernel.official import as_bytes, heading_line, new_document, plain_table, text_line, title_line

# Eight columns in the 156 mm of the type area; small type, as tables in official documents have it.
WIDTHS: Final = (9, 27, 18, 30, 21, 18, 15, 18)
SMALL_PT: Final = 9
HEAD: Final = (
    "序号",
    "普法内容",
    "普法对象",
    "措施和数量",
    "起止和节点",
    "责任科室责任人",
    "完成凭据",
    "预期效果",
)


def docx(content: Mapping[str, Any], mark: str) -> bytes:
    """The list as .docx: title, number and days, then a table a unit. A demonstration has no document number and says what it is."""
    document = new_document(mark)
    title_line(document, content["title"])
    considered = content["considered"]
    if number := content.get("document_number", ""):
        if not mark:
            text_line(document, f"文号：{number}")
        text_line(document, f"{content['issued_on']}印发，{content['effective_on']}起施行。")
    text_line(document, f"经{considered['by']['name']}{considered['on']}审议（{considered['record']}）。")
    for number_, (unit, duties) in enumerate(_by_unit(content["duties"]), start=1):
        heading_line(document, f"{number_}．{unit}")
        plain_table(document, [HEAD, *map(_row, enumerate(duties, start=1))], size=SMALL_PT, widths=WIDTHS)
        document.add_paragraph()
    return as_bytes(document, title=content["title"], mark=mark)


def _by_unit(duties: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    for _code, rows in groupby(duties, key=lambda duty: duty["unit"]["code"]):
        of_unit = list(rows)
        yield of_unit[0]["unit"]["name"], of_unit


def _row(numbered: tuple[int, Mapping[str, Any]]) -> tuple[str, ...]:
    number, duty = numbered
    return (
        str(number),
        "、".join(law["label"] for law in duty["laws"]),
        "、".join(one["name"] for one in duty["audiences"]),
        f"{duty['measure']}：{amount(duty)}",
        f"{duty['since']}至{duty['until']}，节点{node(duty)}",
        f"{duty['section']}　{duty['person']}",
        "、".join(one["name"] for one in duty["evidence"]),
        duty["effect"],
    )
