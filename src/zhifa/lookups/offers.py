"""What the access log offers: the auditor's menu line, its check against the ledger, the words of its acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import ActWords, LogCheck, MenuEntry, Nameable, NamedThing, OpenActs
from zhifa.lookups.access import may_search, may_set_keeping
from zhifa.lookups.services import check_days
from zhifa.lookups.terms import OWN_SUBJECT, PURGED, SEALED_DAY


def _names(actor: Actor, keys: Sequence[str]) -> Mapping[str, NamedThing]:
    return {key: NamedThing(_now("查阅记录"), reverse("lookups_list")) for key in keys}


OFFERS = (
    MenuEntry("lookups", _("查阅记录"), "lookups_list", visible=may_search, order=90),
    MenuEntry("lookups", _("查阅记录保存期"), "lookups_keeping", visible=may_set_keeping, order=91),
    Nameable(OWN_SUBJECT, _("查阅记录"), _names),
    LogCheck("lookups", lambda _progress: check_days()),
    OpenActs(frozenset({SEALED_DAY, PURGED, "lookups.set_keeping"})),
    ActWords(
        {
            SEALED_DAY: _("封存一天的查阅记录"),
            PURGED: _("清除期满的查阅记录"),
            "lookups.set_keeping": _("设定查阅记录保存期"),
        }
    ),
)
