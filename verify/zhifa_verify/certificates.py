"""Certificates of exams: that the district's key signed what the page says, and that no byte of the page was changed since.

A certificate is a PDF with one more line after its end: `%zhifa-certificate/1 <compact> <base64url(signature)>` and a line feed. Compact is
base64url(payload) "." base64url(signature), without padding; the payload is canonical JSON, signed as `zhifa-certificate/1`, a line feed
and the payload. The second signature is over `zhifa-certificate-file/1`, a line feed, SHA-256 of all bytes before the line, and the compact
text. Whether a certificate was revoked only the district's page can say.
"""

from __future__ import annotations

import base64
import hashlib
import re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from zhifa_verify.check import FITS, WRONG, Finding, Verdict
from zhifa_verify.log import key_of
from zhifa_verify.reading import Wrong, read

FORMAT, FILE_FORMAT = b"zhifa-certificate/1", b"zhifa-certificate-file/1"
LINE = re.compile(
    rb"\A(.*\n)%zhifa-certificate/1 ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+) ([A-Za-z0-9_-]+)\n\Z", re.DOTALL
)
NAMES = {
    "origin": "日志（log）", "number": "编号（number）", "name": "姓名（name）", "exam": "考试（exam）",
    "organiser": "组织单位（organiser）",
    "held": "考试日期（held）", "result": "成绩（result）", "issued": "发证日期（issued）",
}  # fmt: skip


def check_certificate(content: bytes, key: str) -> Verdict:
    """Check a certificate's file by a C2SP verifier key."""
    mark = ""
    try:
        found = LINE.match(content)
        if found is None:
            raise Wrong(
                "文件末尾没有证书的签名行，或者签名行后面又加了内容（no line of a certificate ends the file）"
            )
        page, token, signature = found.groups()
        fields = fields_of(token, key)
        text = FILE_FORMAT + b"\n" + hashlib.sha256(page).digest() + token
        _must_be_signed(key, unpacked(signature), text, "文件被改过（the file was changed）")
        mark = fields.get("mark", "")
        said = [f"{words}：{fields[name]}" for name, words in NAMES.items()]
        findings = [
            Finding(FITS, one)
            for one in [*said, "文件一个字节也没有改过（not a byte of the file was changed）"]
        ]
    except Wrong as wrong:
        findings = [Finding(WRONG, str(wrong))]
    return Verdict(int(findings[0].state == WRONG), mark, tuple(findings))


def fields_of(token: bytes, key: str) -> dict[str, str]:
    """What a compact certificate (such as its QR holds after `#`) says, if the key signed it."""
    payload, _, signature = token.partition(b".")
    told = unpacked(payload)
    _must_be_signed(
        key,
        unpacked(signature),
        FORMAT + b"\n" + told,
        "签名不是这把公钥的，或者内容被改过（not signed by this key, or changed）",
    )
    fields = read(told)
    if (
        not isinstance(fields, dict)
        or fields.get("format") != FORMAT.decode()
        or not all(isinstance(one, str) for one in fields.values())
    ):
        raise Wrong("这不是证书（this is no certificate）")
    if set(fields) - {"mark"} != {"format", *NAMES}:
        raise Wrong("证书缺项或多项（the certificate has parts missing or too many）")
    if fields["origin"] != key_of(key)[0]:
        raise Wrong(f"证书不是 {key_of(key)[0]} 的（the certificate is of another log）")
    return fields


def unpacked(text: bytes) -> bytes:
    """Bytes from their one spelling in base64url without padding."""
    try:
        raw = base64.urlsafe_b64decode(text + b"=" * (-len(text) % 4))
    except ValueError as error:
        raise Wrong("base64 写法不对（base64 misspelt）") from error
    if base64.urlsafe_b64encode(raw).rstrip(b"=") != text:
        raise Wrong("base64 写法不对（base64 misspelt）")
    return raw


def _must_be_signed(key: str, signature: bytes, text: bytes, otherwise: str) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(key_of(key)[2]).verify(signature, text)
    except InvalidSignature as error:
        raise Wrong(otherwise) from error
