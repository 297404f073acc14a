"""The words of outreach: kinds of activities with their units, ranks of speakers, kinds of programmes and places."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhifa.kernel.quantities import EVENTS, ISSUES, OCCASIONS, PIECES, Unit


class ActivityKind(models.TextChoices):
    """What kind of activity; each is a deed kind that outreach owns."""

    LECTURE = "lecture", _("法治讲座")
    GROUP_STUDY = "group_study", _("中心组集中学法")
    DISCUSSION = "discussion", _("学习讨论")
    CONSULTATION = "consultation", _("街头咨询")
    PERFORMANCE = "performance", _("法治文艺演出")
    EXHIBITION = "exhibition", _("展览")
    LIVESTREAM = "livestream", _("网上直播")
    RADIO = "radio", _("广播节目")
    MICRO = "micro", _("微信微活动")
    MEDIA = "media", _("媒体宣传")
    CAMPUS = "campus", _("进校园宣讲")
    OATH = "oath", _("宪法宣誓")
    HOME_VISIT = "home_visit", _("入户宣传")
    FIRM_SERVICE = "firm_service", _("企业法律服务")
    HANDOUT = "handout", _("发放资料")
    PRODUCT = "product", _("普法作品")


COUNTED_IN: Final[dict[str, Unit]] = {
    ActivityKind.LECTURE: EVENTS,
    ActivityKind.GROUP_STUDY: OCCASIONS,
    ActivityKind.DISCUSSION: EVENTS,
    ActivityKind.CONSULTATION: EVENTS,
    ActivityKind.PERFORMANCE: EVENTS,
    ActivityKind.EXHIBITION: EVENTS,
    ActivityKind.LIVESTREAM: EVENTS,
    ActivityKind.RADIO: ISSUES,
    ActivityKind.MICRO: ISSUES,
    ActivityKind.MEDIA: OCCASIONS,
    ActivityKind.CAMPUS: EVENTS,
    ActivityKind.OATH: OCCASIONS,
    ActivityKind.HOME_VISIT: OCCASIONS,
    ActivityKind.FIRM_SERVICE: OCCASIONS,
    ActivityKind.HANDOUT: OCCASIONS,
    ActivityKind.PRODUCT: PIECES,
}


class SpeakerRank(models.TextChoices):
    """Who spoke."""

    FOUR_BODIES = "four_bodies", _("四大家领导")
    UNIT_LEADER = "unit_leader", _("单位负责人")
    JUDGE = "judge", _("法官")
    PROCURATOR = "procurator", _("检察官")
    ENFORCER = "enforcer", _("行政执法人员")
    LAWYER = "lawyer", _("律师")
    LECTURER = "lecturer", _("普法讲师团成员")
    OTHER = "other", _("其他")


class ProgrammeKind(models.TextChoices):
    """What kind of programme."""

    RADIO = "radio", _("广播栏目")
    LIVE = "live", _("直播系列")
    PAIRING = "pairing", _("结对服务")
    SERIES = "series", _("系列活动")


class PlaceKind(models.TextChoices):
    """法治文化场所."""

    PARK = "park", _("法治文化公园")
    SQUARE = "square", _("法治文化广场")
    STREET = "street", _("法治文化街巷")
    HALL = "hall", _("法治宣传教育基地")
    CORRIDOR = "corridor", _("法治文化长廊")


PROGRAMME, PLACE = "programme", "place"  # what the ledger and the gate call them
