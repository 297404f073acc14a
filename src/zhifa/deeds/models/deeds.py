"""The deed itself, who has part in it, who confirmed it, and how it was corrected."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhifa.deeds.terms import Audience, CreditRole, Level, State
from zhifa.laws.api import ProvisionText, Version
from zhifa.people.api import Area, Unit


class Deed(models.Model):
    """One piece of work done in the world, recorded once by whoever did it.

    `occurred_on` is when it was done, `reported_on` the day on which its unit first reported it (on a sheet or
    here), `entered_at` when it entered this system; sealing times stand in the ledger and are never set.
    What is peculiar to a kind stands in its owner's table, one-to-one.
    """

    key = models.CharField(max_length=32, unique=True, editable=False)
    kind = models.CharField(_("种类"), max_length=32, db_index=True)
    title = models.CharField(_("名称"), max_length=160)
    occurred_on = models.DateField(_("日期"), db_index=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="deeds", verbose_name=_("主办单位"))
    area = models.ForeignKey(
        Area,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="deeds",
        verbose_name=_("所在区域"),
    )
    place = models.CharField(_("地点"), max_length=120, blank=True)
    audience = models.CharField(_("对象"), max_length=12, choices=Audience.choices)
    summary = models.TextField(_("内容"), blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    waits_for = models.CharField(max_length=8, choices=Level.choices, blank=True)
    is_opening = models.BooleanField(_("期初记录"), default=False)
    reported_on = models.DateField(_("申报日"))
    entered_at = models.DateTimeField(_("录入时间"))
    closed_at = models.DateTimeField(_("封账时间"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    recorder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    client_key = models.CharField(max_length=64, null=True, blank=True, unique=True)

    class Meta:
        ordering = ["-occurred_on", "-pk"]
        indexes = [
            models.Index(fields=["state", "waits_for"], name="deeds_waiting"),
            models.Index(fields=["unit", "-occurred_on"], name="deeds_of_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(reported_on__gte=F("occurred_on")), name="deeds_reported_after"
            ),
            models.CheckConstraint(
                condition=(Q(state=State.SUBMITTED) & ~Q(waits_for=""))
                | (~Q(state=State.SUBMITTED) & Q(waits_for="")),
                name="deeds_waits_only_when_submitted",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.CONFIRMED) | Q(closed_at__isnull=False, confirmed_at__isnull=False),
                name="deeds_confirmed_is_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Credit(models.Model):
    """A unit's part in a deed. The deed counts once for the district and is credited to each unit here."""

    deed = models.ForeignKey(Deed, on_delete=models.CASCADE, related_name="credits")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="credits")
    role = models.CharField(max_length=14, choices=CreditRole.choices)

    class Meta:
        ordering = ["deed", "-role", "pk"]
        constraints = [models.UniqueConstraint(fields=["deed", "unit"], name="deeds_credit_once")]


class Cited(models.Model):
    """A provision of a dated version that a deed explained; `text` is null when it cites the whole instrument, or
    when the text of that day is not held. Never bound to another day's text."""

    deed = models.ForeignKey(Deed, on_delete=models.CASCADE, related_name="cited")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    text = models.ForeignKey(ProvisionText, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    label = models.CharField(max_length=240)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["deed", "label"], name="deeds_cited_once")]


class Confirmation(models.Model):
    """One verdict at one level: confirmed, or returned with remarks. Who gave it stands by post."""

    deed = models.ForeignKey(Deed, on_delete=models.CASCADE, related_name="confirmations")
    level = models.CharField(max_length=8, choices=Level.choices)
    confirmed = models.BooleanField()
    remarks = models.CharField(max_length=400, blank=True)
    by = models.CharField(max_length=40)  # the actor's opaque key
    by_words = models.CharField(max_length=120)  # name and post as they stood
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["-at", "-id"], name="deeds_newest_verdicts")]


class Correction(models.Model):
    """A change after closing, with its reason; readers see it beside the record."""

    deed = models.ForeignKey(Deed, on_delete=models.CASCADE, related_name="corrections")
    reason = models.CharField(max_length=400)
    before = models.JSONField()
    after = models.JSONField()
    by_words = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]


class Served(models.Model):
    """A purpose that a deed served, by the rule of the purpose's owner; written anew whenever either changes.

    `purpose` is the kind (goal, campaign, task), `code` the owner's code of the one served, `sort` which sort of
    campaign it is.
    """

    deed = models.ForeignKey(Deed, on_delete=models.CASCADE, related_name="served")
    purpose = models.CharField(max_length=16)
    code = models.CharField(max_length=60)
    sort = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["purpose", "code"], name="deeds_served_by_purpose")]
        constraints = [models.UniqueConstraint(fields=["deed", "purpose", "code"], name="deeds_served_once")]


class Use(models.Model):
    """A view: a file that speaks for a deed, once for each purpose that the deed served, or once without any.

    `file` is the file; `use` the file with the purpose, null where the deed served none. A file that speaks for two deeds of one
    purpose was of use to it once.
    """

    deed = models.ForeignKey(Deed, on_delete=models.DO_NOTHING, related_name="+")
    file = models.TextField()
    use = models.TextField(null=True)

    class Meta:
        managed = False
        db_table = "deeds_use"
