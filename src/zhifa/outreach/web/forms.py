"""The recording form of an activity: sensible defaults, a copy of the last one, one column on a phone."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhifa.deeds.api import CountDraft, DeedForm, count_initials, initial_of
from zhifa.evidence.api import EvidenceField, EvidenceKind
from zhifa.outreach.models import Activity, Programme
from zhifa.outreach.services import ActivityDraft
from zhifa.outreach.terms import ActivityKind, SpeakerRank


class ActivityForm(DeedForm):
    """An activity: what every deed says, then who spoke and in which programme, then evidence if there is any."""

    kind = forms.ChoiceField(label=_("活动种类"), choices=ActivityKind.choices)
    speaker = forms.CharField(label=_("主讲人"), max_length=60, required=False)
    speaker_rank = forms.ChoiceField(
        label=_("主讲人身份"), required=False, choices=[("", _("不填")), *SpeakerRank.choices]
    )
    programme = forms.ModelChoiceField(
        label=_("栏目"), required=False, queryset=Programme.objects.none(), to_field_name="code"
    )
    issue = forms.IntegerField(label=_("期次"), required=False, min_value=1)
    uploads = EvidenceField()
    evidence_kind = forms.ChoiceField(
        label=_("佐证种类"), required=False, choices=EvidenceKind.choices, initial=EvidenceKind.PHOTO
    )
    client_key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    first = ("kind", "title", "occurred_on", "unit", "audience")
    more = (
        "area", "place", "co_organisers", "cites", "speaker", "speaker_rank", "programme", "issue", "summary", "uploads",
        "evidence_kind",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = Programme.objects.all()  # type: ignore[attr-defined]

    def first_fields(self) -> list[forms.BoundField]:
        """What must be said."""
        return [self[name] for name in self.first]

    def more_fields(self) -> list[forms.BoundField]:
        """What may be said, folded away on a phone."""
        return [self[name] for name in self.more]

    def activity_draft(self, counts: list[CountDraft]) -> ActivityDraft:
        """The draft that the valid form describes."""
        data = self.cleaned_data
        return ActivityDraft(
            deed=self.draft(data["kind"], counts, data["client_key"]),
            speaker=data["speaker"],
            speaker_rank=data["speaker_rank"],
            programme=data["programme"].code if data["programme"] else "",
            issue=data["issue"],
        )


def starting_values(unit_code: str, today: date) -> dict[str, Any]:
    """A fresh form: today, the actor's own unit, a lecture."""
    return {"occurred_on": today, "unit": unit_code, "kind": ActivityKind.LECTURE, "audience": "residents"}


def values_of(activity: Activity) -> dict[str, Any]:
    """An activity as starting values."""
    return {
        **initial_of(activity.deed), "kind": activity.deed.kind, "speaker": activity.speaker,
        "speaker_rank": activity.speaker_rank, "issue": activity.issue,
        "programme": activity.programme.code if activity.programme else None,
    }  # fmt: skip


def counts_of(activity: Activity) -> list[dict[str, Any]]:
    """An activity's counts as starting values."""
    return count_initials(activity.deed)
