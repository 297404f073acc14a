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
from functools import cache

from zhifa.laws.rules.names import comparable
from zhifa.laws.rules.places import ARTICLE, PLACES, TYPED, CitedPlace, read_places


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
_EDITION = r"(?:[（(][0-9]{4}年?[^（）()]{0,12}[）)])?"  # 《食品安全法》（2021年修正）
_CALLED = r"[（(]\s*(?:以下|下)(?:统|简)?称(?:为)?[“\"《]?([^”\"》（）()]{2,30})[”\"》]?\s*[）)]"
_OF = r"(?:中的|里的|中|里|的|之|[ \u3000])?"
_NO_LIST = r"(?!全|口诀|要点|信息|意见|建议|问题|措施|要求|规则)"  # 民法典10条要点 is no place
_PATTERN = (
    rf"(?P<title>《(?:[^《》]|《[^《》]{{1,100}}》){{1,200}}》)(?P<number>{_NUMBER}){_EDITION}(?:{_CALLED})?(?:{_OF}(?:{_BOOK}(?={ARTICLE}))?(?P<after>{PLACES}|{TYPED}{_NO_LIST}))?"
    rf"|(?<![日基根])本(?:{_OWN})(?P<this>{PLACES})"
    rf"|(?:(?<!合)同|该|上述|前述)(?:{_OWN})(?P<same>{PLACES})"
    rf"|(?P<bare>{PLACES})"
    rf"|(?<![0-9０-９])(?P<typed>{TYPED}){_NO_LIST}"
)
_ABBREVIATED = re.compile(_CALLED)
_CARRIES = re.compile(  # what stands before a place alone: a stop, or a word that leads to one
    r"(?:^|[。；;，,、：:”\"）)\n]|看|见|按照?|依照?|依据|根据|适用|违反|参照|还有|以及|和|与|是|引用|讲|学)\s*$"
)
# 条 counts long things and pieces of news too: 第三条巷子, 第二条消息; and what a contract says is not the law's.
_COUNTED = re.compile(
    r"(?:大?街|小?巷|胡同|马?路|公交|地铁|线|道|跑道|斑马|人行|流水|生产线|航线|船|河|鱼|狗|腿|裤|消息|短信|微博|微信|朋友圈|视频|评论|弹幕|新闻|信息|聊天|"
    r"建议|意见|措施|要求|任务|问题|理由|原因|经验|标语|好汉|(?:双方|另有|的?)约定)"
)
_OTHER_PAPER = re.compile(r"合同|协议|约定|章程")
# How titles of law and of official papers end; any other title in brackets is cited only where it is known.
_LEGAL = re.compile(
    r"(?:法|法典|条例|规定|办法|细则|解释|决定|决议|规则|规程|准则|守则|意见|通知|批复|修正案|公约|条约|议定书|纲要|命令|通告|标准"
    r"|总则|通则|复函|答复|方案|规划|计划)(?:（[^（）]*）)*$"
)
LONGEST_NAME = 60
CARRIED_WITHIN = 400  # characters after the last citation


@cache
def _found() -> re.Pattern[str]:
    """Compiled by the first text: that takes longer than most of what a program starts for."""
    return re.compile(_PATTERN)


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
    for one in _found().finditer(text):
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
    if not _CARRIES.search(between_them) or _COUNTED.match(text, one.end()):
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
    read = read_places(one["bare"] or one["typed"])
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
    if meant not in names and (not _LEGAL.search(meant) or _LEGAL.fullmatch(meant)):
        return None  # 《安置协议》第六条 is an article of a contract, 《西游记》 a book
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
