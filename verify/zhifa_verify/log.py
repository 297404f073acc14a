"""The log: canonical bytes, Merkle paths (RFC 6962), the signed head (C2SP checkpoint and signed note)."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class Wrong(Exception):
    """Something that does not fit; the text says what."""


def canonical(value: Any) -> bytes:
    """RFC 8785 for what bundles hold: text, whole numbers, flags, null, lists, objects. A float is Wrong."""
    return json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _ordered(value: Any) -> Any:
    if isinstance(value, float):
        raise Wrong(f"a fraction stands where only whole numbers may: {value}")
    if isinstance(value, dict):
        return {
            name: _ordered(value[name]) for name in sorted(value, key=lambda name: name.encode("utf-16-be"))
        }
    if isinstance(value, list):
        return [_ordered(one) for one in value]
    return value


def digest_of(text: str) -> bytes:
    """A hash from its one spelling: 64 lower-case hex digits."""
    if not re.fullmatch(r"[0-9a-f]{64}", text):
        raise Wrong(f"this is no hash: {text[:70]}")
    return bytes.fromhex(text)


def unpacked(text: str) -> bytes:
    """Bytes from their one spelling in base64."""
    raw = base64.b64decode(text, validate=True)
    if base64.b64encode(raw).decode() != text:
        raise Wrong("base64 in another spelling than its own")
    return raw


def leaf_hash(content: bytes) -> bytes:
    """SHA-256(0x00 ‖ content)."""
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes: split at the largest power of two below their number."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return node_hash(root_of(leaves[:split]), root_of(leaves[split:]))


def root_by_path(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root to which a path leads (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        raise Wrong(f"there is no leaf {index} in a log of {size}")
    node, last, current = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            raise Wrong("a path is too long")
        if node % 2 or node == last:
            current = node_hash(sibling, current)
            while node % 2 == 0 and node:
                node, last = node >> 1, last >> 1
        else:
            current = node_hash(current, sibling)
        node, last = node >> 1, last >> 1
    if last:
        raise Wrong("a path is too short")
    return current


@dataclass(frozen=True)
class Head:
    """A signed head: the log's name, its size, its root, further lines."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...]


def head_of(note: str) -> Head:
    """The head in a note, not yet checked."""
    lines = note.partition("\n\n")[0].split("\n")
    if len(lines) < 3 or not lines[1].isdigit():
        raise Wrong("the checkpoint is no checkpoint")
    return Head(lines[0], int(lines[1]), unpacked(lines[2]), tuple(lines[3:]))


def must_be_signed(note: str, verifier: str) -> None:
    """Raises Wrong unless the key of that C2SP verifier line (name+hash+key) signed the note."""
    name, _, rest = verifier.strip().partition("+")
    digest, _, encoded = rest.partition("+")
    raw = unpacked(encoded)
    if raw[:1] != b"\x01" or len(raw) != 33:
        raise Wrong("the key is no Ed25519 verifier key")
    if hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4].hex() != digest:
        raise Wrong("the key's own hash does not fit")
    body, mark, signatures = note.partition("\n\n")
    if not mark or head_of(note).origin != name:
        raise Wrong(f"the checkpoint is not of {name}")
    key = Ed25519PublicKey.from_public_bytes(raw[1:])
    for line in signatures.split("\n"):
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != "\u2014" or parts[1] != name:
            continue
        signature = unpacked(parts[2])
        try:
            key.verify(signature[4:], (body + "\n").encode())
        except InvalidSignature:
            continue
        if signature[:4].hex() == digest:
            return
    raise Wrong("no signature of this key over this checkpoint")
