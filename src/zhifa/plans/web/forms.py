"""The shape of a campaign."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhifa.deeds.api import Audience, kinds
from zhifa.kernel.web.forms import day_field
from zhifa.laws.api import CitationsField
from zhifa.people.api import Unit
from zhifa.plans.models import Campaign
from zhifa.plans.services import CampaignDraft
from zhifa.plans.terms import CampaignKind


class CampaignForm(forms.Form):
    """A campaign and the rule by which deeds serve it."""

    title = forms.CharField(label=_("名称"), max_length=120)
    kind = forms.ChoiceField(label=_("种类"), choices=CampaignKind.choices)
    since = day_field(label=_("起"))
    until = day_field(label=_("止"))
    words = forms.CharField(
        label=_("名称里的词"), required=False, help_text=_("用顿号隔开；记录名称含其中一个词就算服务于本活动")
    )
    kinds = forms.MultipleChoiceField(
        label=_("限于这些种类"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )
    audiences = forms.MultipleChoiceField(
        label=_("限于这些对象"), required=False, widget=forms.CheckboxSelectMultiple, choices=Audience.choices
    )
    lead = forms.ModelChoiceField(
        label=_("牵头单位"),
        required=False,
        queryset=Unit.objects.filter(valid_until=None),
        to_field_name="code",
    )

    laws = CitationsField(
        day_field="since", label=_("宣传的法律"), required=False,
        help_text=_("每行一处，例如：《宪法》；按开始那天施行的文本。条文在活动期间有变动时，牵头单位会收到待办。"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = [(kind.code, kind.title) for kind in kinds().values()]  # type: ignore[attr-defined]

    def draft(self, code: str, plan: str) -> CampaignDraft:
        """The draft that the valid form describes."""
        data = self.cleaned_data
        words = [word.strip() for word in data["words"].replace(",", "、").replace("，", "、").split("、")]
        return CampaignDraft(
            code=code, kind=data["kind"], title=data["title"], since=data["since"], until=data["until"],
            kinds=tuple(data["kinds"]), audiences=tuple(data["audiences"]), words=tuple(word for word in words if word),
            lead=data["lead"].code if data["lead"] else "", plan=plan, laws=tuple(data["laws"]),
        )  # fmt: skip


def initial_of(campaign: Campaign) -> dict[str, Any]:
    """A campaign as the form's starting values."""
    return {
        "title": campaign.title, "kind": campaign.kind, "since": campaign.since, "until": campaign.until,
        "words": "、".join(campaign.words), "kinds": campaign.kinds, "audiences": campaign.audiences,
        "lead": campaign.lead.code if campaign.lead else None, "laws": [row.label for row in campaign.laws.all()],
    }  # fmt: skip
