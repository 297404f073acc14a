"""The words of the gate: states, moves, openness, where a thing stands."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

SUBJECT: Final = "publication"  # kind of ledger subject; the key is the publication's number
SHOWN_FAULTS: Final = 20


class State(models.TextChoices):
    """Where a publication stands."""

    DRAFT = "draft", _("草稿")
    FIRST = "first", _("待初审")
    SECOND = "second", _("待复审")
    FINAL = "final", _("待终审")
    CHECK = "check", _("待定公开属性")
    CLEARED = "cleared", _("待发布")
    PUBLISHED = "published", _("已公开")
    WITHDRAWN = "withdrawn", _("已停止公开")
    KEPT = "kept", _("不主动公开")
    DROPPED = "dropped", _("已撤稿")


class Move(models.TextChoices):
    """What a person does with a publication; each is signed."""

    SUBMIT = "submit", _("送审")
    PASS = "pass", _("审核通过")
    RETURN = "return", _("退回")
    OPEN = "open", _("确定公开")
    KEEP = "keep", _("确定不主动公开")
    PUBLISH = "publish", _("发布")
    WITHDRAW = "withdraw", _("停止公开")
    DROP = "drop", _("撤稿")


class Openness(models.TextChoices):
    """The openness attribute of government information (公开属性)."""

    ACTIVE = "active", _("主动公开")
    ON_REQUEST = "on-request", _("依申请公开")
    NOT_OPEN = "not-open", _("不予公开")


class Standing(models.TextChoices):
    """Where one thing of a publication stands: still inside, public, or no more."""

    INSIDE = "inside", _("审核中")
    PUBLIC = "public", _("公开")
    ENDED = "ended", _("已结束")


class WordKind(models.TextChoices):
    """What a line of the list looks for."""

    PHRASE = "phrase", _("词语")  # superseded phrases, names of bodies and persons written wrongly
    TITLE = "title", _("人名与职务")
    ORDER = "order", _("领导排序")


STAGE_WORDS: Final = {State.FIRST: _("初审"), State.SECOND: _("复审"), State.FINAL: _("终审")}
RUNNING: Final = (State.DRAFT, State.FIRST, State.SECOND, State.FINAL, State.CHECK, State.CLEARED)
