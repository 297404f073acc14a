"""Leaders' lists cite law: when it changes, the office has a task for the edition that holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhifa.assessment.access import may_read_lists
from zhifa.assessment.models import LeaderDutyCite, LeaderType
from zhifa.assessment.selectors import list_title, use_of, uses
from zhifa.assessment.terms import LEADER_TYPE
from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import Citation, Citer, LawUse, NamedThing


def _citing(_text_ids: Sequence[int]) -> Iterable[Citation]:
    """Each leader sees the own list only: under a provision, which anybody reads, they are not listed."""
    return ()


def _uses(texts: QuerySet[Any], versions: QuerySet[Any]) -> Iterator[LawUse]:
    """Every citing of these. One query, streamed."""
    rows = uses(LeaderDutyCite.objects.filter(Q(text__in=texts) | Q(text=None, version__in=versions)))
    return map(use_of, rows.iterator())


def list_names(actor: Actor, keys: Sequence[str]) -> Mapping[str, NamedThing]:
    """What the lists of types are called, for who reads them all."""
    if not may_read_lists(actor):
        return {}
    rows = LeaderType.objects.filter(pk__in=[key for key in keys if key.isdigit()])
    return {str(row.pk): NamedThing(list_title(row), row.get_absolute_url()) for row in rows}


CITER = Citer(LEADER_TYPE, _("法治建设职责清单"), _citing, _uses)
