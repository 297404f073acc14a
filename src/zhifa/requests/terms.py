"""The words of requests for data: what a field is about, how it is answered, for which parts of the period; states, rules, limits."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

REQUEST: Final = "request"  # kind of ledger subject; the key is the form's own
FIELDS_MOST = 40
RECIPIENTS_MOST = 400
VALUE_MOST = 400
REASON_LEAST = 6  # characters


class About(models.TextChoices):
    """What a field asks about."""

    UNIT = "unit", _("本单位")
    AREA = "area", _("辖区")
    ACTIVITY = "activity", _("开展的活动")
    PEOPLE = "people", _("人员")
    PLACE = "place", _("阵地场所")


class Kind(models.TextChoices):
    """How a field is answered."""

    NUMBER = "number", _("数字")
    TEXT = "text", _("文字")
    DAY = "day", _("日期")
    YES_NO = "yes-no", _("是或否")


class Grain(models.TextChoices):
    """For which parts of the period it is answered."""

    ONCE = "once", _("整个时段一次")
    QUARTER = "quarter", _("每季度")
    MONTH = "month", _("每月")


class State(models.TextChoices):
    """Where a form stands."""

    DRAFT = "draft", _("草稿")
    ISSUED = "issued", _("已下发")
    CLOSED = "closed", _("已截止")
    WITHDRAWN = "withdrawn", _("已撤回")


class Rule(models.TextChoices):
    """What a clause asks of forms: each is tested by one function of `rules.clauses`."""

    NO_REPEAT = "no-repeat", _("同一事实不重复要")
    NO_CHECK_IN = "no-check-in", _("不要打卡、积分排名、在线时长")
    NO_INSTALLS = "no-installs", _("不要下载、安装、关注、登录的数量")
    NO_POPULARITY = "no-popularity", _("不要点赞、网络投票、转发、学习时长")
    NO_FORCED_MEDIA = "no-forced-media", _("不强制上传照片、视频、轨迹")


class Basis(models.TextChoices):
    """What a time to answer rests on."""

    ESTIMATE = "estimate", _("估计")
    SAMPLE = "sample", _("计时抽样")


TONES: Final[dict[str, str]] = {
    State.DRAFT: "off", State.ISSUED: "waiting", State.CLOSED: "done", State.WITHDRAWN: "off",
}  # fmt: skip
MOVES: Final[dict[str, tuple[str, ...]]] = {
    State.DRAFT: (State.ISSUED,), State.ISSUED: (State.CLOSED, State.WITHDRAWN), State.CLOSED: (), State.WITHDRAWN: (),
}  # fmt: skip
