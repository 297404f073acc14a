"""The text that people review and sign: always Chinese, the same for the same things."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhifa.publishing.terms import Move, Openness, State

STATEMENT = (
    "本人已按保密审查的要求逐条看过全文：不含国家秘密、工作秘密、商业秘密和个人隐私，"
    "没有密级标志，公开后不会危及国家安全、公共安全、经济安全和社会稳定。"
)
_OPENNESS: dict[str, str] = {
    Openness.ACTIVE: "主动公开",
    Openness.ON_REQUEST: "依申请公开",
    Openness.NOT_OPEN: "不予公开",
}
_STAGES: dict[str, str] = {State.FIRST: "初审", State.SECOND: "复审", State.FINAL: "终审"}


@dataclass(frozen=True)
class Sheet:
    """What stands at the head of a publication, and the texts of its things in order."""

    number: int
    title: str
    unit: str
    source: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """The words that go with a move; what a move does not need stays empty."""

    remarks: str = ""
    openness: str = ""
    filing_number: str = ""
    keys: tuple[str, ...] = ()


def sheet_text(sheet: Sheet) -> str:
    """The whole publication as text."""
    lines = [f"公开送审稿第 {sheet.number} 号", sheet.title, f"责任单位：{sheet.unit}"]
    if sheet.source:
        lines.append(f"信息来源：{sheet.source}")
    lines.append(f"共 {len(sheet.texts)} 条")
    for position, text in enumerate(sheet.texts, start=1):
        lines += ["", f"〔{position}〕{text}"]
    return "\n".join(lines)


def signed_text(sheet: Sheet, state: str, move: str, said: Said) -> str:
    """What is signed with a move: what is done, in words, then the whole text."""
    return "\n".join([*_head(state, move, said), "", sheet_text(sheet)])


def _head(state: str, move: str, said: Said) -> Sequence[str]:
    stage = _STAGES.get(state, "")
    left = [f"用语不改的理由：{said.remarks}"] if said.remarks else []
    filed = [f"备案号：{said.filing_number}"] if said.filing_number else []
    which = f"其中 {len(said.keys)} 条：{'、'.join(said.keys)}" if said.keys else "全部内容"
    decided = [
        f"公开属性：{_OPENNESS.get(said.openness, '')}。",
        f"理由：{said.remarks}",
        f"保密审查：{STATEMENT}",
    ]
    heads: dict[str, Sequence[str]] = {
        Move.SUBMIT: ["送审。", *left],
        Move.PASS: [f"{stage}通过，同意进入下一步。"],
        Move.RETURN: [f"{stage}退回。", f"意见：{said.remarks}"],
        Move.OPEN: decided,
        Move.KEEP: decided,
        Move.PUBLISH: ["发布。", *filed, *left],
        Move.WITHDRAW: [f"停止公开{which}。", f"理由（读者会看到）：{said.remarks}"],
        Move.DROP: ["撤稿。"],
    }
    return heads[move]
