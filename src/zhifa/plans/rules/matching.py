"""Which deeds serve a goal or a campaign, and the words that say why."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Done:
    """What is looked at of a deed."""

    kind: str
    title: str
    audience: str
    day: date


@dataclass(frozen=True)
class Wanted:
    """What a purpose asks. Days always; kinds and audiences when named; one of the words when any is named."""

    since: date
    until: date
    kinds: Collection[str] = ()
    audiences: Collection[str] = ()
    words: Collection[str] = ()


def why(done: Done, wanted: Wanted) -> str:
    """The reason why a deed serves a purpose, in words; empty when it does not."""
    if not wanted.since <= done.day <= wanted.until:
        return ""
    if wanted.kinds and done.kind not in wanted.kinds:
        return ""
    if wanted.audiences and done.audience not in wanted.audiences:
        return ""
    word = next((word for word in wanted.words if word in done.title), "")
    if wanted.words and not word:
        return ""
    reasons = [_("时间在期内")]
    if wanted.kinds:
        reasons.append(_("种类相符"))
    if wanted.audiences:
        reasons.append(_("对象相符"))
    if word:
        reasons.append(_("名称含“%(word)s”") % {"word": word})
    return _("，").join(reasons)
