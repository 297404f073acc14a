"""What the clauses on apps and forms bar, one function a rule. The clauses themselves are dated, editable rows (`models.Clause`),
shipped as not yet confirmed against the official text of 国办函〔2026〕12号; a rule asks only where a row that names it is in force."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from zhifa.requests.terms import Rule


@dataclass(frozen=True)
class Asked:
    """A field as a clause looks at it."""

    fact: str
    unit: str
    required: bool


def _names(asked: Asked, *words: str) -> bool:
    return any(word in asked.fact for word in words)


def asks_check_in(asked: Asked) -> bool:
    """打卡, points and their ranking, time spent online."""
    return asked.unit == "minutes-online" or _names(
        asked, "打卡", "签到率", "积分", "在线时长", "在线时间", "活跃度", "日活", "月活"
    )


def asks_installs(asked: Asked) -> bool:
    """How many downloaded, installed, follow or logged in."""
    return _names(
        asked, "下载量", "下载数", "下载率", "安装量", "安装数", "安装率", "注册率", "注册数", "关注率", "关注数", "关注人数", "粉丝",
        "登录次数", "登录率",
    )  # fmt: skip


def asks_popularity(asked: Asked) -> bool:
    """Likes, open votes, forwards, time of study."""
    return asked.unit in {"likes", "forwards", "open-votes"} or _names(
        asked, "点赞", "网络投票", "网上投票", "投票数", "转发", "学习时长", "浏览时长", "观看时长"
    )


def forces_media(asked: Asked) -> bool:
    """A photograph, video or track that must be sent."""
    return asked.required and _names(
        asked, "工作照片", "现场照片", "活动照片", "视频上传", "上传视频", "上传照片", "行动轨迹", "轨迹"
    )


BARS: Mapping[str, Callable[[Asked], bool]] = {
    Rule.NO_CHECK_IN: asks_check_in,
    Rule.NO_INSTALLS: asks_installs,
    Rule.NO_POPULARITY: asks_popularity,
    Rule.NO_FORCED_MEDIA: forces_media,
}
