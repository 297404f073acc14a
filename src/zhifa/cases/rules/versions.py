"""The talk and the radio version: put together from the record's own words, nothing added to them but what joins them."""

from __future__ import annotations

import re

from zhifa.cases.rules.text import CaseText

RADIO_FACTS = 260  # characters of the facts that a minute carries


def talk_of(text: CaseText, citations: tuple[str, ...]) -> str:
    """A talk: the matter, how it ended, the law and why, what to take home."""
    parts = [
        f"今天讲的案例是：{text.title}。{_stop(text.subtitle)}",
        f"【案情】\n{text.facts}",
        f"【结果】\n{text.handling}",
        f"【法律怎么说】\n{_cited(citations)}\n{text.analysis}",
        f"【记住什么】\n{text.meaning}",
    ]
    return "\n\n".join(part.strip() for part in parts)


def radio_of(text: CaseText, citations: tuple[str, ...]) -> str:
    """A radio piece: 案情还原, 法律解析, 风险提示; whole sentences, cut to the length of a minute each."""
    parts = [
        f"以案释法，今天播出：{text.title}。",
        f"【案情还原】\n{shortened(text.facts, RADIO_FACTS)}\n{shortened(text.handling, RADIO_FACTS)}",
        f"【法律解析】\n{_cited(citations)}\n{shortened(text.analysis, RADIO_FACTS)}",
        f"【风险提示】\n{shortened(text.meaning, RADIO_FACTS) or _stop(text.subtitle)}",
    ]
    return "\n\n".join(part.strip() for part in parts)


def shortened(words: str, most: int) -> str:
    """Whole sentences from the beginning, at least one, not more than `most` characters if it can be."""
    told = ""
    for sentence in re.findall(r"[^。！？]*[。！？]?", words.replace("\n", "")):
        if told and len(told) + len(sentence) > most:
            break
        told += sentence
    return told


def _cited(citations: tuple[str, ...]) -> str:
    return f"依据：{'、'.join(citations)}。" if citations else ""


def _stop(words: str) -> str:
    return words if not words or words[-1] in "。！？" else f"{words}。"
