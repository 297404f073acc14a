"""An exam that is held: its terms, the papers of each class of posts, its candidates."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhifa.deeds.api import Deed
from zhifa.exams.api import Draw
from zhifa.kernel.sealed import SealedBytes
from zhifa.people.api import Person, PostClass, Roster, Unit
from zhifa.sittings.terms import MINUTES_MOST, PAPERS, Counted, Exempt, MultipleRule, Stage


class Exam(models.Model):
    """One exam over a frozen roster. Its terms are parameters and cannot change once it is announced, but for what helps every
    candidate alike (a later end). Its deed is written when results are published. `secret` (32 bytes, encrypted at rest) is what the
    keys of its sealed papers are derived from."""

    key = models.CharField(max_length=16, unique=True, editable=False)
    title = models.CharField(_("考试名称"), max_length=80)
    organiser = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("组织单位")
    )
    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="+", verbose_name=_("应考名单"))
    opens_at = models.DateTimeField(_("开考时间"))
    closes_at = models.DateTimeField(_("截止时间"))
    minutes = models.PositiveSmallIntegerField(_("答题时长（分钟）"))
    attempts_most = models.PositiveSmallIntegerField(_("可考次数"), default=1)
    counted = models.CharField(_("多次成绩"), max_length=4, choices=Counted.choices, default=Counted.BEST)
    multiple_rule = models.CharField(
        _("多选题评分"), max_length=8, choices=MultipleRule.choices, default=MultipleRule.ALL
    )
    pass_share = models.DecimalField(_("合格线（占满分 %）"), max_digits=4, decimal_places=1)
    excellent_share = models.DecimalField(_("优秀线（占满分 %）"), max_digits=4, decimal_places=1)
    grace_minutes = models.PositiveSmallIntegerField(_("离线交卷宽限（分钟）"), default=30)
    tolerance_share = models.DecimalField(
        _("两人评分允许相差（占该题 %）"), max_digits=4, decimal_places=1, default=20
    )
    objection_days = models.PositiveSmallIntegerField(_("异议期（天）"), default=5)
    make_up_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="make_ups",
        verbose_name=_("补考自"),
    )
    source = models.CharField(_("考试依据"), max_length=200)  # the notice that sets the terms
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.DRAFT)
    secret = SealedBytes(purpose=PAPERS)
    by_words = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    cancelled_why = models.CharField(_("取消原因"), max_length=200, blank=True)
    deed = models.OneToOneField(
        Deed, on_delete=models.PROTECT, null=True, blank=True, related_name="exam_held"
    )

    class Meta:
        verbose_name = _("考试")
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="sittings_window"),
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=MINUTES_MOST), name="sittings_minutes"),
            models.CheckConstraint(condition=Q(attempts_most__gte=1, attempts_most__lte=10), name="sittings_attempts"),
            models.CheckConstraint(
                condition=Q(pass_share__gt=0, pass_share__lte=F("excellent_share"), excellent_share__lte=100),
                name="sittings_marks_in_order",
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.DRAFT, announced_at=None) | Q(stage=Stage.CANCELLED) | Q(announced_at__isnull=False),
                name="sittings_announced_when",
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.PUBLISHED) | Q(published_at__isnull=False), name="sittings_published_when"
            ),
            models.CheckConstraint(
                condition=Q(deed=None) | Q(stage=Stage.PUBLISHED), name="sittings_deed_once_published"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The office's page of the exam."""
        return reverse("sittings_exam", args=[self.key])


class ExamPapers(models.Model):
    """From which draw candidates of a class of posts get their papers; an empty class is for all without a row of their own."""

    exam = models.ForeignKey(Exam, on_delete=models.CASCADE, related_name="papers")
    post_class = models.CharField(_("岗位类别"), max_length=12, choices=PostClass.choices, blank=True)
    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="+", verbose_name=_("试卷"))

    class Meta:
        ordering = ["exam", "post_class"]
        constraints = [models.UniqueConstraint(fields=["exam", "post_class"], name="sittings_papers_once")]


class Candidate(models.Model):
    """One person of the roster at one exam, with unit and class of posts as they stood at the roster's date. The exempt stay in the
    list and out of the denominator. The key is opaque: it is all that the ledger keeps."""

    exam = models.ForeignKey(Exam, on_delete=models.CASCADE, related_name="candidates")
    key = models.CharField(max_length=16, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    post_title = models.CharField(_("职务"), max_length=60)
    post_class = models.CharField(_("岗位类别"), max_length=12, choices=PostClass.choices)
    exempt = models.CharField(_("免考"), max_length=8, choices=Exempt.choices, blank=True)
    exempt_why = models.CharField(_("免考说明"), max_length=200, blank=True)
    extra_minutes = models.PositiveSmallIntegerField(_("延长（分钟）"), default=0)
    extra_why = models.CharField(_("延长原因"), max_length=200, blank=True)

    class Meta:
        ordering = ["exam", "unit__path", "person__pinyin"]
        constraints = [
            models.UniqueConstraint(fields=["exam", "person"], name="sittings_candidate_once"),
            models.CheckConstraint(
                condition=Q(exempt="", exempt_why="") | (~Q(exempt="") & ~Q(exempt_why="")), name="sittings_exempt_why"
            ),
            models.CheckConstraint(
                condition=Q(extra_minutes=0, extra_why="") | (Q(extra_minutes__gt=0) & ~Q(extra_why="")),
                name="sittings_extra_why",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.key
