"""What the intake offers: its menu line, and the files that wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from zhifa.intake.access import targets_open_to
from zhifa.intake.models import ImportJob
from zhifa.intake.selectors import waiting_for
from zhifa.intake.services import sheet_if_asked
from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import (
    ActWords,
    Awaiting,
    ImportTarget,
    MenuEntry,
    Nameable,
    NamedThing,
    SheetEngine,
    offered,
)


def _has_targets(actor: Actor) -> bool:
    return bool(targets_open_to(actor))


def _names(actor: Actor, keys: Sequence[str]) -> Mapping[str, NamedThing]:
    """The kind of sheet and its number; a file's name may itself be personal."""
    rows = ImportJob.objects.filter(pk__in=[key for key in keys if key.isdigit()]).values_list("pk", "target")
    titles = {target.code: str(target.title) for target in offered(ImportTarget)}
    return {str(pk): NamedThing(f"{titles.get(target, target)} {pk}") for pk, target in rows}


OFFERS = (
    MenuEntry("intake", _("导入"), "intake", visible=_has_targets, order=70),
    Awaiting("intake", _("待写入的导入文件"), waiting_for),
    Nameable("import", _("导入文件"), _names),
    SheetEngine(sheet_if_asked),
    ActWords({"intake.write": _("导入一个文件")}),
)
