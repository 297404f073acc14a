"""When a field asks for what is known or asked already.

Two fields ask for the same fact when all of this holds, and each part is told with the answer:
1. they are about the same (unit, area, activity …), and what they count is of one sort: people, attendances, occasions, things,
   money … A unit of measure says it, else the words behind the name (场次, 人数, （份）), else its last word (…员 people, …会议 occasions);
2. their names say the same: after width, spaces, marks, the words that only introduce (本单位、今年、开展的 …) and the words for
   "number" are taken off and near words are made one (宣讲、讲座 → 讲座), they are equal, or seven tenths alike. Words that stand
   in every second name (活动、法治、工作 …) weigh a tenth of those that tell them apart (禁毒、校园). Where what is telling in one
   name stands whole in the other, as at least half of it, they are alike as well;
3. their days overlap, and so do those who are asked.
Worked: 「今年开展法治讲座场次」 and 「举办法治宣讲的场数」 are both 法治讲座; 「讲座人次」 is not 「讲座人数」, whose unit is people;
「行政复议案件」 and 「行政处罚案件」 share 行政 and 案件, 0.8 of 4.8, and none of 复议 and 处罚.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

ALIKE = 0.7
# So many telling characters that the other holds whole, as at least half of its own.
WHOLE_LEAST, INSIDE = 2, 0.8
COMMON_WEIGHS = 0.1  # a character of a word that stands in every second name
INTRODUCING = re.compile(
    r"本(?:单位|部门|街道|社区|辖区|区域|地|年度|季度|月|年)|(?:今|全|当|上半|下半)年|年度|截至目前|目前|现有|累计|共计|合计|总共|(?<!公)共(?!同|青|享)|"
    r"已经|已|新(?=任|入|建|增)|"
    r"(?:组织(?!个|数|$)|开展|举办|举行|召开|完成|实施|进行|办理|受理|作出|接待|建立|建成|建设|创建|培育|培养|聘请|聘任|选聘|配备|设置|设立|打造|制作|创作|"
    r"刊发|刊登|推送|发布|编发|编印|印制|张贴|悬挂|拉挂|播放|放映|观看|接受|获得|提供|从事|帮助|处理|承办|登记|注册|在册|在岗|在职|实有|拥有)了?|"
    r"情况|的"
)
MEASURED = "个件户份场期项人次条张家册篇名位处支台套班所例起宗节"
IN_BRACKETS = re.compile(rf"\([{MEASURED}次]\)$")
COUNTING = re.compile(
    rf"(?<![文案稿])[{MEASURED}]?数$|(?:数量|数目|总数|总量|数)$|(?:场次|次数|期次|件次|人次)$|总(?!额)"
)
# Longer words first where one holds another; a table of pairs, read down its lines.
NEAR_WORDS = """
    法律明白人→明白人 宣讲团→讲师团 宣讲会→讲座 宣讲→讲座 专题讲座→讲座 讲课→讲座 授课→讲座 普法→法治 法制→法治
    法律→法治 法规→法治 宣传教育→宣传 宣传活动→宣传 工作人员→人员 受众→参加 参与→参加 受教育→参加 出席→参加
    发放→发 印发→发 派发→发 分发→发 宣传资料→资料 宣传材料→资料 宣传品→资料 宣传单→资料 专栏→栏目 对象→人员
    队伍→人员 材料→资料 稿件→稿 案件→案 文件→文 矛盾纠纷→纠纷 矛盾→纠纷 化解→调解 调处→调解 居民→群众
    经费投入→经费 投入经费→经费 支出→经费 金额→经费 资金→经费 审查→审核 及格→合格 影片→电影 动画→动漫 医患→医疗
    讨薪→欠薪 考法→学法考试 比例→率 刑满释放→刑释 建议书→建议 答复→回复 解答→回复 家事→家庭 推文→文章
    微信公众号→公众号 未成年人→未成年 青少年→未成年 外来务工人员→农民工 进城务工人员→农民工 电子显示屏→电子屏
    led屏→电子屏 村居→社区 村社区→社区 居委会→社区 防诈骗→反诈 反电信诈骗→反诈 防诈→反诈 反诈骗→反诈
    出租房屋→出租屋 出租户→出租屋 工作站→站 站点→站 网点→站 民生实事→办实事 为民→ 志愿服务→志愿者 党组→党委
    报刊→媒体 新闻→媒体 教育日→日 宣传周→周 宣传月→月
"""
NEAR = [pair.split("→") for pair in NEAR_WORDS.split()]
COMMON = re.compile(
    "法治|宣传|活动|工作|教育|行政|服务|管理|主题|专题|专项|人员|群众|参加|案|事项|领导干部|干部|领导|机关|部门|单位|街道|辖区|区级|人民|公共|"
    "用法|学习|年终|集体|情况|岗位|成员|相关|有关|各类|各级|理论|党委|中心|新任|入职|重大|合法性|成功|法|资料|投诉|举报|作品|文化|及|和|与|各|等|"
    "信息|成绩|专兼职|斗争|品牌|面向|进入|到|进|向"
)
# 场, 次 and 期 of the same thing
ONE_COUNT = ({"events", "occasions"}, {"issues", "occasions"}, {"issues", "events"})
THINGS = "things"
SORTS = {
    "events": "occasions", "issues": "occasions", "copies": THINGS, "pieces": THINGS, "places": THINGS, "items": THINGS, "firms": THINGS,
    "pairs": THINGS,
}  # fmt: skip
UNIT_IN_WORDS = {
    "人次": "person-times", "次数": "occasions", "个数": "places", "人数": "people", "场次": "events",
    "场数": "events", "期数": "issues", "期次": "issues", "件数": "pieces", "份数": "copies",
    "户数": "households", "（次）": "occasions", "（场）": "events", "（人）": "people", "（份）": "copies",
    "（件）": "pieces", "（个）": "places", "（户）": "households", "金额": "yuan", "经费": "yuan",
}  # fmt: skip
LAST_WORDS = (
    (re.compile("(?:员|者|人|师|生|干部|顾问|校长|长|对象|队伍)$"), "people"),
    (re.compile("(?:会议|活动|讲座|宣讲|宣传|培训|演出|宣誓|仪式|旁听|学法|述法|排查)$"), "occasions"),
    (
        re.compile(
            "(?:委员会|组织|机构|室|站|基地|阵地|栏|广场|公园|长廊|中心|角|资料|海报|横幅|作品|案|纠纷|投诉|举报|审核|咨询)$"
        ),
        THINGS,
    ),
)


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
    plain = IN_BRACKETS.sub("", unicodedata.normalize("NFKC", fact).strip())
    words = INTRODUCING.sub("", re.sub(r"[\W_]+", "", plain).lower())
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
    shorter, longer = sorted((_told(first), _told(second)), key=lambda told: len(told.telling))
    held = len(shorter.telling) >= WHOLE_LEAST and 2 * len(shorter.telling) >= len(longer.telling)
    if held and shorter.telling in longer.telling:
        return INSIDE
    weights = [
        (Counter(shorter.telling), Counter(longer.telling), 1.0),
        (Counter(shorter.common), Counter(longer.common), COMMON_WEIGHS),
    ]
    shared = sum(2 * (a & b).total() * weight for a, b, weight in weights)
    return shared / max(1.0, sum((a.total() + b.total()) * weight for a, b, weight in weights))


@dataclass(frozen=True)
class _Told:
    """The characters of a core that tell it from others, and those of common words."""

    telling: str
    common: str


def _told(core_of: str) -> _Told:
    return _Told(COMMON.sub("", core_of), "".join(COMMON.findall(core_of)))


def sort_of(wanted: Wanted) -> str:
    """What sort it counts; empty where nothing says so."""
    unit = unit_of(wanted)
    if unit:
        return SORTS.get(unit, unit)
    name = core(wanted.fact)
    return next((sort for words, sort in LAST_WORDS if words.search(name)), "")


def unit_of(wanted: Wanted) -> str:
    """The unit of measure that it names, in its own place or in its words."""
    fact = wanted.fact.replace("(", "（").replace(")", "）")
    return wanted.unit or next((code for word, code in UNIT_IN_WORDS.items() if word in fact), "")


def same(one: Wanted, other: Wanted) -> Same | None:
    """Whether both ask for the same, and why."""
    if one.about != other.about or one.until < other.since or other.until < one.since:
        return None
    units, sorts = {one.unit, other.unit}, {sort_of(one), sort_of(other)}
    if "" not in units and len(units) > 1 and units not in ONE_COUNT:
        return None
    if "" not in sorts and len(sorts) > 1:
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
