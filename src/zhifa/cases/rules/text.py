"""A case's words: its parts, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

PARTS = {
    "title": "标题",
    "subtitle": "一句话提要",
    "facts": "案情简介",
    "handling": "处理与结果",
    "analysis": "法律分析",
    "meaning": "典型意义",
}


@dataclass(frozen=True)
class Section:
    """A part that has no field of its own, under its heading."""

    heading: str
    text: str


@dataclass(frozen=True)
class CaseText:
    """The words of a case; `more` keeps what has no field of its own."""

    title: str = ""
    subtitle: str = ""
    facts: str = ""
    handling: str = ""
    analysis: str = ""
    meaning: str = ""
    more: tuple[Section, ...] = ()

    def parts(self) -> dict[str, str]:
        """Every part by its name; sections without a field as `more.0`, `more.1`, their headings as `more.0.heading`."""
        named = {name: str(getattr(self, name)) for name in PARTS}
        for index, section in enumerate(self.more):
            named[f"more.{index}.heading"] = section.heading
            named[f"more.{index}"] = section.text
        return named

    def with_parts(self, parts: Mapping[str, str]) -> CaseText:
        """The same with other words, named as `parts` names them."""
        more = tuple(
            Section(parts.get(f"more.{i}.heading", one.heading), parts.get(f"more.{i}", one.text))
            for i, one in enumerate(self.more)
        )
        return replace(self, **{name: parts[name] for name in PARTS if name in parts}, more=more)

    def whole(self) -> str:
        """All words, part by part."""
        return "\n".join(text for text in self.parts().values() if text)

    def as_data(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return asdict(self)


def text_from(data: Mapping[str, Any]) -> CaseText:
    """The words again."""
    more = tuple(Section(one["heading"], one["text"]) for one in data.get("more", ()))
    return CaseText(**{name: data.get(name, "") for name in PARTS}, more=more)


def part_label(name: str) -> str:
    """What a part is called where spans are listed."""
    return PARTS.get(name, "其他部分")


def case_text(text: CaseText, head: Mapping[str, str], citations: tuple[str, ...]) -> str:
    """The exact text that is reviewed and published: always Chinese, what the public page says."""
    lines = [f"以案释法：{text.title}", text.subtitle]
    lines += [f"{name}：{value}" for name, value in head.items() if value]
    for name in ("facts", "handling", "analysis", "meaning"):
        lines += [f"【{PARTS[name]}】", getattr(text, name)]
    for section in text.more:
        lines += [f"【{section.heading}】", section.text]
    lines.append(f"【引用的法律】{'；'.join(citations)}")
    return "\n".join(line for line in lines if line)


def more_as_text(more: tuple[Section, ...]) -> str:
    """Sections as they stand in one box: a heading line that begins with #, then its text."""
    return "\n\n".join(f"# {one.heading}\n{one.text}" for one in more)


def more_from_text(text: str) -> tuple[Section, ...]:
    """Sections from a box; words before the first heading stand under 其他."""
    found: list[tuple[str, list[str]]] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if line.startswith("#"):
            found.append((line.lstrip("#").strip() or "其他", []))
        elif line.strip() or found:
            if not found:
                found.append(("其他", []))
            found[-1][1].append(line)
    return tuple(Section(heading, "\n".join(lines).strip()) for heading, lines in found)
