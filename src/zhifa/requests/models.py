"""Tables of requests for data."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhifa.people.api import Unit
from zhifa.requests.rules.likeness import Wanted
from zhifa.requests.terms import TONES, VALUE_MOST, About, Basis, Grain, Kind, Rule, State


def new_key() -> str:
    """A key that tells nothing about how many forms there are."""
    return secrets.token_hex(6)


class Form(models.Model):
    """One request: whom an office asks, about which days, until when. Once out it no longer changes."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    title = models.CharField(_("名称"), max_length=80)
    why = models.CharField(_("用途和依据"), max_length=300)
    since = models.DateField(_("数据从"))
    until = models.DateField(_("到"))
    due_on = models.DateField(_("报送期限"))
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    asked_by = models.CharField(_("下发人"), max_length=120)
    issued_at = models.DateTimeField(null=True)
    recipients = models.ManyToManyField(Unit, related_name="+")

    class Meta:
        verbose_name = _("填报表")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="requests_days_in_order"),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT) ^ Q(issued_at__isnull=False), name="requests_issued_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def tone(self) -> str:
        """How its state is shown."""
        return TONES[self.state]


class Field(models.Model):
    """One thing that a form asks. With `held` it is not asked: the system fills it in from what it holds under that code."""

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="fields")
    about = models.CharField(_("关于"), max_length=10, choices=About.choices)
    fact = models.CharField(_("要什么"), max_length=60)
    kind = models.CharField(_("填法"), max_length=8, choices=Kind.choices)
    unit = models.CharField(_("计量单位"), max_length=20, blank=True)
    grain = models.CharField(_("按什么时段"), max_length=8, choices=Grain.choices)
    required = models.BooleanField(_("必填"), default=True)
    held = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["form", "about", "fact"], name="requests_field_once")]

    def __str__(self) -> str:
        return self.fact

    def wanted(self, form: Form, of: frozenset[str]) -> Wanted:
        """As the rules look at it."""
        return Wanted(str(self.pk), form.title, self.about, self.fact, self.unit, form.since, form.until, of)


class Override(models.Model):
    """That a field is asked although the thing `other` (a held fact, another field) says the same, and why."""

    field = models.ForeignKey(Field, on_delete=models.CASCADE, related_name="overrides")
    other = models.CharField(max_length=80)
    reason = models.CharField(_("为什么还要再填"), max_length=200)
    by_words = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["field", "other"], name="requests_override_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="requests_override_says_why"),
        ]


class HandIn(models.Model):
    """That a unit answered, last when, and how many minutes it says this took, where it says so."""

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="hand_ins")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    by_words = models.CharField(max_length=120)
    at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "unit"], name="requests_hand_in_once")]


class Answer(models.Model):
    """What a unit answered to a field for a part of the period ("": the whole), as text that the field's kind can read."""

    hand_in = models.ForeignKey(HandIn, on_delete=models.CASCADE, related_name="answers")
    field = models.ForeignKey(Field, on_delete=models.CASCADE, related_name="+")
    part = models.CharField(max_length=8, blank=True)
    value = models.CharField(max_length=VALUE_MOST)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hand_in", "field", "part"], name="requests_answer_once")
        ]


class Asked(models.Model):
    """What a form asked of a unit, fixed when it went out: fields, and minutes by the times of that day. `is_estimate` says that
    at least one of these times rests on no timed sample."""

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="asked")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    day = models.DateField(db_index=True)
    fields = models.PositiveSmallIntegerField()
    minutes = models.DecimalField(max_digits=8, decimal_places=2)
    is_estimate = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "unit"], name="requests_asked_once")]


class Clause(models.Model):
    """A clause on apps and forms, from a day on, bound to one rule. Its words are the office's own; `to_confirm` until somebody
    compared them with the official text."""

    rule = models.CharField(_("规则"), max_length=16, choices=Rule.choices)
    place = models.CharField(_("条款"), max_length=40, blank=True)
    words = models.CharField(_("要求"), max_length=200)
    source = models.CharField(_("依据"), max_length=120)
    since = models.DateField(_("自"))
    until = models.DateField(_("到"), null=True, blank=True)
    to_confirm = models.BooleanField(_("待核"), default=True)

    class Meta:
        ordering = ["pk"]


class FieldTime(models.Model):
    """From a day on, how many seconds a field of a kind takes, and what that rests on."""

    kind = models.CharField(_("填法"), max_length=8, choices=Kind.choices)
    since = models.DateField(_("自"))
    seconds = models.PositiveSmallIntegerField(_("每项几秒"))
    basis = models.CharField(_("来源"), max_length=8, choices=Basis.choices)
    source = models.CharField(_("说明"), max_length=200)

    class Meta:
        ordering = ["kind", "-since"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "since"], name="requests_time_once_a_day"),
            models.CheckConstraint(condition=Q(seconds__range=(1, 3600)), name="requests_time_in_seconds"),
        ]
