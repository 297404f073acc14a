"""When a field asks for what is known or asked already.

Two fields ask for the same fact when all of this holds, and each part is told with the answer:
1. they are about the same (unit, area, activity …) and their units do not contradict: the same, or one of them without;
2. their names say the same: after width, spaces, marks, the words that only introduce (本单位、今年、开展的 …) and the words for
   "number" are taken off and near words are made one (宣讲、讲座 → 讲座), they are equal, or share at least seven tenths of their pairs of
   characters (Dice), or the same of nine tenths of their characters in any order, or one holds the other whole;
3. their days overlap, and so do those who are asked.
Worked: 「今年开展法治讲座场次」 and 「举办法治宣讲的场数」 are both 法治讲座; 「讲座人次」 is not 「讲座人数」, whose unit is people.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

ALIKE = 0.7
WHOLE_LEAST, INSIDE = (
    4,
    0.8,
)  # a name of four characters or more that the other holds whole, as at least half of it
OTHER_ORDER = 0.9  # weight of the characters alone, whatever their order: 调解纠纷 and 纠纷调解
INTRODUCING = re.compile(
    r"本(?:单位|部门|街道|社区|辖区|区域|地|年度|季度|月)|(?:今|全|当|上半|下半)年|年度|截至目前|目前|现有|累计|共计|合计|总共|共|"
    r"(?:组织|开展|举办|举行|召开|完成|实施|进行|办理|受理|作出|接待|建立|建成|创建|培育|培养|聘请|聘任|配备|制作|创作|刊发|推送|发布)了?|"
    r"情况|的"
)
COUNTING = re.compile(
    r"(?:总|个|件|户|份|场|期|项|人|次)?(?:数量|数目|总数|总量|数)$|(?:场次|次数|期数|件数|份数|户数|人数|人次)$|总"
)
NEAR = (
    ("宣讲会", "讲座"), ("宣讲", "讲座"), ("专题讲座", "讲座"), ("讲课", "讲座"), ("授课", "讲座"),
    ("普法", "法治"), ("法制", "法治"), ("法律", "法治"),
    ("宣传教育", "宣传"), ("宣传活动", "活动"), ("工作人员", "人员"), ("受众", "参加"), ("参与", "参加"), ("受教育", "参加"),
    ("发放", "发"), ("印发", "发"), ("派发", "发"), ("宣传资料", "资料"), ("宣传材料", "资料"), ("宣传品", "资料"),
    ("专栏", "栏目"), ("对象", "人员"), ("材料", "资料"),
    ("矛盾纠纷", "纠纷"), ("化解", "调解"), ("居民", "群众"), ("经费投入", "经费"), ("投入经费", "经费"), ("支出", "经费"),
)  # fmt: skip
ONE_COUNT = ({"events", "occasions"},)  # 场 and 次 of the same thing
UNIT_IN_WORDS = {
    "人次": "person-times", "次数": "occasions", "个数": "places", "人数": "people", "场次": "events", "场数": "events", "期数": "issues",
    "件数": "pieces",
    "份数": "copies", "户数": "households",
}  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """A field as it asks: about what, which fact, in which unit of measure ("": none), for which days, of whom (codes of units).
    `names` are other names of the fact, where whoever holds it told them; `where` and `key` say which field it is."""

    key: str
    where: str
    about: str
    fact: str
    unit: str
    since: date
    until: date
    of: frozenset[str]
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Same:
    """That a field asks for what another asks or the system holds: how alike the names are, and of how many both ask."""

    other: Wanted
    likeness: float
    shared: int


def core(fact: str) -> str:
    """What a name says, without its dress."""
    words = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", fact)).lower()
    words = INTRODUCING.sub("", words)
    stripped = COUNTING.sub("", words)
    while stripped and stripped != words:
        words, stripped = stripped, COUNTING.sub("", stripped)
    words = stripped or words
    for word, one in NEAR:
        words = words.replace(word, one)
    return words


def likeness(one: str, other: str) -> float:
    """From 0 to 1: 1 for the same core."""
    first, second = core(one), core(other)
    if first == second:
        return 1.0 if first else 0.0
    shorter, longer = sorted((first, second), key=len)
    if len(shorter) >= WHOLE_LEAST and shorter in longer and 2 * len(shorter) >= len(longer):
        return INSIDE
    return max(_dice(_pairs(first), _pairs(second)), OTHER_ORDER * _dice(Counter(first), Counter(second)))


def unit_of(wanted: Wanted) -> str:
    """The unit of measure that it names, in its own place or in its words."""
    return wanted.unit or next((code for word, code in UNIT_IN_WORDS.items() if word in wanted.fact), "")


def same(one: Wanted, other: Wanted) -> Same | None:
    """Whether both ask for the same, and why."""
    if one.about != other.about or one.until < other.since or other.until < one.since:
        return None
    units = unit_of(one), unit_of(other)
    if units[0] and units[1] and units[0] != units[1] and set(units) not in ONE_COUNT:
        return None
    shared = len(one.of & other.of)
    if not shared:
        return None
    near = max(likeness(one.fact, name) for name in (other.fact, *other.names))
    return Same(other, near, shared) if near >= ALIKE else None


def repeats(one: Wanted, among: Iterable[Wanted]) -> list[Same]:
    """All that ask for what this one asks, the most alike first, each once."""
    found = [found for other in among if other.key != one.key and (found := same(one, other))]
    return sorted(found, key=lambda each: (-each.likeness, -each.shared, each.other.where))


def _dice(one: Counter[str], other: Counter[str]) -> float:
    return 2 * sum((one & other).values()) / max(1, sum(one.values()) + sum(other.values()))


def _pairs(words: str) -> Counter[str]:
    return Counter(words[at : at + 2] for at in range(len(words) - 1)) if len(words) > 1 else Counter([words])
