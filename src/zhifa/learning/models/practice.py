"""What somebody knows of the practice, and the courses to read."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhifa.cases.api import Case
from zhifa.exams.api import Item
from zhifa.laws.api import ProvisionText, Version
from zhifa.learning.terms import CourseStage, StepKind
from zhifa.people.api import Person, PostClass


class Card(models.Model):
    """What one person remembers of one question of the practice, and when it should come again. For that person's eyes only: no figure,
    report or list of anybody else reads this table."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    memory = models.JSONField()  # what `rules.spacing` keeps
    due_at = models.DateTimeField()
    asked = models.PositiveIntegerField()
    missed = models.PositiveIntegerField(default=0)
    right = models.BooleanField()  # the last time
    known_at = models.DateTimeField(null=True, blank=True)  # first answered rightly
    told_at = models.DateTimeField()

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "item"], name="learning_card_once"),
            models.CheckConstraint(condition=Q(missed__lte=F("asked"), asked__gt=0), name="learning_card_sound"),
        ]  # fmt: skip


class Course(models.Model):
    """Something to read, built from provisions, cases, the office's own words and short checks. What counts of it is which checks one has
    answered rightly; that it was opened, and for how long, is written down nowhere."""

    key = models.CharField(max_length=16, unique=True, editable=False)
    title = models.CharField(_("课程名称"), max_length=80)
    about = models.CharField(_("讲什么"), max_length=200)
    post_classes = ArrayField(
        models.CharField(max_length=12, choices=PostClass.choices), default=list, blank=True
    )
    stage = models.CharField(max_length=8, choices=CourseStage.choices, default=CourseStage.DRAFT)
    by_words = models.CharField(max_length=120)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the course."""
        return reverse("learning_course", args=[self.key])


class CourseStep(models.Model):
    """One step: words, a provision as of the day on which it was written (`version`, `text`, `label`), a case, or a check: `count`
    questions of the practice on a topic."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=StepKind.choices)
    words = models.TextField(blank=True)  # the words; of a check its topic
    version = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.ForeignKey(ProvisionText, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    label = models.CharField(max_length=240, blank=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    count = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["course", "number"]
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="learning_step_once"),
            models.CheckConstraint(
                condition=Q(kind=StepKind.WORDS, version=None, case=None, count=0) & ~Q(words="")
                | Q(kind=StepKind.LAW, version__isnull=False, case=None, count=0)
                | Q(kind=StepKind.CASE, version=None, case__isnull=False, count=0)
                | (Q(kind=StepKind.CHECK, version=None, case=None, count__gt=0) & ~Q(words="")),
                name="learning_step_whole",
            ),
        ]  # fmt: skip
