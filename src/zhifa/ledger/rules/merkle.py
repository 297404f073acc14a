"""RFC 6962 Merkle trees: leaf and node hashes, roots, inclusion and consistency proofs.

A tree of n leaves is kept as its `levels`: level 0 the leaf hashes, level k the hashes of complete subtrees
of 2^k leaves. Complete subtrees never change, so a log only ever appends to its levels.

Worked: leaves d0 d1 d2. Level 0: h0 h1 h2. Level 1: h01 = H(1, h0, h1). The root of size 3 is H(1, h01, h2).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence

Hash = bytes
Fetch = Callable[[int, int], Hash]  # (level, index) -> hash of a complete subtree

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> Hash:
    """SHA-256 over 0x00 and the data (RFC 6962, 2.1)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: Hash, right: Hash) -> Hash:
    """SHA-256 over 0x01 and both children (RFC 6962, 2.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def subtrees(start: int, end: int) -> list[tuple[int, int]]:
    """The complete subtrees, as (level, index), that cover leaves start..end-1 from left to right.

    `start` must be a multiple of every subtree's size taken, as it is for the ranges of RFC 6962.
    """
    pieces = []
    while start < end:
        level = 0
        while start % (1 << (level + 1)) == 0 and start + (1 << (level + 1)) <= end:
            level += 1
        pieces.append((level, start >> level))
        start += 1 << level
    return pieces


def range_root(fetch: Fetch, start: int, end: int) -> Hash:
    """MTH(D[start:end]) from complete subtrees."""
    if start == end:
        return EMPTY_ROOT
    hashes = [fetch(level, index) for level, index in subtrees(start, end)]
    root = hashes.pop()
    while hashes:
        root = node_hash(hashes.pop(), root)
    return root


def root_of(leaves: Iterable[Hash]) -> Hash:
    """The root over leaf hashes, in one pass and O(log n) memory."""
    stack: list[tuple[int, Hash]] = []
    for leaf in leaves:
        level, current = 0, leaf
        while stack and stack[-1][0] == level:
            current = node_hash(stack.pop()[1], current)
            level += 1
        stack.append((level, current))
    if not stack:
        return EMPTY_ROOT
    root = stack.pop()[1]
    while stack:
        root = node_hash(stack.pop()[1], root)
    return root


def inclusion_proof(fetch: Fetch, index: int, size: int) -> list[Hash]:
    """The audit path of leaf `index` in the tree of `size` leaves, deepest sibling first (RFC 6962, 2.1.1)."""
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")

    def path(start: int, end: int) -> list[Hash]:
        if end - start == 1:
            return []
        split = start + _split(end - start)
        if index < split:
            return [*path(start, split), range_root(fetch, split, end)]
        return [*path(split, end), range_root(fetch, start, split)]

    return path(0, size)


def root_from_inclusion(leaf: Hash, index: int, size: int, proof: Sequence[Hash]) -> Hash:
    """The root that an audit path leads to; ValueError when the path has the wrong length (RFC 9162, 2.1.3.2)."""
    node, last, current = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise ValueError("the proof is too long")
        if node % 2 == 1 or node == last:
            current = node_hash(sibling, current)
            while node % 2 == 0 and node != 0:
                node >>= 1
                last >>= 1
        else:
            current = node_hash(current, sibling)
        node >>= 1
        last >>= 1
    if last != 0:
        raise ValueError("the proof is too short")
    return current


def consistency_proof(fetch: Fetch, old: int, new: int) -> list[Hash]:
    """The proof that the tree of `new` leaves extends the tree of `old` (RFC 6962, 2.1.2)."""
    if not 0 < old <= new:
        raise ValueError(f"no consistency between {old} and {new}")

    def path(start: int, end: int, size: int, whole: bool) -> list[Hash]:
        if size == end - start:
            return [] if whole else [range_root(fetch, start, end)]
        split = _split(end - start)
        middle = start + split
        if size <= split:
            return [*path(start, middle, size, whole), range_root(fetch, middle, end)]
        return [*path(middle, end, size - split, False), range_root(fetch, start, middle)]

    return path(0, new, old, True)


def _split(size: int) -> int:
    """The largest power of two smaller than `size`."""
    return 1 << ((size - 1).bit_length() - 1)
