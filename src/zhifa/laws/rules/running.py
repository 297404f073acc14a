"""Citations inside running text: where they stand, which instrument the words mean, which places in it.

    《民法典》第一千二百五十四条第一款      a title in brackets, with places or alone
    《治安管理处罚法》第42条              Arabic numerals
    民法典第1254条、刑诉法第十五条         a known name without brackets, only before a place
    本法第三条、本条例第五条              the text's own instrument
    同法第五条至第七条、该条例第九条        the instrument named last
    ……（以下简称《食安法》）              a name that the text gives itself
    ……。”第四十三条规定                  a place alone, soon after a citation: the instrument named last

Worked: in “依照《宪法》第二十四条第二款和同法第二十七条” stand two citations, at 2–14 and 15–22; the second means 宪法.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from zhifa.laws.rules.names import comparable
from zhifa.laws.rules.places import ARTICLE, PLACES, CitedPlace, read_places


class Means(StrEnum):
    """How the words name the instrument."""

    TITLE = "title"  # 《…》
    NAME = "name"  # a known name without brackets
    THIS = "this"  # 本法, 本条例
    SAME = "same"  # 同法, 该条例: the one named last
    CARRIED = "carried"  # a place alone, soon after a citation: taken to be of the one named last


@dataclass(frozen=True)
class Mention:
    """One citation in a text: `text[start:end]`, what it names and the places in it.

    `title` is the comparable title that the words mean, after the text's own abbreviations; empty for the text's own
    instrument, and for 同法 with nothing before it. `broken` is the part of the places that could not be read.
    """

    start: int
    end: int
    means: Means
    title: str = ""
    document_number: str = ""
    places: tuple[CitedPlace, ...] = ()
    broken: str = ""


_OWN = r"法典|法|条例|规定|办法|细则|解释|决定|规则|章程|准则|意见"
_BOOK = r"[\u4e00-\u9fff]{2,5}编"  # 《民法典》人格权编第九百九十七条
_NUMBER = r"(?:[（(][^（）()《》]{2,40}号[）)])?"
_CALLED = r"[（(]\s*以下(?:简称|称)(?:为)?[“\"《]([^”\"》（）()]{2,30})[”\"》]\s*[）)]"
_FOUND = re.compile(
    rf"(?P<title>《(?:[^《》]|《[^《》]{{1,100}}》){{1,200}}》)(?P<number>{_NUMBER})(?:{_CALLED})?(?:的|之)?(?:{_BOOK}(?={ARTICLE}))?(?P<after>{PLACES})?"
    rf"|(?<![日基根])本(?:{_OWN})(?P<this>{PLACES})"
    rf"|(?:同|该)(?:{_OWN})(?P<same>{PLACES})"
    rf"|(?P<bare>{PLACES})"
)
_ABBREVIATED = re.compile(_CALLED)
_AFTER_A_STOP = re.compile(r"(?:^|[。；;，,、”\"）)\n])\s*$")
_OTHER_PAPER = re.compile(r"合同|协议|约定|章程")
_PRIVATE = re.compile(r"(?:协议|合同|章程)书?$")
LONGEST_NAME = 60
CARRIED_WITHIN = 400  # characters after the last citation


def mentions_in(
    text: str, names: Collection[str] = (), *, aliases: Mapping[str, str] | None = None
) -> list[Mention]:
    """The citations of a text in their order. `names` are comparable titles that may stand without brackets, `aliases` other
    names for them. A title in brackets is a citation whether or not anyone knows it; a name without brackets only
    before a place."""
    known = dict(aliases or {})
    known.update(_named_by_the_text(text))
    found: list[Mention] = []
    last = ""
    for one in _FOUND.finditer(text):
        mention = _mention(one, text, names, known, last) or _carried(
            one, text, found[-1] if found else None, last
        )
        if mention is None:
            continue
        if mention.means is not Means.THIS and mention.title:
            last = mention.title
        found.append(mention)
    return found


def _carried(one: re.Match[str], text: str, before: Mention | None, last: str) -> Mention | None:
    """A place alone, after a stop and not far behind a citation; between them no contract whose article it may be."""
    if not one["bare"] or before is None or not last or before.means is Means.THIS:
        return None
    between_them = text[before.end : one.start()]
    if len(between_them) > CARRIED_WITHIN or _OTHER_PAPER.search(between_them):
        return None
    if not _AFTER_A_STOP.search(between_them):
        return None
    read = read_places(one["bare"])
    return Mention(one.start(), one.end(), Means.CARRIED, last, "", read.places, read.broken)


def _mention(
    one: re.Match[str], text: str, names: Collection[str], known: Mapping[str, str], last: str
) -> Mention | None:
    if one["title"]:
        return _titled(one, text, names, known)
    if one["this"]:
        read = read_places(one["this"])
        return Mention(one.start(), one.end(), Means.THIS, "", "", read.places, read.broken)
    if one["same"]:
        read = read_places(one["same"])
        return Mention(one.start(), one.end(), Means.SAME, last, "", read.places, read.broken)
    read = read_places(one["bare"])
    name = _name_before(text, one.start(), names, known)
    if not name:
        return None
    return Mention(
        one.start() - len(name),
        one.end(),
        Means.NAME,
        known.get(comparable(name), comparable(name)),
        "",
        read.places,
        read.broken,
    )


def _titled(
    one: re.Match[str], text: str, names: Collection[str], known: Mapping[str, str]
) -> Mention | None:
    """A title in brackets, unless it only introduces an abbreviation or is that of a contract."""
    if _is_abbreviation(one, text):
        return None
    title = comparable(one["title"])
    meant = known.get(title, title)
    if _PRIVATE.search(meant) and meant not in names:
        return None  # 《安置协议》第六条 is an article of a contract
    read = read_places(one["after"] or "")
    end = one.end() if one["after"] else one.end("number") if one["number"] else one.end("title")
    return Mention(
        one.start(),
        end,
        Means.TITLE,
        known.get(title, title),
        one["number"].strip("（）()"),
        read.places,
        read.broken,
    )


def _named_by_the_text(text: str) -> dict[str, str]:
    """Short names that the text gives: the abbreviation by the title in brackets that stands before it."""
    given = {}
    for one in _ABBREVIATED.finditer(text):
        before = re.search(r"《((?:[^《》]|《[^《》]*》)+)》[^《》]{0,20}$", text[: one.start()])
        if before:
            given[comparable(one[1])] = comparable(before[1])
    return given


def _is_abbreviation(one: re.Match[str], text: str) -> bool:
    """Whether a bracketed title is the one that 以下简称 introduces."""
    return bool(re.search(r"以下(?:简称|称)(?:为)?$", text[max(0, one.start() - 6) : one.start()]))


def _name_before(text: str, end: int, names: Collection[str], known: Mapping[str, str]) -> str:
    """The longest known name that ends where a place begins; with the state's name before it, that too."""
    for length in range(min(LONGEST_NAME, end), 1, -1):
        words = text[end - length : end]
        if words[0].isspace():
            continue
        if (plain := comparable(words)) in names or plain in known:
            return words
    return ""
