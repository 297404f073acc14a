"""The order of questions and options for one candidate, made anew by anyone from the seed.

For a list of n things under a label the places n−1, n−2, … 1 are gone through; place i changes with place j = h mod (i + 1), where h
is the SHA-256 of the UTF-8 bytes of `seed + "/" + label + "/" + i` (i in decimals) read as one big-endian number. So Fisher and
Yates's shuffle with a hash for its dice: the same in every language, and the remainder's bias is below 2⁻²⁴⁰.

Labels: `questions/<section>` for the questions of a section of a paper, `options/<position>` for the options of the question at that
position of the frozen paper (from 1), `options/<position>.<part>` within a case. Parts of a case keep their order; so do options that
speak of each other (以上都对).
"""

from __future__ import annotations

import hashlib


def shuffled(count: int, seed: str, label: str) -> list[int]:
    """The places 0 … count−1 in the order of a seed: element k of the answer is the place of what comes k-th."""
    order = list(range(count))
    for place in range(count - 1, 0, -1):
        dice = hashlib.sha256(f"{seed}/{label}/{place}".encode()).digest()
        other = int.from_bytes(dice, "big") % (place + 1)
        order[place], order[other] = order[other], order[place]
    return order
