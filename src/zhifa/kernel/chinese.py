"""How numbers are written in Chinese, how words sound, where words end.

The libraries that know it load tables for more than a second; a process loads them when it first asks.
"""

from __future__ import annotations

from collections.abc import Callable


def number_read(words: str, *, mixed: bool = False) -> float:
    """一千二百五十四 as 1254; with `mixed` also 3万 and 1254. ValueError for what is no number. A 〇 is a 零, a 两 a 二."""
    from cn2an import cn2an

    plain = words.replace("〇", "零").replace("○", "零").replace("两", "二")
    number: float = cn2an(plain, "smart" if mixed else "normal")  # an int where it is whole
    return number


def number_written(number: int) -> str:
    """1254 as 一千二百五十四; 10 as 十, 110 as 一百一十, as statutes print them."""
    from cn2an import an2cn

    return str(an2cn(number, "low"))


def syllables(words: str, *, initials: bool = False, others: Callable[[str], str] | None = None) -> list[str]:
    """民法 as ["min", "fa"], or ["m", "f"]; signs between stay together, as they are or as `others` makes them."""
    from pypinyin import Style, lazy_pinyin

    style = Style.FIRST_LETTER if initials else Style.NORMAL
    return list(lazy_pinyin(words, style=style, errors=others or "default"))


def split(text: str, *, guessing: bool = True) -> list[str]:
    """The text as words, nothing left out; without `guessing` only words that the dictionary knows, other signs alone."""
    from rjieba import cut

    return list(cut(text, guessing))


def split_for_search(text: str) -> list[str]:
    """The words of a text and the shorter words inside them."""
    from rjieba import cut_for_search

    return list(cut_for_search(text))


def sorts_of(text: str) -> list[tuple[str, str]]:
    """The words that the dictionary knows with their sorts (`nr` begins a person's name, `ns` a place)."""
    from rjieba import tag

    return list(tag(text, False))
