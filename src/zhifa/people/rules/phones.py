"""Phone numbers as they are written and shown."""

from __future__ import annotations

import re

NUMBER = re.compile(r"1\d{10}|0\d{2,3}\d{7,8}|\d{7,8}|400\d{7}")


def plain_number(text: str) -> str | None:
    """Digits only, without +86, blanks and dashes; empty for nothing, None for what is no phone number in China."""
    digits = re.sub(r"[\s()（）—－-]+", "", text).removeprefix("+86")
    if not digits:
        return ""
    return digits if NUMBER.fullmatch(digits) else None


def is_mobile(number: str) -> bool:
    """Whether digits are those of a mobile phone, which one person carries; a desk's phone may be several people's."""
    return re.fullmatch(r"1\d{10}", number) is not None


def masked(number: str) -> str:
    """138****4567; of a short number the last two digits."""
    if len(number) >= 10:
        return f"{number[:3]}****{number[-4:]}"
    return f"{'*' * (len(number) - 2)}{number[-2:]}"
