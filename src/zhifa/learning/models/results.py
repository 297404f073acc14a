"""What exams of outside platforms said: person by person, or totals of units, over a frozen roster."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhifa.people.api import Person, PostClass, Roster, Unit


class OutsideExam(models.Model):
    """One exam that another body held on its platform. The roster, frozen at its date, is the denominator for ever."""

    key = models.CharField(max_length=32, unique=True, editable=False)
    title = models.CharField(_("考试名称"), max_length=120)
    platform = models.CharField(_("平台"), max_length=80)
    held_on = models.DateField(_("考试日期"))
    source = models.CharField(_("成绩来源"), max_length=200)
    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="+", verbose_name=_("应考名单"))

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["title", "platform", "held_on"], name="learning_exam_once")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the exam."""
        return reverse("learning_exam", args=[self.key])


class OutsideResult(models.Model):
    """What the platform gave for one person of the roster."""

    exam = models.ForeignKey(OutsideExam, on_delete=models.CASCADE, related_name="results")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sat = models.BooleanField(_("参考"))
    score = models.DecimalField(_("成绩"), max_digits=5, decimal_places=1, null=True, blank=True)
    passed = models.BooleanField(_("合格"))
    excellent = models.BooleanField(_("优秀"))

    class Meta:
        ordering = ["exam", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["exam", "person"], name="learning_result_once"),
            models.CheckConstraint(
                condition=(Q(sat=True) | Q(passed=False)) & (Q(passed=True) | Q(excellent=False)),
                name="learning_result_sound",
            ),
        ]


class Tallied(models.Model):
    """Of one unit and class of posts at one exam: due by the roster, sat, passed, excellent. Figures read these rows only.

    Written from the persons' results, or given by the platform as totals of the unit (`given`).
    """

    exam = models.ForeignKey(OutsideExam, on_delete=models.CASCADE, related_name="tallies")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    post_class = models.CharField(max_length=12, choices=PostClass.choices, blank=True)
    due = models.PositiveIntegerField(_("应考"))
    sat = models.PositiveIntegerField(_("参考"))
    passed = models.PositiveIntegerField(_("合格"))
    excellent = models.PositiveIntegerField(_("优秀"))
    given = models.BooleanField(default=False)

    class Meta:
        ordering = ["exam", "unit__path", "post_class"]
        constraints = [
            models.UniqueConstraint(fields=["exam", "unit", "post_class"], name="learning_tally_once"),
            models.CheckConstraint(
                condition=Q(sat__lte=F("due"), passed__lte=F("sat"), excellent__lte=F("passed")),
                name="learning_tally_sound",
            ),
        ]
