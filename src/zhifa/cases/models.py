"""Tables of cases."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhifa.cases.rules.text import CaseText, text_from
from zhifa.cases.terms import STATES_MASKED, TEXT_PURPOSE, TONES, CaseKind, Form, Move, State, Stop, Topic
from zhifa.deeds.api import Deed
from zhifa.kernel.sealed import SealedJSON
from zhifa.laws.api import ProvisionText, Version
from zhifa.people.api import Unit


class Case(models.Model):
    """One case. Its words stand here only once a person has made them anonymous; until then they stand in `Original` alone,
    and lists show its number, topic and unit. `decided_on` is the day of the decision, and so of the law that it cites."""

    key = models.CharField(max_length=16, unique=True, editable=False)
    kind = models.CharField(_("类别"), max_length=12, choices=CaseKind.choices)
    topic = models.CharField(_("主题"), max_length=16, choices=Topic.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cases", verbose_name=_("报送单位"))
    body = models.CharField(_("办理机关"), max_length=120, blank=True)
    source = models.CharField(_("来源"), max_length=160, blank=True)
    decided_on = models.DateField(_("裁判或办结日期"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    stops = ArrayField(models.CharField(max_length=12, choices=Stop.choices), default=list, blank=True)
    no_stops = models.BooleanField(default=False)
    title = models.CharField(_("标题"), max_length=240, blank=True)
    subtitle = models.CharField(_("一句话提要"), max_length=320, blank=True)
    facts = models.TextField(_("案情简介"), blank=True)
    handling = models.TextField(_("处理与结果"), blank=True)
    analysis = models.TextField(_("法律分析"), blank=True)
    meaning = models.TextField(_("典型意义"), blank=True)
    more = models.JSONField(default=list, blank=True)
    author = models.CharField(max_length=40)  # the actor's opaque key
    author_words = models.CharField(_("撰写人"), max_length=120)
    masker = models.CharField(max_length=40, blank=True)
    written_at = models.DateTimeField(_("起草时间"))
    approved_on = models.DateField(_("审定日期"), null=True, blank=True)
    # Its record as work done, once it was published; where it is published anew after a recall, that of the last time.
    deed = models.OneToOneField(Deed, on_delete=models.PROTECT, null=True, blank=True, related_name="case")

    class Meta:
        verbose_name = _("案例")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "unit"], name="cases_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=STATES_MASKED) & ~Q(title="") & ~Q(masker="")
                | (~Q(state__in=STATES_MASKED) & Q(title="", facts="", masker="")),
                name="cases_words_only_when_anonymous",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.READY) | Q(approved_on__isnull=False, decided_on__isnull=False),
                name="cases_approved_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.get_topic_display()} {self.pk}"

    @property
    def text(self) -> CaseText:
        """The anonymous words."""
        return text_from({**vars(self), "more": self.more})

    @property
    def tone(self) -> str:
        """How its state is shown."""
        return TONES[self.state]


class Original(models.Model):
    """The words as they were written, with every name in them, and what a person decided about each span: encrypted under a key of
    their own, apart from what others read. Each look at it is noted in the access log."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="original")
    words = SealedJSON(purpose=TEXT_PURPOSE)
    decisions = SealedJSON(purpose=TEXT_PURPOSE, null=True)


class CaseCited(models.Model):
    """A provision of a dated version that the case explains; `text` is null when it cites the whole, or the day's text is not held."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="cited")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    text = models.ForeignKey(ProvisionText, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    label = models.CharField(max_length=240)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case", "label"], name="cases_cited_once")]


class CaseStep(models.Model):
    """One move by one person; the signature and the act itself are ledger entries. Remarks may quote the case: encrypted."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    move = models.CharField(max_length=10, choices=Move.choices)
    by_words = models.CharField(max_length=120)
    remarks = SealedJSON(purpose=TEXT_PURPOSE, null=True)
    stop = models.CharField(max_length=12, choices=Stop.choices, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]


class Telling(models.Model):
    """A talk or radio version as somebody edited it; before the first edit it is put together from the record each time."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tellings")
    form = models.CharField(max_length=8, choices=Form.choices)
    text = models.TextField()
    by_words = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "form"], name="cases_telling_once")]
