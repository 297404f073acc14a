"""What issued lists and prompts are called, for mechanisms below that know them by key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhifa.duties.access import visible_prompts, visible_versions
from zhifa.duties.terms import PROMPT, VERSION
from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import Nameable, NamedThing


def _versions(actor: Actor, keys: Sequence[str]) -> Mapping[str, NamedThing]:
    rows = visible_versions(actor).filter(pk__in=[key for key in keys if key.isdigit()])
    return {
        str(row.pk): NamedThing(row.duty_year.title, reverse("duties_version", args=[row.pk]))
        for row in rows.select_related("duty_year")
    }


def _prompts(actor: Actor, keys: Sequence[str]) -> Mapping[str, NamedThing]:
    rows = visible_prompts(actor).filter(pk__in=[key for key in keys if key.isdigit()])
    return {str(row.pk): NamedThing(row.subject, reverse("duties_prompt", args=[row.pk])) for row in rows}


NAMED: Final = (
    Nameable(VERSION, _("普法责任清单"), _versions),
    Nameable(PROMPT, _("普法提示"), _prompts),
)
