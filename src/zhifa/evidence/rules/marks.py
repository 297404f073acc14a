"""Classification marks (密级标志) of the Law on Guarding State Secrets and GB/T 9704: “秘密★10年”, “机密★”,
“绝密★启用前”.

A text about secrecy may name the three levels freely; only a mark counts: a level with its star, a level
after “密级：”, or a level alone on a line at the head of a document. In a file's name a level in brackets
counts too.
"""

from __future__ import annotations

import re

_GAP = r"[\s\u3000]*"
_LEVEL = rf"(?:绝{_GAP}密|机{_GAP}密|秘{_GAP}密)"
_STARRED = re.compile(rf"({_LEVEL}){_GAP}[★☆✩⭐＊*]")
_NAMED = re.compile(rf"密{_GAP}级{_GAP}[:：]{_GAP}({_LEVEL})")
_ALONE = re.compile(rf"^{_GAP}({_LEVEL}){_GAP}$", re.MULTILINE)
_BRACKETED = re.compile(rf"[【\[（(〔《]{_GAP}({_LEVEL}){_GAP}[】\]）)〕》]")
_AROUND = 12
_HEAD = 400  # characters: where the first page of an official document carries its mark


def mark_in_text(text: str) -> str:
    """The level of the mark that stands in a document's text, or "" when none does."""
    return mark_and_words(text)[0]


def mark_and_words(text: str) -> tuple[str, str]:
    """The level of the mark in a text with the words around it; two empty words when none does."""
    for pattern, part in ((_STARRED, text), (_NAMED, text), (_ALONE, text[:_HEAD])):
        if found := pattern.search(part):
            around = text[max(0, found.start() - _AROUND) : found.end() + _AROUND]
            return _tight(found[1]), " ".join(around.split())
    return "", ""


def mark_in_name(name: str) -> str:
    """The level of the mark that stands in a file's name, or "" when none does."""
    for pattern in (_STARRED, _NAMED, _BRACKETED):
        if found := pattern.search(name):
            return _tight(found[1])
    return ""


def _tight(level: str) -> str:
    return "".join(level.split())
