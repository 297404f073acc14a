"""The proof bundle of a report: definitions, figures, the entries behind them with their proofs, one signed head.

Canonical JSON (RFC 8785), so that the same report at the same head is the same bytes. Rows of sheets are shown where a
printed figure rests on them; the others stand as their hashes. `docs/proof.md` states the format.
"""

from __future__ import annotations

import json
from typing import Any

import rfc8785

from zhifa.figures.api import plain
from zhifa.kernel.actor import Actor
from zhifa.ledger.api import Prover, Subject, entries_about, sheet_lines
from zhifa.reports.rules.printing import Composed
from zhifa.reports.services.composing import must_be_buildable
from zhifa.reports.services.rendering import behind

BUNDLE_FORMAT = "zhifa-bundle/1"
# Acts on which figures rest besides those that name the records themselves: rules of campaigns, honours, names of units,
# and who spoke at the activities of a sheet.
RULES = (
    "plans.open_campaign", "plans.change_campaign", "plans.load_honours", "people.load_units", "outreach.load_activities",
)  # fmt: skip


def bundle(actor: Actor, composed: Composed, *, size: int | None = None) -> bytes:
    """The bundle at a head of the log (the latest unless a size is named). Refused while a figure is incomplete, or where
    an entry behind it is not sealed yet."""
    must_be_buildable(composed)
    prover = Prover(size)
    keys = {record.key for records in behind(actor, composed) for _source, record in records}
    codes = {door.value.code for door in composed.doors}
    subjects = [Subject("deed", key) for key in sorted(keys)] + [
        Subject("figure", code) for code in sorted(codes)
    ]
    about = entries_about(subjects, acts=RULES)
    entries = []
    for entry_id, proven in prover.entries_by_id(about):
        told = proven.as_data()
        lines = sheet_lines(entry_id)
        if lines is not None:
            told["rows"] = [_row(line, digest, keys) for line, digest in lines]
        entries.append(told)
    data: Any = {
        "format": BUNDLE_FORMAT,
        "mark": composed.mark,
        "district": composed.district_code,
        "checkpoint": prover.note,
        "definitions": {
            door.value.code: _definition(door.value.body, door.value.definition_version) for door in composed.doors
        },
        "figures": [_figure(value) for door in composed.doors for value in (door.before, door.value) if value],
        "entries": entries,
    }  # fmt: skip
    return rfc8785.dumps(data)


def _row(line: str, digest: str, keys: set[str]) -> Any:
    """A row that a printed figure rests on, or one that tells rules and names; any other as its hash."""
    row = json.loads(line)
    return row if "deed" not in row or row["deed"] in keys else digest


def _definition(body: Any, version: int) -> dict[str, Any]:
    """The definition without its place in lists, which no proof covers."""
    content = json.loads(json.dumps(body, default=str))
    content.pop("order", None)
    return {**content, "version": version}


def _figure(value: Any) -> dict[str, Any]:
    return {
        "code": value.code, "name": value.name, "unit": value.unit.code, "value": plain(value.value),
        "since": value.since.isoformat() if value.since else None, "until": value.until.isoformat(),
        "definition_version": value.definition_version, "record_count": value.record_count,
    }  # fmt: skip
