"""Sealed papers and hand-in files: keys from the exam's secret, the same bytes every time.

`key = HKDF-SHA256(secret, info="paper/" + attempt)`, `file_key` the same with `file/`, the nonce its first 12 bytes with `nonce/`. The
cipher is AES-256-GCM with the attempt's key, in UTF-8, as associated data. A paper's key seals one document only, so that a
nonce that follows from the attempt is safe; a hand-in file has a nonce of the device's own.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12
FILE_FORMAT = "zhifa-hand-in/1"


class NotOurs(ValueError):
    """A file that is no hand-in file of this attempt, or was changed."""


def paper_key(secret: bytes, attempt: str) -> bytes:
    """The 32 bytes that open an attempt's sealed paper."""
    return _derived(secret, f"paper/{attempt}", 32)


def file_key(secret: bytes, attempt: str) -> bytes:
    """The 32 bytes under which an attempt's hand-in file is sealed."""
    return _derived(secret, f"file/{attempt}", 32)


def sealed_paper(secret: bytes, attempt: str, document: bytes) -> bytes:
    """The candidate's document sealed: nonce, cipher text, tag. The same bytes each time."""
    nonce = _derived(secret, f"nonce/{attempt}", NONCE)
    return nonce + AESGCM(paper_key(secret, attempt)).encrypt(nonce, document, attempt.encode())


def opened_paper(key: bytes, attempt: str, sealed: bytes) -> bytes:
    """The document again; `NotOurs` when the key is another one or a byte was changed."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], attempt.encode())
    except (InvalidTag, ValueError) as error:
        raise NotOurs("the key does not open it") from error


def sealed_file(secret: bytes, attempt: str, nonce: bytes, content: dict[str, Any]) -> bytes:
    """A hand-in file as a device writes it."""
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    cipher = AESGCM(file_key(secret, attempt)).encrypt(nonce, plain, attempt.encode())
    told = {
        "format": FILE_FORMAT,
        "attempt": attempt,
        "sealed": base64.b64encode(nonce + cipher).decode(),
    }
    return json.dumps(told).encode()


def attempt_in_file(content: bytes) -> str:
    """The attempt that a hand-in file names; nothing of it is believed before it is opened."""
    return _told(content)[0]


def opened_file(secret: bytes, attempt: str, content: bytes) -> dict[str, Any]:
    """What a hand-in file of this attempt holds: `device`, `made_at`, `saves`. `NotOurs` for any other file."""
    named, sealed = _told(content)
    if named != attempt:
        raise NotOurs("the file is of another attempt")
    plain = opened_paper(file_key(secret, attempt), attempt, sealed)
    try:
        told = json.loads(plain)
    except ValueError as error:
        raise NotOurs("the file holds no JSON") from error
    if not isinstance(told, dict) or not isinstance(told.get("saves"), list):
        raise NotOurs("the file lacks its answers")
    return told


def _told(content: bytes) -> tuple[str, bytes]:
    try:
        told = json.loads(content)
        if told["format"] != FILE_FORMAT or not isinstance(told["attempt"], str):
            raise NotOurs("another format")
        return told["attempt"], base64.b64decode(told["sealed"], validate=True)
    except (ValueError, KeyError, TypeError, UnicodeDecodeError, RecursionError) as error:
        raise NotOurs("no hand-in file") from error


def _derived(secret: bytes, info: str, length: int) -> bytes:
    return HKDF(SHA256(), length, salt=None, info=info.encode()).derive(secret)
