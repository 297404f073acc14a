"""What happens around an exam while it is sat: outages, incidents, words to all candidates."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhifa.sittings.models.exams import Candidate, Exam
from zhifa.sittings.terms import Outside


class Pulse(models.Model):
    """When this installation's service of exams was last known to work: one row. A gap before a start is an outage of ours."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    beat_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="sittings_one_pulse")]


class Outage(models.Model):
    """A span in which our service did not work; who was sitting then gets it back, all by the same rule."""

    from_at = models.DateTimeField(_("起"))
    until_at = models.DateTimeField(_("止"))
    why = models.CharField(_("说明"), max_length=200)
    noticed = models.BooleanField(default=False)  # by the pulse itself; else recorded by the office
    by_words = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["from_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until_at__gt=F("from_at")), name="sittings_outage_span"),
            models.UniqueConstraint(fields=["from_at", "until_at"], name="sittings_outage_once"),
        ]


class Incident(models.Model):
    """One line of an exam's log of incidents; lines are only ever added."""

    exam = models.ForeignKey(Exam, on_delete=models.CASCADE, related_name="incidents")
    candidate = models.ForeignKey(
        Candidate, on_delete=models.CASCADE, null=True, blank=True, related_name="incidents"
    )
    kind = models.CharField(_("类别"), max_length=10, choices=Outside.choices)
    words = models.CharField(_("经过和处理"), max_length=500)
    happened_at = models.DateTimeField(_("发生时间"))
    by_words = models.CharField(max_length=120)
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["exam", "happened_at", "pk"]


class Broadcast(models.Model):
    """A word to every candidate of an exam; players show it at their next exchange with the server."""

    exam = models.ForeignKey(Exam, on_delete=models.CASCADE, related_name="broadcasts")
    words = models.CharField(_("通知内容"), max_length=300)
    by_words = models.CharField(max_length=120)
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["exam", "pk"]
