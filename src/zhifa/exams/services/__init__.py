"""Acts on questions and papers."""

from zhifa.exams.services.bank import (
    ItemDraft,
    change_item,
    load_items,
    release_item,
    retire_item,
    write_item,
)
from zhifa.exams.services.blueprints import (
    BlueprintDraft,
    change_blueprint,
    keep_blueprint,
    keep_blueprint_of_list,
    retire_blueprint,
)
from zhifa.exams.services.carrying import bring_in, take_out
from zhifa.exams.services.observing import Observed, note_observed
from zhifa.exams.services.papers import draw_papers
from zhifa.exams.services.reviewing import approve_versions, return_version

__all__ = [
    "BlueprintDraft",
    "ItemDraft",
    "Observed",
    "approve_versions",
    "bring_in",
    "change_blueprint",
    "change_item",
    "draw_papers",
    "keep_blueprint",
    "keep_blueprint_of_list",
    "load_items",
    "note_observed",
    "release_item",
    "retire_blueprint",
    "retire_item",
    "return_version",
    "take_out",
    "write_item",
]
