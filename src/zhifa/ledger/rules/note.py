"""Checkpoints as C2SP signed notes: three lines of text, extension lines, an Ed25519 signature.

Source: c2sp.org/tlog-checkpoint and c2sp.org/signed-note. The key's hash is the first four bytes of
SHA-256(name, "\\n", 0x01, public key); the signature line carries it before the 64 signature bytes.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"


@dataclass(frozen=True)
class Checkpoint:
    """A tree's size and root under the log's name, with extension lines (the demonstration mark is one)."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def body(self) -> str:
        """The signed text, ending in a newline."""
        lines = [self.origin, str(self.size), base64.b64encode(self.root).decode(), *self.extensions]
        return "\n".join(lines) + "\n"


def key_hash(name: str, public: Ed25519PublicKey) -> bytes:
    """The four bytes that tell which key signed."""
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public.public_bytes_raw()).digest()[:4]


def verifier_line(name: str, public: Ed25519PublicKey) -> str:
    """The public key as a C2SP verifier key: name+hash+base64."""
    encoded = base64.b64encode(ED25519 + public.public_bytes_raw()).decode()
    return f"{name}+{key_hash(name, public).hex()}+{encoded}"


def sign(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """The signed note."""
    body = checkpoint.body()
    signature = key_hash(checkpoint.origin, key.public_key()) + key.sign(body.encode())
    return f"{body}\n\u2014 {checkpoint.origin} {base64.b64encode(signature).decode()}\n"


def opened(note: str, public: Ed25519PublicKey) -> Checkpoint | None:
    """The checkpoint of a note, or None when no signature of that key over that text is on it."""
    text, separator, signatures = note.rpartition("\n\n")
    if not separator:
        return None
    body = text + "\n"
    checkpoint = parsed(body.splitlines())
    if checkpoint is None:
        return None
    for line in signatures.splitlines():
        if _signed_by(line, body, checkpoint.origin, public):
            return checkpoint
    return None


def parsed(lines: Sequence[str]) -> Checkpoint | None:
    """A checkpoint from its lines; None when they are no checkpoint."""
    if len(lines) < 3 or not lines[1].isdigit():
        return None
    return Checkpoint(lines[0], int(lines[1]), base64.b64decode(lines[2]), tuple(lines[3:]))


def _signed_by(line: str, body: str, name: str, public: Ed25519PublicKey) -> bool:
    mark, _, rest = line.partition(" ")
    signer, _, encoded = rest.partition(" ")
    if mark != "\u2014" or signer != name:
        return False
    raw = base64.b64decode(encoded)
    if raw[:4] != key_hash(name, public):
        return False
    try:
        public.verify(raw[4:], body.encode())
    except InvalidSignature:
        return False
    return True
