"""A list as it is issued: canonical JSON, the usual table, the text that is signed, the difference between two versions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

Content = Mapping[str, Any]
COLUMNS: Final = (
    "序号", "责任单位", "类别", "普法内容", "普法对象", "措施", "数量", "起止时间", "时间节点", "责任科室", "责任人", "完成凭据",
    "预期效果",
)  # fmt: skip
MANY_KINDS: Final = 3
COMPARED: Final = {
    "unit": "责任单位", "category": "类别", "laws": "普法内容", "audiences": "普法对象", "measure": "措施", "kinds": "履职方式",
    "quantity": "数量", "since": "起", "until": "止", "node_on": "时间节点", "node_words": "节点说明", "section": "责任科室",
    "person": "责任人", "evidence": "完成凭据", "effect": "预期效果",
}  # fmt: skip


def canonical(content: Content) -> str:
    """The content as text, the same bytes for the same list."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def read(text: str) -> dict[str, Any]:
    """The content back from its text."""
    found: dict[str, Any] = json.loads(text)
    return found


def table(content: Content) -> Iterator[tuple[Any, ...]]:
    """The rows of the usual table, in the order of `COLUMNS`."""
    for number, duty in enumerate(content["duties"], start=1):
        yield (
            number, _words(duty["unit"]), _words(duty["category"]), _laws(duty), _words(duty["audiences"]), duty["measure"],
            amount(duty), f"{duty['since']}至{duty['until']}", node(duty), duty["section"], duty["person"],
            _words(duty["evidence"]), duty["effect"],
        )  # fmt: skip


def amount(duty: Content) -> str:
    """How much is planned, of which kinds: 法治讲座 2 场."""
    return f"{_words(duty['kinds'])} {duty['quantity']} {duty['counted_in']}"


def amount_in_short(duty: Content) -> str:
    """The same for running prose: of many kinds only the first is named: 法治讲座等15种方式 1 项."""
    kinds = duty["kinds"]
    if len(kinds) <= MANY_KINDS:
        return amount(duty)
    return f"{_words(kinds[0])}等{len(kinds)}种方式 {duty['quantity']} {duty['counted_in']}"


def node(duty: Content) -> str:
    """The time node with its words: 2018-12-04（国家宪法日）."""
    return str(duty["node_on"]) + (f"（{duty['node_words']}）" if duty["node_words"] else "")


def line_text(number: int, duty: Content) -> str:
    """A duty as one paragraph of the text that a head signs and the gate reviews."""
    return (
        f"{number}．{_laws(duty)}。对象：{_words(duty['audiences'])}；措施：{duty['measure']}（{amount(duty)}）；"
        f"时间：{duty['since']}至{duty['until']}，节点{node(duty)}；责任科室：{duty['section']}，责任人：{duty['person']}；"
        f"完成凭据：{_words(duty['evidence'])}；预期效果：{duty['effect']}。"
    )


def unit_text(title: str, unit: str, duties: Sequence[Content]) -> str:
    """A unit's list as its head signs it."""
    lines = [title, f"责任单位：{unit}", ""]
    return "\n".join(lines + [line_text(number, duty) for number, duty in enumerate(duties, start=1)])


def list_text(content: Content) -> str:
    """The whole list as it is signed for issue and reviewed for publication."""
    lines = [
        content["title"],
        f"审议：{content['considered']['by']['name']}，{content['considered']['on']}，{content['considered']['record']}",
    ]
    unit = ""
    for number, duty in enumerate(content["duties"], start=1):
        if duty["unit"]["code"] != unit:
            unit = duty["unit"]["code"]
            lines += ["", duty["unit"]["name"]]
        lines.append(line_text(number, duty))
    return "\n".join(lines)


@dataclass(frozen=True)
class Changed:
    """One duty that two versions tell differently: added (nothing before), dropped (nothing after), or with other fields
    (name, before, after)."""

    key: str
    unit: str
    measure: str
    how: str
    fields: tuple[tuple[str, str, str], ...] = ()


def difference(old: Content, new: Content) -> list[Changed]:
    """What the newer version says otherwise, in the newer one's order, what was dropped at the end."""
    before = {duty["key"]: duty for duty in old["duties"]}
    found = []
    for duty in new["duties"]:
        was = before.pop(duty["key"], None)
        if was is None:
            found.append(_changed(duty, "added"))
            continue
        fields = tuple(
            (words, _words(was[name]), _words(duty[name]))
            for name, words in COMPARED.items()
            if _words(was[name]) != _words(duty[name])
        )
        if fields:
            found.append(_changed(duty, "changed", fields))
    return found + [_changed(duty, "dropped") for duty in before.values()]


def _changed(duty: Content, how: str, fields: tuple[tuple[str, str, str], ...] = ()) -> Changed:
    return Changed(duty["key"], duty["unit"]["name"], duty["measure"], how, fields)


def _laws(duty: Content) -> str:
    return "、".join(law["label"] for law in duty["laws"])


def _words(value: Any) -> str:
    """A coded value, several of them, or a plain one, in words."""
    if isinstance(value, Mapping):
        return str(value.get("name") or value.get("label") or "")
    if isinstance(value, list):
        return "、".join(map(_words, value))
    return str(value)
