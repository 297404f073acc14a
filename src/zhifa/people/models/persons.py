"""Persons, the posts they hold and for how long, and the lists in which they stand."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhifa.kernel.errors import Unavailable
from zhifa.kernel.secrecy import decrypt
from zhifa.people.models.areas import Area
from zhifa.people.models.units import Unit, days_valid
from zhifa.people.rules.phones import masked
from zhifa.people.rules.posts import class_of
from zhifa.people.terms import PHONES, ROLE_CHOICES, BackboneKind, PostClass


class Person(models.Model):
    """One person in the work: a name, and an account if the person signs in. No identity number exists
    anywhere; a phone number is kept encrypted and is found by a keyed hash."""

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(_("姓名"), max_length=40)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="person"
    )
    phone_cipher = models.BinaryField(null=True, blank=True)
    phone_mark = models.CharField(max_length=64, blank=True, db_index=True)
    pinyin = models.CharField(max_length=120, editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["pinyin", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(phone_cipher=None, phone_mark="", pinyin=""),
                name="people_erased_is_gone",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def phone_shown(self) -> str:
        """The phone number as pages show it: 138****4567; empty when none is registered. One that the home's key does not
        open any more says so, and leaves the rest of the page alone."""
        if self.phone_cipher is None:
            return ""
        try:
            return masked(decrypt(self.phone_cipher, PHONES))
        except Unavailable:
            return gettext("解不开，请重新登记")


class Post(models.Model):
    """A post of a unit. Rights belong to posts: who holds one has its role, over its unit and area, while held."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(_("职务"), max_length=60)
    role = models.CharField(_("角色"), max_length=16, choices=ROLE_CHOICES)
    section = models.CharField(_("科室"), max_length=60, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="posts")
    enforces = models.BooleanField(_("行政执法岗位"), default=False)

    class Meta:
        ordering = ["unit", "title"]
        constraints = [models.UniqueConstraint(fields=["unit", "title", "section"], name="people_post_once")]

    def __str__(self) -> str:
        return f"{self.unit} {self.title}"

    @property
    def post_class(self) -> PostClass:
        """The class of posts to which it belongs."""
        return class_of(self.role, enforces=self.enforces)


class Holding(models.Model):
    """A person holds a post from a day to a day, both inside. One holder a post a day."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    valid_from = models.DateField(_("任职日期"))
    valid_until = models.DateField(_("离任日期"), null=True, blank=True)

    class Meta:
        ordering = ["post", "valid_from"]
        constraints = [
            ExclusionConstraint(
                name="people_one_holder_a_day",
                expressions=[(F("post"), RangeOperators.EQUAL), (days_valid(), RangeOperators.OVERLAPS)],
            )
        ]


class ActingFor(models.Model):
    """While a holder is away, another person acts in the post; acts say for whom."""

    holding = models.ForeignKey(Holding, on_delete=models.PROTECT, related_name="acting")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="acts_for")
    valid_from = models.DateField()
    valid_until = models.DateField()
    reason = models.CharField(_("事由"), max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="people_acting_days_in_order"
            )
        ]


class Roster(models.Model):
    """A list of persons frozen at a date: denominators are taken from it and never move."""

    code = models.CharField(max_length=32, unique=True)
    title = models.CharField(_("名称"), max_length=120)
    frozen_on = models.DateField(_("冻结日期"))
    purpose = models.CharField(_("用途"), max_length=200)

    def __str__(self) -> str:
        return self.title


class RosterMember(models.Model):
    """One person on a frozen list, with the unit, the post and its class as they stood when the list was frozen."""

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    post_title = models.CharField(max_length=60)
    post_class = models.CharField(max_length=12, choices=PostClass.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["roster", "person"], name="people_on_roster_once")]


class Backbone(models.Model):
    """A person's service among those who carry law publicity: kind, duty, term, last training, exit with its reason."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="service")
    kind = models.CharField(_("类别"), max_length=12, choices=BackboneKind.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True)
    valid_from = models.DateField(_("聘任日期"))
    valid_until = models.DateField(_("期满日期"), null=True, blank=True)
    duty = models.CharField(_("职责"), max_length=200, blank=True)
    trained_on = models.DateField(_("最近培训"), null=True, blank=True)
    exit_reason = models.CharField(_("退出原因"), max_length=200, blank=True)
    document = models.CharField(_("聘任依据"), max_length=200, blank=True)

    class Meta:
        ordering = ["kind", "valid_from"]
        constraints = [
            ExclusionConstraint(
                name="people_backbone_once_a_day",
                expressions=[
                    (F("person"), RangeOperators.EQUAL),
                    (F("kind"), RangeOperators.EQUAL),
                    (days_valid(), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="people_backbone_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_kind_display()}"
