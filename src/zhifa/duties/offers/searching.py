"""Duties in the one search box: each duty of the issued lists that stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from django.db.models import CharField, Prefetch
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhifa.duties.models import Duty, DutyLaw
from zhifa.duties.terms import DUTY, VERSION
from zhifa.kernel.registry import Searchable, SearchRow
from zhifa.publishing.api import is_public


def _rows(keys: Sequence[str] | None) -> Iterable[SearchRow]:
    """Duties that stand: whoever is signed in finds all, a stranger those of published versions."""
    rows = Duty.objects.filter(is_current=True).select_related("unit", "version__duty_year")
    rows = rows.annotate(gate_key=Cast("version_id", CharField()))
    rows = rows.annotate(public=is_public(VERSION, "gate_key"))
    rows = rows.prefetch_related(Prefetch("laws", DutyLaw.objects.order_by("pk")))
    if keys is not None:
        rows = rows.filter(key__in=keys)
    for duty in rows.order_by("pk"):
        unit = duty.unit.name if duty.unit else ""
        words = (unit, duty.node_words, duty.effect, *(law.label for law in duty.laws.all()))
        yield SearchRow(
            duty.key, f"{unit}：{duty.measure}", "\n".join(filter(None, words)), reverse("duties_duty", args=[duty.key]),
            frozenset({"signed-in", "public"} if duty.public else {"signed-in"}), duty.node_on,
        )  # fmt: skip


FOUND: Final = Searchable(DUTY, _("普法责任"), _rows)
