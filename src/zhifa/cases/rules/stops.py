"""What in a case's words hints that it must not be published. A hint asks a person; it decides nothing by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_HINTS = {
    "minor": re.compile(
        r"未成年(?:人)?(?:的)?(?:犯罪|被告人|嫌疑人|罪犯)|附条件不起诉|少年法庭"
        r"|(?:被告人|嫌疑人|行为人)[^。]{0,20}(?:未满|不满)(?:十[四六八]|1[468])周岁"
    ),
    "custody": re.compile(r"离婚(?:诉讼|纠纷|一案|协议)?|抚养(?:权|费|纠纷|关系)|探望权|变更监护|撤销监护"),
    "unsettled": re.compile(
        r"正在(?:审理|侦查|办理|二审|上诉)|尚未(?:审结|生效|判决)|(?:已|提起)上诉，?(?:现)?(?:在|正)"
        r"|上诉期(?:内|未满)|判决(?:书)?(?:尚未|未)(?:发生法律效力|生效)"
    ),
    "secret": re.compile(r"商业秘密|技术秘密|国家秘密|工作秘密|保密协议|侦查手段|内部资料"),
    "consent": re.compile(r"(?:以|经)(?:人民法院|法院|调解委员会|调委会)?(?:主持)?调解(?:方式)?结案|达成(?:了)?调解协议|制作(?:了)?调解书"),
}  # fmt: skip


@dataclass(frozen=True)
class Hint:
    """Words that hint at a stop, with what stands around them."""

    stop: str
    words: str
    around: str


def hints_in(text: str, signs: Mapping[str, Sequence[str]] | None = None) -> list[Hint]:
    """One hint a stop: the first words that give rise to it. `signs` are the stops in use, each with the words that the office
    named for it; none: the shipped ones."""
    found = []
    for stop, words in (signs if signs is not None else dict.fromkeys(_HINTS, ())).items():
        known = [_HINTS[stop].pattern] if stop in _HINTS else []
        pattern = "|".join([*known, *(re.escape(word) for word in words)])
        if pattern and (one := re.search(pattern, text)):
            around = text[max(0, one.start() - 16) : one.end() + 16].replace("\n", " ")
            found.append(Hint(stop, one[0], around))
    return found
