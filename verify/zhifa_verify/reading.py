"""Reading JSON strictly: one value, one spelling. Whatever two readers could take differently is refused."""

from __future__ import annotations

import base64
import json
import re
from typing import Any, NoReturn

DEEPEST = 32  # how deep lists and objects may stand in one another
LARGEST = 2**53 - 1  # the largest whole number that every reader holds exactly
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Wrong(Exception):
    """Something that does not fit; the text says what."""


def read(content: bytes, *, spelt: bool = True) -> Any:
    """The value of canonical JSON (RFC 8785): text, whole numbers, flags, null, lists, objects. Anything else is Wrong. Unless `spelt`,
    spaces and the order of names are free."""
    try:
        value = json.loads(
            content.decode(),
            object_pairs_hook=_once,
            parse_int=_whole,
            parse_float=_fraction,
            parse_constant=_fraction,
        )
        fits = not spelt or canonical(value) == content
    except (ValueError, RecursionError) as error:
        raise Wrong(f"不是规范的 JSON（not canonical JSON）：{error}") from error
    if not fits:
        raise Wrong("不是规范的 JSON（not canonical JSON）")
    return value


def canonical(value: Any) -> bytes:
    """RFC 8785 for what bundles hold."""
    return json.dumps(_ordered(value, 0), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def digest_of(text: Any) -> bytes:
    """A hash from its one spelling: 64 lower-case hex digits."""
    if not isinstance(text, str) or not re.fullmatch(r"[0-9a-f]{64}", text):
        raise Wrong(f"这不是散列值（this is no hash）：{str(text)[:70]}")
    return bytes.fromhex(text)


def unpacked(text: str) -> bytes:
    """Bytes from their one spelling in base64."""
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Wrong("base64 写法不对（base64 misspelt）") from error
    if base64.b64encode(raw).decode() != text:
        raise Wrong("base64 写法不对（base64 misspelt）")
    return raw


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same JSON: `true` is not 1."""
    return canonical(one) == canonical(other)


def _ordered(value: Any, depth: int) -> Any:
    if depth > DEEPEST:
        raise Wrong("嵌套太深（nested too deeply）")
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return {name: _ordered(value[name], depth + 1) for name in names}
    if isinstance(value, list):
        return [_ordered(one, depth + 1) for one in value]
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Wrong("同一个名称写了两次（a name stands twice in one object）")
    return found


def _whole(text: str) -> int:
    if len(text) > 17 or abs(int(text)) > LARGEST:
        raise Wrong("数太大（a number beyond 2^53 - 1）")
    return int(text)


def _fraction(text: str) -> NoReturn:
    raise Wrong(f"只能有整数（only whole numbers may stand here）：{text[:20]}")
