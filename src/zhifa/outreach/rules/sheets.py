"""What a sheet's words mean: kinds of activities in a title, the channel of a count."""

from __future__ import annotations

import re
from typing import Final

from zhifa.deeds.api import Channel, Measure
from zhifa.kernel.chinese import number_read
from zhifa.outreach.terms import ActivityKind

# What sheets call the kinds; the first word of each line is ours. The order decides which is found first in a title.
KIND_WORDS: Final[dict[str, str]] = {
    ActivityKind.GROUP_STUDY: "中心组集中学法|中心组学习|中心组学法|理论学习中心组",
    ActivityKind.LIVESTREAM: "网上直播|直播|网络直播",
    ActivityKind.RADIO: "广播节目|广播|电台",
    ActivityKind.MICRO: "微信微活动|微活动|微信答题|线上答题|网络答题",
    ActivityKind.OATH: "宪法宣誓|宣誓",
    ActivityKind.PERFORMANCE: "法治文艺演出|文艺演出|演出|汇演|文艺",
    ActivityKind.EXHIBITION: "展览|图片展|展板",
    ActivityKind.CAMPUS: "进校园宣讲|进校园|校园",
    ActivityKind.HOME_VISIT: "入户宣传|入户|走访",
    ActivityKind.FIRM_SERVICE: "企业法律服务|进企业|法治体检|企业服务",
    ActivityKind.CONSULTATION: "街头咨询|法律咨询|咨询|街头宣传|广场宣传|集中宣传|现场宣传|户外宣传",
    ActivityKind.HANDOUT: "发放资料|资料发放|发放宣传",
    ActivityKind.PRODUCT: "普法作品|作品|微电影|漫画",
    ActivityKind.MEDIA: "媒体宣传|报纸|电视|媒体",
    ActivityKind.DISCUSSION: "学习讨论|讨论|座谈|座谈会|研讨",
    ActivityKind.LECTURE: "法治讲座|讲座|专题讲座|辅导报告|报告会|授课|培训讲座|宣讲|讲课",
}
MEASURES: Final = {
    "times": Measure.ATTENDANCES,
    "people": Measure.DISTINCT,
    "views": Measure.VIEWS,
    "copies": Measure.COPIES,
    "pieces": Measure.PIECES,
    "firms": Measure.FIRMS,
    "pairs": Measure.PAIRS,
    "cadres": Measure.CADRES,
    "lawyers": Measure.LAWYERS,
}
_ONLINE: Final = {
    ActivityKind.LIVESTREAM: Channel.LIVE,
    ActivityKind.RADIO: Channel.RADIO,
    ActivityKind.MICRO: Channel.WECHAT,
    ActivityKind.MEDIA: Channel.WEB,
}


def kind_in(title: str) -> str | None:
    """The kind that a title names, or None when it names none."""
    for kind, words in KIND_WORDS.items():
        if any(word in title for word in words.split("|")):
            return str(kind)
    return None


def issue_in(text: str) -> int | None:
    """The number of an issue as cells write it: 3, 3.0, 第3期, 第三期, 三; None for what is no such number."""
    found = re.fullmatch(
        r"第?\s*(?:(\d{1,4})(?:\.0+)?|([一二三四五六七八九十百零两]{1,7}))\s*[期集次]?", text.strip()
    )
    if found is None:
        return None
    try:
        number = int(found[1]) if found[1] else int(number_read(found[2], mixed=True))
    except ValueError:
        return None
    return number or None


def channel_of(kind: str, measure: str) -> str:
    """Through what a count of that kind of activity reached people: on the spot unless the kind says otherwise."""
    if measure in (Measure.COPIES, Measure.PIECES):
        return str(Channel.PRINT)
    if measure == Measure.VIEWS and kind not in _ONLINE:
        return str(Channel.WEB)
    return str(_ONLINE.get(ActivityKind(kind), Channel.ONSITE))
