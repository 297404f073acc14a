"""What leaders of each type are to do for the rule of law (法治建设职责清单): lists with editions, and whose post has which."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhifa.laws.api import ProvisionText, Version
from zhifa.people.api import Post


class LeaderType(models.Model):
    """A type of leaders with a list of its own, as the district parts them: heads of the Party committee, of the government, of a
    department. Data, since every place parts them otherwise."""

    name = models.CharField(_("名称"), max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(_("序号"))

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("assessment_leader_type", args=[self.pk])


class LeaderList(models.Model):
    """One edition of a type's list. It holds from its day until the next edition's; none is ever changed."""

    leader_type = models.ForeignKey(LeaderType, on_delete=models.PROTECT, related_name="editions")
    effective_on = models.DateField(_("起用日期"))
    document = models.CharField(_("依据"), max_length=200)
    to_confirm = models.BooleanField(_("待核"), default=False)
    issued_at = models.DateTimeField(_("下发时间"))

    class Meta:
        ordering = ["leader_type", "-effective_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["leader_type", "effective_on"], name="assessment_leader_list_edition_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.leader_type} {self.effective_on}"

    def get_absolute_url(self) -> str:
        """Where it is read."""
        return f"{self.leader_type.get_absolute_url()}?day={self.effective_on}"


class LeaderDuty(models.Model):
    """One duty of an edition in its words, and what usually shows that it was done."""

    edition = models.ForeignKey(LeaderList, on_delete=models.CASCADE, related_name="duties")
    number = models.PositiveSmallIntegerField(_("序号"))
    words = models.CharField(_("职责"), max_length=400)
    evidence = models.CharField(_("通常的佐证"), max_length=200, blank=True)

    class Meta:
        ordering = ["edition", "number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="assessment_leader_duty_number"),
            models.UniqueConstraint(fields=["edition", "words"], name="assessment_leader_duty_once"),
        ]

    def __str__(self) -> str:
        return self.words


class LeaderDutyCite(models.Model):
    """Law on which a duty rests, as it stood on the edition's day. `text` is null for the whole."""

    duty = models.ForeignKey(LeaderDuty, on_delete=models.CASCADE, related_name="cites")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    text = models.ForeignKey(ProvisionText, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    label = models.CharField(max_length=240)

    class Meta:
        ordering = ["duty", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["duty", "label"], name="assessment_leader_duty_cite_once")
        ]


class PostType(models.Model):
    """From a day on a leading post has a type's list, or none any more; until the post's next row."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    leader_type = models.ForeignKey(
        LeaderType, on_delete=models.PROTECT, null=True, blank=True, related_name="posts"
    )
    since = models.DateField(_("起"))

    class Meta:
        ordering = ["post", "-since"]
        constraints = [
            models.UniqueConstraint(fields=["post", "since"], name="assessment_post_type_once"),
        ]
