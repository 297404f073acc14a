"""When a prompt is due, what it says, and how it moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from zhifa.duties.terms import Ground, PromptState, Standing
from zhifa.kernel.clock import day_in_chinese

# (from, move) → to, whether the unit makes the move, whether it needs words.
MOVES: Final = {
    (PromptState.DRAFT, "drop"): (PromptState.DROPPED, False, True),
    (PromptState.ISSUED, "receive"): (PromptState.RECEIVED, True, False),
    (PromptState.RECEIVED, "plan"): (PromptState.PLANNED, True, True),
    (PromptState.PLANNED, "report"): (PromptState.REPORTED, True, True),
    (PromptState.REPORTED, "send-back"): (PromptState.PLANNED, False, True),
    (PromptState.REPORTED, "close"): (PromptState.CLOSED, False, True),
    (PromptState.ISSUED, "escalate"): (PromptState.ESCALATED, False, True),
    (PromptState.RECEIVED, "escalate"): (PromptState.ESCALATED, False, True),
    (PromptState.PLANNED, "escalate"): (PromptState.ESCALATED, False, True),
    (PromptState.REPORTED, "escalate"): (PromptState.ESCALATED, False, True),
}


def ground(standing: str, *, has_proof: bool) -> Ground | None:
    """Why a prompt is due for a duty: its node passed with nothing or too little behind it, or what is behind it has none of the
    proof that the list asks for. None where nothing is wrong."""
    if standing == Standing.MISSING:
        return Ground.MISSING
    if standing == Standing.PARTIAL:
        return Ground.PARTIAL
    return Ground.HOLLOW if standing in (Standing.IN_TIME, Standing.LATE) and not has_proof else None


@dataclass(frozen=True)
class PromptWords:
    """What a prompt speaks of; `article` is Article 57 in its own words, empty where the library does not hold it."""

    number: str
    unit: str
    list_title: str
    measure: str
    planned: str
    node: date
    done: int
    ground: str
    article: str
    due: date
    bureau: str
    today: date


def text_of(words: PromptWords) -> str:
    """The prompt as it is signed and sent. Always in Chinese."""
    found = {
        Ground.MISSING: "没有已确认的履职记录",
        Ground.PARTIAL: f"已确认的履职记录为{words.done}，没有达到计划的数量",
        Ground.HOLLOW: f"已确认的履职记录为{words.done}，都没有清单要求的完成凭据",
    }[Ground(words.ground)]
    quoted = f"（条文：{words.article}）" if words.article else ""
    return "\n".join(
        [
            "普法提示",
            words.number,
            "",
            f"{words.unit}：",
            f"《{words.list_title}》中你单位的“{words.measure}”，计划{words.planned}，时间节点为{day_in_chinese(words.node)}。"
            f"截至{day_in_chinese(words.today)}，{found}。",
            f"依据《中华人民共和国法治宣传教育法》第五十七条{quoted}，现予提示。"
            f"请于{day_in_chinese(words.due)}以前落实改进，并反馈改进措施和结果。",
            "",
            words.bureau,
            day_in_chinese(words.today),
        ]
    )
