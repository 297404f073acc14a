"""What comes after an exam was sat: marks, outcomes, results, objections, certificates. All marks are whole hundredths of a point."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhifa.people.api import PostClass, Unit
from zhifa.sittings.models.attempts import Attempt
from zhifa.sittings.models.exams import Candidate, Exam
from zhifa.sittings.terms import Turn, Verdict


class Marking(models.Model):
    """That an exam was marked: how many attempts, how many written answers still wait for people, and what the answers say of questions and
    exam (`told`, see `rules.statistics`). `observed` is what the bank was told, so that it can be told anew."""

    exam = models.OneToOneField(Exam, on_delete=models.CASCADE, related_name="marking")
    marked_at = models.DateTimeField()
    attempts = models.PositiveIntegerField()
    waiting = models.PositiveIntegerField(default=0)
    told = models.JSONField(default=dict)
    observed = models.JSONField(default=dict)
    by_words = models.CharField(max_length=120)


class Mark(models.Model):
    """One question, or part of a case, of one attempt. `version` is the version of the question as the frozen paper holds it; `link` the
    number of the save that counted (null: not answered); `chosen` the letters as written. `got` is null while people have to mark it."""

    id = models.BigAutoField(primary_key=True)
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="marks", db_index=False)
    position = models.CharField(max_length=8)
    version = models.PositiveIntegerField()
    part = models.PositiveSmallIntegerField(default=0)
    possible = models.PositiveIntegerField()
    got = models.PositiveIntegerField(null=True, blank=True)
    chosen = models.CharField(max_length=8, blank=True)
    link = models.PositiveIntegerField(null=True, blank=True)
    written = models.BooleanField(default=False)

    class Meta:
        ordering = ["attempt", "pk"]
        indexes = [models.Index(fields=["attempt"], condition=Q(written=True), name="sittings_written_marks")]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position"], name="sittings_marked_once"),
            models.CheckConstraint(condition=Q(got=None) | Q(got__lte=F("possible")), name="sittings_got_possible"),
        ]  # fmt: skip


class WrittenMark(models.Model):
    """What one person gives a written answer: the first and the second blind to each other, the third between them. Nobody marks twice."""

    mark = models.ForeignKey(Mark, on_delete=models.CASCADE, related_name="readings")
    turn = models.PositiveSmallIntegerField(choices=Turn.choices)
    marker = models.CharField(max_length=40)  # the actor's opaque key
    marker_words = models.CharField(max_length=120)
    got = models.PositiveIntegerField()
    marked_at = models.DateTimeField()

    class Meta:
        ordering = ["mark", "turn"]
        constraints = [
            models.UniqueConstraint(fields=["mark", "turn"], name="sittings_turn_once"),
            models.UniqueConstraint(fields=["mark", "marker"], name="sittings_marker_once"),
        ]


class Outcome(models.Model):
    """What one attempt came to. `score` is null while a written answer of it waits."""

    attempt = models.OneToOneField(Attempt, on_delete=models.CASCADE, related_name="outcome")
    score = models.PositiveIntegerField(null=True, blank=True)
    full = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(score=None) | Q(score__lte=F("full")), name="sittings_score_of_full")
        ]  # fmt: skip


class Result(models.Model):
    """How one candidate who sat came out, by the attempt that counts; written when results are published, and anew after a ruling."""

    candidate = models.OneToOneField(Candidate, on_delete=models.CASCADE, related_name="result")
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="+")
    score = models.PositiveIntegerField()
    full = models.PositiveIntegerField()
    passed = models.BooleanField(_("合格"))
    excellent = models.BooleanField(_("优秀"))
    held_on = models.DateField()  # the last civil day of the exam

    class Meta:
        ordering = ["candidate"]
        constraints = [
            models.CheckConstraint(
                condition=Q(score__lte=F("full")) & (Q(passed=True) | Q(excellent=False)), name="sittings_result_sound"
            )
        ]  # fmt: skip


class Tallied(models.Model):
    """Of one unit and class of posts at one exam: due, sat, passed, excellent; persons. Written with the results; figures read these.
    `told_as` is the unit's code, or `few` for units that are told of together because so small a number would tell of persons."""

    exam = models.ForeignKey(Exam, on_delete=models.CASCADE, related_name="tallies")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    post_class = models.CharField(max_length=12, choices=PostClass.choices)
    due = models.PositiveIntegerField(_("应考"))
    sat = models.PositiveIntegerField(_("参考"))
    passed = models.PositiveIntegerField(_("合格"))
    excellent = models.PositiveIntegerField(_("优秀"))
    held_on = models.DateField()  # the last civil day of the exam
    make_up = models.BooleanField()
    told_as = models.CharField(max_length=32)

    class Meta:
        ordering = ["exam", "unit__path", "post_class"]
        constraints = [
            models.UniqueConstraint(fields=["exam", "unit", "post_class"], name="sittings_tally_once"),
            models.CheckConstraint(
                condition=Q(sat__lte=F("due"), passed__lte=F("sat"), excellent__lte=F("passed")), name="sittings_tally_sound"
            ),
        ]  # fmt: skip


class Ruling(models.Model):
    """What the office ruled of a question after the exam, for everybody who had it: struck (full marks for all), or other keys (each a list
    of letters as written, or of texts; more than one where several answers count)."""

    exam = models.ForeignKey(Exam, on_delete=models.CASCADE, related_name="rulings")
    version = models.PositiveIntegerField()
    part = models.PositiveSmallIntegerField(default=0)
    struck = models.BooleanField()
    keys = models.JSONField(default=list)
    why = models.CharField(_("理由"), max_length=200)
    by_words = models.CharField(max_length=120)
    ruled_at = models.DateTimeField()

    class Meta:
        ordering = ["exam", "version", "part"]
        constraints = [
            models.UniqueConstraint(fields=["exam", "version", "part"], name="sittings_ruled_once")
        ]


class Objection(models.Model):
    """A candidate's objection to how a question of the own attempt was marked, and the office's answer with its reason."""

    key = models.CharField(max_length=16, unique=True, editable=False)
    mark = models.OneToOneField(Mark, on_delete=models.CASCADE, related_name="objection")
    words = models.CharField(_("异议内容"), max_length=500)
    filed_at = models.DateTimeField()
    verdict = models.CharField(max_length=8, choices=Verdict.choices, default=Verdict.OPEN)
    answer = models.CharField(_("答复"), max_length=500, blank=True)
    by_words = models.CharField(max_length=120, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["filed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict=Verdict.OPEN, answered_at=None)
                | (~Q(verdict=Verdict.OPEN) & ~Q(answer="")),
                name="sittings_objection_answered",
            )
        ]


class Certificate(models.Model):
    """That a candidate passed: a number that cannot be guessed. The name is the person's own and stands only there. One that holds at a
    time; one that was revoked stays and says why."""

    number = models.CharField(_("证书编号"), max_length=24, unique=True)
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="certificates")
    excellent = models.BooleanField()
    issued_on = models.DateField()
    revoked_on = models.DateField(null=True, blank=True)
    revoked_why = models.CharField(_("撤销原因"), max_length=200, blank=True)

    class Meta:
        ordering = ["candidate", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["candidate"], condition=Q(revoked_on=None), name="sittings_one_certificate"),
            models.CheckConstraint(
                condition=Q(revoked_on=None, revoked_why="") | (Q(revoked_on__isnull=False) & ~Q(revoked_why="")),
                name="sittings_revoked_why",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number


class CertificateLook(models.Model):
    """That an address asked about a certificate, by a keyed mark of it; gone after a day."""

    mark = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)
