"""Names of bodies as sheets write them."""

from __future__ import annotations

import re
import unicodedata


def bare_name(name: str, district: str) -> str:
    """A unit's name for comparing: marks and blanks gone, and the district's name or a leading 区 or 县 before it.

    武汉市某某区司法局, 某某区司法局, 区司法局 and 司法局 are one name in 某某区.
    """
    text = re.sub(r"[\s\W_]+", "", unicodedata.normalize("NFKC", name))
    if district and district in text:
        rest = text.partition(district)[2]
        text = rest or text
    short = district.removesuffix("区").removesuffix("县").removesuffix("市")
    if len(short) >= 2 and text.startswith(short) and len(text) > len(short) + 1:
        text = text.removeprefix(short)
    return text[1:] if len(text) > 2 and text[0] in "区县" else text
