"""The recording form of an activity: sensible defaults, a copy of the last one, one column on a phone."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhifa.deeds.api import CountDraft, DeedForm, count_initials, initial_of
from zhifa.evidence.api import EvidenceField, EvidenceKind
from zhifa.kernel import clock
from zhifa.outreach.models import Activity, Place, Programme, Turn
from zhifa.outreach.selectors import places_standing
from zhifa.outreach.services import ActivityDraft
from zhifa.outreach.terms import ActivityKind, ProgrammeKind, SpeakerRank


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
    held_at = forms.ModelChoiceField(
        label=_("法治文化场所"),
        required=False,
        queryset=Place.objects.none(),
        help_text=_("在名录中的场所举办时选择"),
    )
    uploads = EvidenceField()
    evidence_kind = forms.ChoiceField(
        label=_("佐证种类"), required=False, choices=EvidenceKind.choices, initial=EvidenceKind.PHOTO
    )
    not_double = forms.BooleanField(label=_("不是同一件，仍要另记"), required=False)
    client_key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    first = ("kind", "title", "occurred_on", "unit", "audience")
    more = (
        "area", "place", "held_at", "co_organisers", "cites", "speaker", "speaker_rank", "programme", "issue", "summary", "uploads",
        "evidence_kind",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = Programme.objects.all()  # type: ignore[attr-defined]
        self.fields["held_at"].queryset = places_standing(clock.today())  # type: ignore[attr-defined]

    def first_fields(self) -> list[forms.BoundField]:
        """What must be said."""
        return [self[name] for name in self.first]

    def more_fields(self) -> list[forms.BoundField]:
        """What may be said, folded away on a phone."""
        return [self[name] for name in self.more]

    @property
    def asks_double(self) -> bool:
        """Whether the question is asked, or was answered."""
        return bool(self["not_double"].errors or self["not_double"].value())

    def activity_draft(self, counts: list[CountDraft]) -> ActivityDraft:
        """The draft that the valid form describes."""
        data = self.cleaned_data
        return ActivityDraft(
            deed=self.draft(data["kind"], counts, data["client_key"]),
            speaker=data["speaker"],
            speaker_rank=data["speaker_rank"],
            programme=data["programme"].code if data["programme"] else "",
            issue=data["issue"],
            place=data["held_at"].pk if data["held_at"] else None,
        )


def starting_values(unit_code: str, today: date) -> dict[str, Any]:
    """A fresh form: today, the actor's own unit, a lecture."""
    return {"occurred_on": today, "unit": unit_code, "kind": ActivityKind.LECTURE, "audience": "residents"}


KIND_OF_TURN = {
    ProgrammeKind.RADIO: ActivityKind.RADIO,
    ProgrammeKind.LIVE: ActivityKind.LIVESTREAM,
    ProgrammeKind.PAIRING: ActivityKind.FIRM_SERVICE,
}


def turn_values(turn: Turn) -> dict[str, Any]:
    """What is known beforehand of an activity that takes a turn of a programme."""
    return {
        "programme": turn.programme.code, "issue": turn.number, "unit": turn.unit.code, "audience": "public",
        "kind": KIND_OF_TURN.get(ProgrammeKind(turn.programme.kind), ActivityKind.LECTURE),
        "title": f"{turn.programme.title}第{turn.number}期",
    }  # fmt: skip


def values_of(activity: Activity) -> dict[str, Any]:
    """An activity as starting values."""
    return {
        **initial_of(activity.deed), "kind": activity.deed.kind, "speaker": activity.speaker,
        "speaker_rank": activity.speaker_rank, "issue": activity.issue,
        "programme": activity.programme.code if activity.programme else None, "held_at": activity.held_at_id,
    }  # fmt: skip


def counts_of(activity: Activity) -> list[dict[str, Any]]:
    """An activity's counts as starting values."""
    return count_initials(activity.deed)
