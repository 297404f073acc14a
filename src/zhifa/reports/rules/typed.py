"""Numbers that somebody typed: quantities in prose that no field carries.

A quantity is digits, Chinese numerals before a measure word (三十多场), or a share (百分之三十, 三分之二). Dates, times of day,
years, ordinals (第七个五年), articles of law, document numbers, telephone lines (12348 热线), numbering of headings, ways of speaking
(一对一, 千家万户), and what stands in quotation marks or 书名号 is none.
"""

from __future__ import annotations

import re
from typing import Final

_MEASURES: Final = (
    "人次|人|场次|场|期|次|份|件|项|个|家|户|对|名|位|元|万元|亿元|%|％|篇|条|部|册|所|支|处"
    "|辆|幅|块|套|小时|天|课时|节|批|倍|成"
)
_NUMERAL: Final = "零〇一二两三四五六七八九十百千万亿"
_NONE: Final = re.compile(
    "|".join(
        (
            r"[“\"‘][^”\"’]{0,40}[”\"’]",  # names: “七五”, “五个全覆盖”
            r"《[^》]{0,60}》",
            r"〔\d{4}〕\s*\d*\s*号?",
            r"\d{4}\s*[-—～~至]\s*\d{4}\s*年",
            r"\d{4}[-./]\d{1,2}[-./]\d{1,2}",
            r"\d{4}\s*年(?:\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?)?(?:以来|度|底|初|末)?",
            r"(?:\d{1,2}\s*(?:月\s*)?[-—～~至]\s*)?\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?(?:\s*[-—～~至]\s*\d{1,2}\s*日)?",
            r"\d{1,2}[:：]\d{2}",
            r"12[·・]4|12\.4(?=\s*(?:国家)?宪法)",  # the day of the constitution
            r"\d{3,5}\s*(?:公共法律服务)?(?:热线|电话)",
            r"一[^\W\d]{1,3}一[^\W\d]|千家万户|千方百计",
            r"第\s*[\d零〇一二两三四五六七八九十百千]+\s*(?:[章节条款项届次个期批轮步至到、第之]|\d)*",
            r"^\s*(?:[（(]?[\d一二三四五六七八九十]{1,3}[）)、.．](?!\d)\s*)",
        )
    )
)
_QUANTITY: Final = re.compile(
    rf"(?:百分之|千分之|万分之)[\d.{_NUMERAL}点]+|[{_NUMERAL}]分之[{_NUMERAL}]"
    rf"|\d[\d,，]*(?:\.\d+)?\s*(?:多|余)?\s*(?:[万千百十亿]+)?(?:多|余)?\s*(?:{_MEASURES})?"
    rf"|(?:近|约|超|逾)?[{_NUMERAL}数几]*[{_NUMERAL}][多余]?(?:{_MEASURES})"
)
_PHRASES: Final = frozenset(
    {"一个", "一次", "一项", "一批", "一条", "一家", "一名", "一位", "一部", "一处", "一成", "一节", "一人"}
)


def typed_numbers(text: str) -> list[tuple[int, int]]:
    """Where the quantities stand in a text without fields: (start, end), in order.

    一个, 一次 and their like are a way of speaking and no quantity.
    """
    masked = _NONE.sub(lambda match: "\0" * len(match.group()), text)
    found: list[tuple[int, int]] = []
    for match in _QUANTITY.finditer(masked):
        words = match.group().strip()
        if words in _PHRASES or not words:
            continue
        start = match.start() + (len(match.group()) - len(match.group().lstrip()))
        found.append((start, start + len(words)))
    return found
