"""Tables of exams."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhifa.exams.rules.questions import Question, question_from
from zhifa.exams.terms import REASON_MOST, TITLE_MOST, TOPIC_MOST, Difficulty, Kind, Pool, State
from zhifa.laws.api import ProvisionText, Version
from zhifa.people.api import PostClass


class Item(models.Model):
    """One question of the bank through all its versions. `exposure` counts the papers in which it stands; `observed` is the share of full
    marks that candidates got on it, once it was answered, and `observed_n` by how many."""

    key = models.CharField(max_length=16, unique=True, editable=False)
    made_at = models.DateTimeField()
    pool = models.CharField(_("用途"), max_length=8, choices=Pool.choices, default=Pool.EXAM)
    exposure = models.PositiveIntegerField(_("出卷次数"), default=0)
    observed = models.DecimalField(_("实测得分率"), max_digits=5, decimal_places=4, null=True, blank=True)
    observed_n = models.PositiveIntegerField(_("作答人次"), default=0)
    retired_on = models.DateField(_("停用日期"), null=True, blank=True)
    retired_why = models.CharField(_("停用原因"), max_length=REASON_MOST, blank=True)

    class Meta:
        verbose_name = _("试题")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(retired_on=None, retired_why="") | (Q(retired_on__isnull=False) & ~Q(retired_why="")),
                name="exams_retired_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(observed=None, observed_n=0) | Q(observed__gte=0, observed__lte=1, observed_n__gt=0),
                name="exams_observed_by_some",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.key


class ItemVersion(models.Model):
    """What a question says from a day on. The version in force on a day is the approved one with the highest number whose `active_from`
    is not later; nothing runs at midnight. An approved version never changes: papers hold it. `content` is `Question.as_data`."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(_("题型"), max_length=8, choices=Kind.choices)
    content = models.JSONField()
    topic = models.CharField(_("主题"), max_length=TOPIC_MOST)
    post_classes = ArrayField(
        models.CharField(max_length=12, choices=PostClass.choices), default=list, blank=True
    )
    difficulty = models.PositiveSmallIntegerField(_("难度"), choices=Difficulty.choices)
    active_from = models.DateField(_("启用日期"))
    valid_until = models.DateField(_("有效期至"), null=True, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    author = models.CharField(max_length=40)  # the actor's opaque key
    author_words = models.CharField(_("命题人"), max_length=120)
    written_at = models.DateTimeField()
    reviewer = models.CharField(max_length=40, blank=True)
    reviewer_words = models.CharField(_("复核人"), max_length=120, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    remarks = models.CharField(_("复核意见"), max_length=REASON_MOST, blank=True)

    class Meta:
        ordering = ["item", "number"]
        indexes = [models.Index(fields=["state", "active_from"], name="exams_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="exams_version_once"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("active_from")), name="exams_valid_from_to"
            ),
            models.CheckConstraint(
                condition=Q(state=State.WAITING, reviewer="")
                | (Q(state__in=(State.APPROVED, State.RETURNED)) & ~Q(reviewer="") & ~Q(reviewer=F("author"))),
                name="exams_second_person",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.content.get("stem", ""))[:TITLE_MOST]

    @property
    def question(self) -> Question:
        """The question itself."""
        return question_from(self.content)

    @property
    def posts_display(self) -> list[str]:
        """For which classes of posts; none means all."""
        return [str(PostClass(code).label) for code in self.post_classes]


class ItemCited(models.Model):
    """A provision of a dated version on which a question rests; `text` is null when it cites the whole, or the day's text is not held."""

    item_version = models.ForeignKey(ItemVersion, on_delete=models.CASCADE, related_name="cited")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    text = models.ForeignKey(ProvisionText, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    label = models.CharField(max_length=240)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["item_version", "label"], name="exams_cited_once")]


class Blueprint(models.Model):
    """How a paper is made up: points a question by kind, and lines of how many of what. It changes while nothing was drawn by it; a draw
    holds the points and lines that it followed."""

    key = models.CharField(max_length=16, unique=True, editable=False)
    title = models.CharField(_("名称"), max_length=TITLE_MOST)
    post = models.CharField(_("考哪类岗位"), max_length=12, choices=PostClass.choices, blank=True)
    points = models.JSONField()  # by kind
    lines = models.JSONField()
    by_words = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    retired_on = models.DateField(_("停用日期"), null=True, blank=True)
    retired_why = models.CharField(_("停用原因"), max_length=REASON_MOST, blank=True)

    class Meta:
        verbose_name = _("组卷方案")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(retired_on=None, retired_why="")
                | (Q(retired_on__isnull=False) & ~Q(retired_why="")),
                name="exams_blueprint_retired_for_a_reason",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Draw(models.Model):
    """Papers drawn together and frozen: for which day, from which seed, by which points and lines, and what they came to (`report`)."""

    key = models.CharField(max_length=16, unique=True, editable=False)
    blueprint = models.ForeignKey(Blueprint, on_delete=models.PROTECT, related_name="draws")
    on = models.DateField(_("考试日期"))
    seed = models.CharField(max_length=64)
    count = models.PositiveIntegerField(_("份数"))
    points = models.JSONField()
    lines = models.JSONField()
    report = models.JSONField()
    digest = models.CharField(max_length=64)  # over the papers' digests in their order
    by_words = models.CharField(max_length=120)
    drawn_at = models.DateTimeField()

    class Meta:
        verbose_name = _("一批试卷")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.blueprint.title} {self.on.isoformat()}"


class Paper(models.Model):
    """One frozen paper: versions of questions in their order. `digest` commits to every word and key of them."""

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="papers")
    number = models.PositiveIntegerField()
    versions = ArrayField(models.PositiveIntegerField())
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["draw", "number"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "number"], name="exams_paper_once"),
            models.UniqueConstraint(fields=["draw", "versions"], name="exams_papers_differ"),
        ]
