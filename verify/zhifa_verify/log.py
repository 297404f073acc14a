"""The log: Merkle paths (RFC 6962) and the signed head (C2SP checkpoint and signed note)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from zhifa_verify.reading import Wrong, unpacked

ED25519 = b"\x01"


def leaf_hash(content: bytes) -> bytes:
    """SHA-256(0x00 ‖ content)."""
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes, split at the largest power of two below their number; level by level, an odd last one
    moving up as it is, which gives the same tree."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = list(leaves)
    while len(level) > 1:
        paired = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        level = [*paired, level[-1]] if len(level) % 2 else paired
    return level[0]


def path_to(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The siblings from a leaf up to the root of those leaves."""
    level, at, path = list(leaves), index, []
    while len(level) > 1:
        sibling = at ^ 1
        if sibling < len(level):
            path.append(level[sibling])
        paired = [node_hash(level[left], level[left + 1]) for left in range(0, len(level) - 1, 2)]
        level = [*paired, level[-1]] if len(level) % 2 else paired
        at //= 2
    return path


def root_by_path(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root to which a path leads (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        raise Wrong(f"日志只有 {size} 条，没有第 {index} 条（there is no leaf {index} in a log of {size}）")
    node, last, current = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            raise Wrong("路径太长（a path is too long）")
        if node % 2 or node == last:
            current = node_hash(sibling, current)
            while node % 2 == 0 and node:
                node, last = node >> 1, last >> 1
        else:
            current = node_hash(current, sibling)
        node, last = node >> 1, last >> 1
    if last:
        raise Wrong("路径太短（a path is too short）")
    return current


@dataclass(frozen=True)
class Head:
    """A signed head: the log's name, its size, its root, further lines."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...]


def head_of(note: str) -> Head:
    """The head in a note, its signature not yet checked."""
    body, mark, _signatures = note.partition("\n\n")
    lines = body.split("\n")
    if not mark or len(lines) < 3 or not re.fullmatch(r"0|[1-9][0-9]{0,14}", lines[1]):
        raise Wrong("签名树头写得不对（the checkpoint is no checkpoint）")
    root = unpacked(lines[2])
    if len(root) != 32:
        raise Wrong("签名树头写得不对（the checkpoint is no checkpoint）")
    return Head(lines[0], int(lines[1]), root, tuple(lines[3:]))


def key_of(verifier: str) -> tuple[str, str, bytes]:
    """The name, the key's hash and the 32 bytes of an Ed25519 key in a C2SP verifier line (name+hash+key)."""
    name, _, rest = verifier.strip().partition("+")
    digest, _, encoded = rest.partition("+")
    raw = unpacked(encoded)
    if raw[:1] != ED25519 or len(raw) != 33:
        raise Wrong("给出的不是 Ed25519 公钥（the key is no Ed25519 verifier key）")
    if hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4].hex() != digest:
        raise Wrong("公钥自带的校验不符（the key's own hash does not fit）")
    return name, digest, raw[1:]


def must_be_signed(note: str, verifier: str) -> None:
    """Raises Wrong unless the key of that C2SP verifier line (name+hash+key) signed the note; the note bears that one
    signature and nothing else."""
    name, digest, raw = key_of(verifier)
    body, _mark, signatures = note.partition("\n\n")
    if head_of(note).origin != name:
        raise Wrong(f"树头不是 {name} 的（the checkpoint is not of {name}）")
    parts = signatures.removesuffix("\n").split(" ")
    if len(parts) != 3 or parts[:2] != ["\u2014", name] or not signatures.endswith("\n"):
        raise Wrong("树头上没有这把公钥的签名（no signature of this key over this checkpoint）")
    signature = unpacked(parts[2])
    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(signature[4:], (body + "\n").encode())
        signed = signature[:4].hex() == digest
    except (InvalidSignature, ValueError):
        signed = False
    if not signed:
        raise Wrong("树头上没有这把公钥的签名（no signature of this key over this checkpoint）")
