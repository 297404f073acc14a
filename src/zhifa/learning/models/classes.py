"""Training classes: sessions, places, who signed up, who came."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhifa.deeds.api import Audience, Deed
from zhifa.laws.api import ProvisionText, Version
from zhifa.learning.terms import ClassState, Mark, Place
from zhifa.people.api import Person, PostClass, Unit


class Cycle(models.Model):
    """The span in which everybody in post comes to training once, by a document; the next begins after it."""

    since = models.DateField(_("轮训周期从"), unique=True)
    until = models.DateField(_("到"))
    document = models.CharField(_("依据"), max_length=200)

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="learning_cycle_days_in_order")
        ]


class TrainingClass(models.Model):
    """One class (期) of one organiser. Its deed is written when it is over, and is the only count of it.

    `since` and `until` follow its sessions. `is_registered` marks a class that was held before this system and entered afterwards.
    """

    key = models.CharField(max_length=32, unique=True, editable=False)
    title = models.CharField(_("班名"), max_length=120)
    theme = models.CharField(_("主题"), max_length=120, blank=True)
    organiser = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="training_classes", verbose_name=_("举办单位")
    )
    audience = models.CharField(_("对象"), max_length=12, choices=Audience.choices, default=Audience.STAFF)
    place = models.CharField(_("地点"), max_length=120, blank=True)
    capacity = models.PositiveIntegerField(_("名额"), null=True, blank=True)
    sign_up_until = models.DateField(_("报名截止"), null=True, blank=True)
    self_sign_up = models.BooleanField(_("本人可以自己报名"), default=True)
    since = models.DateField(_("开班日期"), null=True, blank=True)
    until = models.DateField(_("结束日期"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=ClassState.choices, default=ClassState.DRAFT)
    is_registered = models.BooleanField(default=False)
    reason = models.CharField(_("取消理由"), max_length=200, blank=True)
    deed = models.OneToOneField(
        Deed, on_delete=models.PROTECT, null=True, blank=True, related_name="training_class"
    )

    class Meta:
        ordering = [F("since").desc(nulls_first=True), "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="learning_class_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(state=ClassState.HELD, deed__isnull=False)
                | (~Q(state=ClassState.HELD) & Q(deed=None)),
                name="learning_held_has_its_deed",
            ),
            models.CheckConstraint(
                condition=~Q(state=ClassState.CANCELLED) | ~Q(reason=""),
                name="learning_cancelled_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the class."""
        return reverse("learning_class", args=[self.key])


class ClassCited(models.Model):
    """A law that a class teaches, as of the day on which it was named; `text` is null when it is the whole, or the day's text is not
    held. Its deed cites the same as of the class's last day."""

    training = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="cited")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    text = models.ForeignKey(ProvisionText, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    label = models.CharField(max_length=240)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["training", "label"], name="learning_cited_once")]


class Session(models.Model):
    """One session (课次): a day, from when to when, in which room, by whom. Whoever is present counts once here."""

    training = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="sessions")
    number = models.PositiveSmallIntegerField(_("课次"))
    day = models.DateField(_("日期"))
    starts = models.TimeField(_("开始"))
    ends = models.TimeField(_("结束"))
    topic = models.CharField(_("课程"), max_length=120)
    room = models.CharField(_("教室"), max_length=80, blank=True)
    speaker = models.CharField(_("授课人"), max_length=60, blank=True)
    despite = models.CharField(_("与别的课冲突仍这样排的理由"), max_length=200, blank=True)

    class Meta:
        ordering = ["training", "day", "starts", "number"]
        indexes = [models.Index(fields=["day"], name="learning_sessions_of_day")]
        constraints = [
            models.UniqueConstraint(fields=["training", "number"], name="learning_session_once"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="learning_session_ends_after"),
        ]

    def __str__(self) -> str:
        return self.topic

    def get_absolute_url(self) -> str:
        """The page of the session."""
        return reverse("learning_session", args=[self.training.key, self.number])


class Quota(models.Model):
    """The most that one unit may send to a class."""

    training = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="quotas")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    places = models.PositiveSmallIntegerField(_("名额"))

    class Meta:
        ordering = ["training", "unit__path"]
        constraints = [models.UniqueConstraint(fields=["training", "unit"], name="learning_quota_once")]


class Enrolment(models.Model):
    """A person's sign-up for a class, with the unit and post as they stood that day. Who waits moves up in the order of
    `asked_at`."""

    training = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="enrolments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    post_title = models.CharField(max_length=60)
    post_class = models.CharField(max_length=12, choices=PostClass.choices)
    state = models.CharField(max_length=10, choices=Place.choices)
    asked_at = models.DateTimeField()
    by_unit = models.BooleanField(default=False)

    class Meta:
        ordering = ["training", "asked_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["training", "person"], name="learning_enrolled_once")]


class Attendance(models.Model):
    """A person present at a session, with the unit and post of that day. One row however often and however it was marked."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    post_title = models.CharField(max_length=60)
    post_class = models.CharField(max_length=12, choices=PostClass.choices)
    mark = models.CharField(max_length=8, choices=Mark.choices)

    class Meta:
        ordering = ["session", "pk"]
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="learning_present_once")]


class Feedback(models.Model):
    """What somebody who attended says of a class. `teller` is a keyed mark: it lets nobody say it twice and names nobody."""

    training = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="feedback")
    teller = models.CharField(max_length=64)
    useful = models.PositiveSmallIntegerField(_("对工作有用"))
    clear = models.PositiveSmallIntegerField(_("讲得清楚"))
    remark = models.CharField(_("建议"), max_length=400, blank=True)

    class Meta:
        ordering = ["training", "teller"]
        constraints = [
            models.UniqueConstraint(fields=["training", "teller"], name="learning_told_once"),
            models.CheckConstraint(
                condition=Q(useful__range=(1, 5), clear__range=(1, 5)), name="learning_told_one_to_five"
            ),
        ]
