"""Tables of cases."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhifa.cases.rules.text import CaseText, text_from
from zhifa.cases.terms import (
    CONSENT_MOST,
    STATES_MASKED,
    TEXT_PURPOSE,
    TONES,
    WORDS_MOST,
    CaseKind,
    Consent,
    Form,
    ListSort,
    Move,
    Outcome,
    State,
)
from zhifa.deeds.api import Deed
from zhifa.kernel.sealed import SealedJSON
from zhifa.laws.api import ProvisionText, Version
from zhifa.people.api import Unit


class Case(models.Model):
    """One case. Its words stand here only once a person has made them anonymous; until then they stand in `Original` alone,
    and lists show its number, topic and unit. `decided_on` is the day of the decision, and so of the law that it cites."""

    key = models.CharField(max_length=16, unique=True, editable=False)
    kind = models.CharField(_("类别"), max_length=12, choices=CaseKind.choices)
    topic = models.CharField(_("主题"), max_length=16)
    topic_words = models.CharField(
        _("主题"), max_length=WORDS_MOST
    )  # as it was called when the case was written
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cases", verbose_name=_("报送单位"))
    body = models.CharField(_("办理机关"), max_length=120, blank=True)
    source = models.CharField(_("来源"), max_length=160, blank=True)
    decided_on = models.DateField(_("裁判或办结日期"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    stops = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    no_stops = models.BooleanField(default=False)
    consent = models.CharField(_("当事人同意"), max_length=12, choices=Consent.choices, blank=True)
    consent_on = models.DateField(_("同意日期"), null=True, blank=True)
    consent_kept = models.CharField(_("同意的凭据"), max_length=CONSENT_MOST, blank=True)  # where; no names
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
            models.CheckConstraint(
                condition=~Q(consent=Consent.GIVEN) | (Q(consent_on__isnull=False) & ~Q(consent_kept="")),
                name="cases_consent_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.topic_label} {self.pk}"

    @property
    def topic_label(self) -> str:
        """What the topic was called, in the reader's language where it is a shipped one."""
        return gettext(self.topic_words)

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
    stop = models.CharField(max_length=16, blank=True)
    stop_words = models.CharField(max_length=WORDS_MOST, blank=True)  # as the situation was called that day
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    @property
    def stop_label(self) -> str:
        """The situation that stopped it, in the reader's language where it is a shipped one."""
        return gettext(self.stop_words) if self.stop_words else ""


class Telling(models.Model):
    """A talk or radio version as somebody edited it; before the first edit it is put together from the record each time."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tellings")
    form = models.CharField(max_length=8, choices=Form.choices)
    text = models.TextField()
    by_words = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "form"], name="cases_telling_once")]


class ListRow(models.Model):
    """From a day on: what a line of one of the office's lists is called, or that it is used no more, by which source. Before the first
    row of a code the shipped line holds (`terms.SHIPPED_LINES`). `signs` are words, parted by 、, that hint at a stop."""

    sort = models.CharField(max_length=8, choices=ListSort.choices)
    code = models.CharField(max_length=16)
    since = models.DateField(_("自"))
    words = models.CharField(_("名称"), max_length=WORDS_MOST)
    signs = models.CharField(_("提示它的词"), max_length=200, blank=True)
    used = models.BooleanField(_("继续使用"), default=True)
    source = models.CharField(_("依据"), max_length=200)
    to_confirm = models.BooleanField(_("待核"), default=False)

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sort", "code", "since"], name="cases_line_once_a_day")
        ]

    def __str__(self) -> str:
        return self.words


class Recommendation(models.Model):
    """That a published case was chosen as a good one and sent on, to whom and why; and what became of it there."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="recommendations")
    to = models.CharField(_("推送到"), max_length=80)
    reason = models.CharField(_("推荐理由"), max_length=200)
    on = models.DateField(_("推送日期"))
    by_words = models.CharField(max_length=120)
    outcome = models.CharField(_("结果"), max_length=8, choices=Outcome.choices, blank=True)
    outcome_on = models.DateField(_("结果日期"), null=True, blank=True)
    outcome_words = models.CharField(_("采用在哪里，或者为什么没有采用"), max_length=200, blank=True)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "to"], name="cases_recommended_once"),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_on=None)
                | (~Q(outcome="") & Q(outcome_on__isnull=False, outcome_on__gte=F("on"))),
                name="cases_outcome_after_recommending",
            ),
        ]

    def __str__(self) -> str:
        return self.to

    @property
    def tone(self) -> str:
        """How its outcome is shown."""
        return {Outcome.TAKEN: "done", Outcome.DECLINED: "off"}.get(Outcome(self.outcome), "waiting")
