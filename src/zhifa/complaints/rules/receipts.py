"""Receipt numbers: the complaint's own number and twelve characters that only the server can make."""

from __future__ import annotations

import re

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32 signs that nobody mistakes for another when read aloud
LENGTH = 12  # 60 bits
GIVEN = re.compile(r"^(\d{1,12})([0-9A-Z]{12})$")


def receipt_of(number: int, mark: str) -> str:
    """12-7K3M-9QXF-2HWT, from the complaint's number and a keyed mark of at least 15 hexadecimal digits."""
    left, signs = int(mark[:15], 16), ""
    for _place in range(LENGTH):
        left, sign = divmod(left, len(ALPHABET))
        signs += ALPHABET[sign]
    return "-".join([str(number), *(signs[at : at + 4] for at in range(0, LENGTH, 4))])


def parts_of(given: str) -> tuple[int, str] | None:
    """The number and the receipt as it was given out, from what somebody typed (any case, any gaps); None for no receipt."""
    number, _dash, rest = given.strip().upper().replace(" ", "-").replace("—", "-").partition("-")
    found = GIVEN.match(number + rest.replace("-", "")) if number.isascii() and number.isdigit() else None
    if found is None or int(found[1]) != int(number):
        return None
    signs = found[2]
    return int(number), "-".join([str(int(number)), *(signs[at : at + 4] for at in range(0, LENGTH, 4))])
