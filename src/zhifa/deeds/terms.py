"""The words of deeds: audiences, channels, measures, sources, states, levels."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhifa.kernel.quantities import COPIES, FIRMS, HOUSEHOLDS, PAIRS, PEOPLE, PIECES, TIMES, VIEWS, Unit


class Audience(models.TextChoices):
    """For whom it was done."""

    LEADERS = "leaders", _("领导干部")
    STAFF = "staff", _("国家工作人员")
    YOUTH = "youth", _("青少年")
    ENTERPRISE = "enterprise", _("企业经营管理人员")
    RESIDENTS = "residents", _("社区居民")
    MIGRANTS = "migrants", _("进城务工人员")
    ELDERLY = "elderly", _("老年人")
    PUBLIC = "public", _("社会公众")


class Channel(models.TextChoices):
    """Through what it reached people; people of different channels cannot be matched by name."""

    ONSITE = "onsite", _("现场")
    LIVE = "live", _("网上直播")
    RADIO = "radio", _("广播")
    WECHAT = "wechat", _("微信")
    WEB = "web", _("网站")
    PRINT = "print", _("印发")


class Measure(models.TextChoices):
    """What was counted. The first four are the four counts that never stand for one another (features, row 76)."""

    ATTENDANCES = "attendances", _("参加（人次）")
    DISTINCT = "distinct", _("不同的人（人）")
    STAYED = "stayed", _("停留满 60 秒（人次）")
    LEARNED = "learned", _("测过已掌握（人）")
    VIEWS = "views", _("观看（次）")
    COPIES = "copies", _("发放资料（份）")
    PIECES = "pieces", _("作品（件）")
    HOUSEHOLDS = "households", _("入户（户）")
    FIRMS = "firms", _("服务企业（家）")
    PAIRS = "pairs", _("结对（对）")
    CADRES = "cadres", _("派出干部（人次）")
    LAWYERS = "lawyers", _("派出律师（人次）")


UNIT_OF: Final[dict[str, Unit]] = {
    Measure.ATTENDANCES: TIMES,
    Measure.DISTINCT: PEOPLE,
    Measure.STAYED: TIMES,
    Measure.LEARNED: PEOPLE,
    Measure.VIEWS: VIEWS,
    Measure.COPIES: COPIES,
    Measure.PIECES: PIECES,
    Measure.HOUSEHOLDS: HOUSEHOLDS,
    Measure.FIRMS: FIRMS,
    Measure.PAIRS: PAIRS,
    Measure.CADRES: TIMES,  # whoever goes out twice is two: nobody knows them again between records
    Measure.LAWYERS: TIMES,
}
FOUR_COUNTS: Final = (Measure.ATTENDANCES, Measure.DISTINCT, Measure.STAYED, Measure.LEARNED)


class Source(models.TextChoices):
    """Where a count comes from, strongest first: a figure is labelled by the weakest among its parts."""

    SIGN_IN = "sign_in", _("签到表")
    EXPORT = "export", _("平台导出")
    API = "api", _("平台接口")
    GIVEN = "given", _("单位报数")
    ESTIMATE = "estimate", _("估算")


class State(models.TextChoices):
    """Where a deed stands."""

    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("待确认")
    RETURNED = "returned", _("已退回")
    CONFIRMED = "confirmed", _("已确认")
    WITHDRAWN = "withdrawn", _("已撤回")


class Level(models.TextChoices):
    """Who confirms, in this order; the street only for what a community did."""

    UNIT = "unit", _("单位")
    AREA = "area", _("街道")
    DISTRICT = "district", _("区普法办")


class CreditRole(models.TextChoices):
    """A unit's part in a deed: it counts once for the district and is credited to each."""

    ORGANISER = "organiser", _("主办")
    CO_ORGANISER = "co_organiser", _("协办")
    PARTNER = "partner", _("合作")


DEED: Final = "deed"  # what the ledger, evidence, search and the gate call it
LATE_AFTER_DAYS: Final = 30
ASK_AFTER_DAYS: Final = 7  # a count that still grew is asked for again after a week
