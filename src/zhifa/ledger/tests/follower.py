"""Somebody who follows the log, written from docs/proof.md, "Following the log", and nothing else of Zhifa.

`fetch(path)` answers the bytes at an address below `/log/`, or None where there is nothing.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Fetch = Callable[[str], bytes | None]
FULL = 256


class Broken(AssertionError):
    """What was served does not fit together."""


@dataclass(frozen=True)
class Head:
    origin: str
    size: int
    root: bytes


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(hashes: list[bytes]) -> bytes:
    """RFC 6962: the tree splits at the largest power of two below its size."""
    if len(hashes) == 1:
        return hashes[0]
    split = 1 << ((len(hashes) - 1).bit_length() - 1)
    return node(root_of(hashes[:split]), root_of(hashes[split:]))


def spelled(number: int) -> str:
    groups = [f"{number % 1000:03d}"]
    while number := number // 1000:
        groups.insert(0, f"x{number % 1000:03d}")
    return "/".join(groups)


class Follower:
    """Trusts the key, which came from a second source, and nothing that is served."""

    def __init__(self, fetch: Fetch, key: str) -> None:
        self.fetch = fetch
        self.name, key_hash, raw = key.split("+", 2)
        self.key_hash, self.public = bytes.fromhex(key_hash), base64.b64decode(raw)

    def head(self) -> Head:
        """The newest head, its signature checked."""
        note = (self.fetch("checkpoint") or b"").decode()
        body, _, signatures = note.rpartition("\n\n")
        body += "\n"
        origin, size, root, *_more = body.splitlines()
        for line in signatures.splitlines():
            _dash, signer, encoded = line.split(" ")
            raw = base64.b64decode(encoded)
            if signer == self.name == origin and raw[:4] == self.key_hash:
                try:
                    Ed25519PublicKey.from_public_bytes(self.public[1:]).verify(raw[4:], body.encode())
                except InvalidSignature as error:
                    raise Broken("signature") from error
                return Head(origin, int(size), base64.b64decode(root))
        raise Broken("nobody known signed")

    def tile(self, level: int | str, index: int, many: int) -> bytes:
        address = f"tile/{level}/{spelled(index)}" + ("" if many == FULL else f".p/{many}")
        content = self.fetch(address)
        if content is None:
            raise Broken(f"no {address}")
        return content

    def hashes(self, level: int, size: int) -> list[bytes]:
        """All hashes of a tile level for a log of `size` entries."""
        many = size >> (8 * level)
        found: list[bytes] = []
        for index in range(-(-many // FULL)):
            width = min(FULL, many - index * FULL)
            content = self.tile(level, index, width)
            if len(content) != 32 * width:
                raise Broken(f"tile {level}/{index} is torn")
            found += [content[at : at + 32] for at in range(0, len(content), 32)]
        return found

    def entries(self, size: int) -> list[bytes | None]:
        """All entries; None for the withheld."""
        found: list[bytes | None] = []
        for index in range(-(-size // FULL)):
            width = min(FULL, size - index * FULL)
            content, at, here = self.tile("entries", index, width), 0, 0
            while at < len(content):
                length = int.from_bytes(content[at : at + 2], "big")
                found.append(content[at + 2 : at + 2 + length] if length else None)
                at, here = at + 2 + length, here + 1
            if at != len(content) or here != width:
                raise Broken(f"bundle {index} is torn")
        return found

    def whole_log(self) -> tuple[Head, list[bytes], list[dict[str, Any] | None]]:
        """Everything: each entry under its leaf, each level over the one below, the root under the signature."""
        head = self.head()
        leaves = self.hashes(0, head.size)
        if root_of(leaves) != head.root:
            raise Broken("root")
        below, level = leaves, 1
        while len(below) >= FULL:
            here = self.hashes(level, head.size)
            if here != [root_of(below[at : at + FULL]) for at in range(0, len(below) - FULL + 1, FULL)]:
                raise Broken(f"level {level}")
            below, level = here, level + 1
        entries = self.entries(head.size)
        for entry, leaf in zip(entries, leaves, strict=True):
            if entry is not None and hashlib.sha256(b"\x00" + entry).digest() != leaf:
                raise Broken("an entry is not its leaf")
        return head, leaves, [json.loads(entry) if entry is not None else None for entry in entries]

    def extends(self, old: Head, leaves: list[bytes]) -> bool:
        """Whether the log whose leaves these are begins with the one of an older head."""
        return old.size <= len(leaves) and root_of(leaves[: old.size]) == old.root

    def subtree(self, level: int, index: int, size: int) -> bytes:
        """The hash of a complete subtree of 2^level leaves, from one tile."""
        tile_level, inside = divmod(level, 8)
        first = index << inside
        many = size >> (8 * tile_level)
        place = first // FULL
        content = self.tile(tile_level, place, min(FULL, many - place * FULL))
        at = (first % FULL) * 32
        return root_of([content[at + 32 * n : at + 32 * n + 32] for n in range(1 << inside)])

    def includes(self, head: Head, index: int, leaf: bytes) -> bool:
        """Whether a leaf stands at a place of the log, from a few tiles: its path by RFC 6962, 2.1.1."""
        return self._root(0, head.size, index, leaf, head.size) == head.root

    def _root(self, start: int, end: int, index: int, leaf: bytes, size: int) -> bytes:
        if not start <= index < end:
            return self._range(start, end, size)
        if end - start == 1:
            return leaf
        middle = start + (1 << ((end - start - 1).bit_length() - 1))
        return node(self._root(start, middle, index, leaf, size), self._root(middle, end, index, leaf, size))

    def _range(self, start: int, end: int, size: int) -> bytes:
        many = end - start
        if many & (many - 1) == 0:
            return self.subtree(many.bit_length() - 1, start // many, size)
        middle = start + (1 << ((many - 1).bit_length() - 1))
        return node(self._range(start, middle, size), self._range(middle, end, size))
