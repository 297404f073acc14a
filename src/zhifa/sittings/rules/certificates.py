"""A certificate as signed text, and the file that carries it.

The payload is canonical JSON (RFC 8785): `{"format": "zhifa-certificate/1", "origin", "number", "name", "exam", "organiser", "held",
"result", "issued"}`, with `"mark"` where it is a demonstration; nothing else of the person is in it. The log's Ed25519 key signs
`zhifa-certificate/1`, a line feed and the payload. Compact: base64url(payload) "." base64url(signature), without padding; the QR holds
an address with it in its fragment, which browsers do not send.

The file is a PDF with one more line after its end: `%zhifa-certificate/1 <compact> <base64url(signature)>` and a line feed, whose second
signature is over `zhifa-certificate-file/1`, a line feed, SHA-256 of the bytes before the line, and the compact text. So every byte of
the page is bound, and so are the words that it shows; whatever is added after the line is seen too.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable, Mapping

import rfc8785

FORMAT, FILE_FORMAT = "zhifa-certificate/1", "zhifa-certificate-file/1"
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32, none like another
FRAGMENT_LEAST = 2  # characters of a name, or the whole where it is shorter
Sign = Callable[[bytes], bytes]


def new_number(year: int) -> str:
    """A number that cannot be guessed (50 bits): 2026-K7QM-3FZT-9H."""
    drawn = "".join(secrets.choice(LETTERS) for _place in range(10))
    return f"{year}-{drawn[:4]}-{drawn[4:8]}-{drawn[8:]}"


def number_typed(text: str) -> str:
    """A number as it is kept, from however it was typed."""
    bare = "".join(one for one in text.upper() if one.isascii() and one.isalnum())
    return "-".join(part for part in (bare[:4], bare[4:8], bare[8:12], bare[12:]) if part)


def fragment_fits(name: str, fragment: str) -> bool:
    """Whether a fragment of at least two characters stands in the name."""
    said = "".join(fragment.split())
    return len(said) >= min(FRAGMENT_LEAST, len(name)) and said in name


def compact(fields: Mapping[str, str], sign: Sign) -> str:
    """The payload with its signature in one line."""
    payload = rfc8785.dumps({"format": FORMAT, **fields})
    signature = sign(FORMAT.encode() + b"\n" + payload)
    return f"{packed(payload)}.{packed(signature)}"


def sealed_file(pdf: bytes, token: str, sign: Sign) -> bytes:
    """The PDF with its last line."""
    page = pdf if pdf.endswith(b"\n") else pdf + b"\n"
    return page + f"%{FORMAT} {token} {packed(sign(file_text(page, token)))}\n".encode()


def file_text(page: bytes, token: str) -> bytes:
    """What the second signature is over."""
    return FILE_FORMAT.encode() + b"\n" + hashlib.sha256(page).digest() + token.encode()


def packed(content: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
