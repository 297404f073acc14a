"""The words of plans: kinds of campaigns, levels of honours."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CampaignKind(models.TextChoices):
    """What a campaign is. The first seven are the constitution activities, each a type of its own."""

    LEADERS = "constitution-leaders", _("领导干部学宪法示范")
    STUDY = "constitution-study", _("党政机关宪法大学习大讨论")
    OATH = "constitution-oath", _("国家机关工作人员宪法宣誓")
    MEDIA = "constitution-media", _("新闻媒体宪法宣传")
    SCHOOL = "constitution-school", _("宪法学习进校园")
    GRASSROOTS = "constitution-grassroots", _("宪法宣传基层行")
    DAY = "constitution-day", _("国家宪法日宣传")
    WEEK = "constitution-week", _("宪法宣传周")
    TOPIC = "topic", _("法治宣传专题活动")
    PARTY = "party", _("党内主题教育")


class HonourLevel(models.TextChoices):
    """Who awarded it."""

    NATIONAL = "national", _("国家级")
    PROVINCIAL = "provincial", _("省级")
    CITY = "city", _("市级")
    DISTRICT = "district", _("区级")


class OathForm(models.TextChoices):
    """How an oath is taken."""

    ALONE = "alone", _("单独宣誓")
    TOGETHER = "together", _("集体宣誓")


CONSTITUTION = "constitution-"
PLAN, CAMPAIGN, HONOUR = "plan", "campaign", "honour"  # what the ledger and the gate call them
OATH = "oath"  # what the ledger calls it; the gate has no business with it
