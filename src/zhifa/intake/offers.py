"""What the intake offers: its menu line, and the files that wait."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhifa.intake.access import targets_open_to
from zhifa.intake.selectors import waiting_for
from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import ActWords, Awaiting, MenuEntry


def _has_targets(actor: Actor) -> bool:
    return bool(targets_open_to(actor))


OFFERS = (
    MenuEntry("intake", _("导入"), "intake", visible=_has_targets, order=70),
    Awaiting("intake", _("待写入的导入文件"), waiting_for),
    ActWords({"intake.write": _("导入一个文件")}),
)
