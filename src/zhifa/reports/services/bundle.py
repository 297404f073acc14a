"""The proof bundle of a report: definitions, figures, the entries behind them with their proofs, one signed head.

Canonical JSON (RFC 8785), so that the same report at the same head is the same bytes. Rows of sheets are shown where a
printed figure rests on them; the others stand as their hashes. `docs/proof.md` states the format.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import rfc8785
from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _

from zhifa.deeds.api import participation_rows
from zhifa.evidence.api import EvidenceKind
from zhifa.figures.api import FigureValue, bodies_behind, growth_between, plain, records_behind
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import Unavailable
from zhifa.ledger.api import Prover, Subject, committed_rows, entries_about, sheet_lines
from zhifa.reports.rules.printing import Composed, Door
from zhifa.reports.services.composing import must_be_buildable

BUNDLE_FORMAT = "zhifa-bundle/3"
EVENT_ROWS = ("deeds.load_participations", "deeds.replace_participations")
# What is told about a record or a definition and moves a figure. What else stands in the log about it (other evidence,
# publication) proves no value and stays at home.
ABOUT = (
    "figures.define_figure", "figures.withdraw_figure", "deeds.load_deeds", "deeds.record_deed", "deeds.revise_deed",
    "deeds.correct_deed", "deeds.confirm_deeds", "deeds.confirm_deed", "deeds.return_deed", "deeds.withdraw_deed",
    *EVENT_ROWS, "outreach.record_activity", "outreach.revise_activity",
)  # fmt: skip
# What every value may rest on besides: names, places, rules of campaigns and goals, who spoke at the activities of a sheet.
RULES = (
    "people.open_district", "people.load_areas", "people.load_units", "people.rename_unit",
    "plans.open_plan", "plans.change_plan", "plans.add_goal", "plans.change_goal", "plans.remove_goal",
    "plans.open_campaign", "plans.change_campaign", "outreach.open_programme", "outreach.change_programme",
    "outreach.load_activities",
)  # fmt: skip
# What only figures rest on that ask whether the other side confirmed the work, and of it only what is of that kind.
CONFIRMING = ("evidence.attach", "evidence.detach")
CONFIRMING_MANY = "evidence.attach_existing_many"
ASKED = '"second_party"'
# What only figures of a source rest on.
OF_SOURCE = {
    "plans.honours": ("plans.load_honours", "plans.change_honour"), "people.units": ("people.load_successions",),
    "people.populations": ("people.load_populations", "people.correct_population"),
    "funding.money": (
        "funding.open_item", "funding.revise_budget", "funding.release_money", "funding.commit_money", "funding.spend_money",
        "funding.correct_posting",
    ),
    "funding.bases": (
        "funding.open_year", "funding.close_year", "people.load_populations", "people.correct_population",
    ),
    "people.backbone": ("people.load_backbone", "people.appoint_backbone"),
}  # fmt: skip


def bundle(actor: Actor, composed: Composed) -> bytes:
    """The bundle at the head from which the log is looked at (`ledger.api.rewound`), else at the latest. Refused while a figure is
    incomplete, or where an entry behind it is not sealed yet."""
    must_be_buildable(composed)
    prover = Prover()
    values = _values(composed)
    keys = _deeds_behind(actor, values)
    bodies = bodies_behind(actor, values)
    entries = []
    for entry_id, proven in prover.entries_by_id(_entries(keys, bodies)):
        told = proven.as_data()
        if not _confirms(told["entry"]):
            continue
        lines = sheet_lines(entry_id)
        if lines is not None:
            told["rows"] = [_row(line, digest, keys) for line, digest in lines]
        entries.append(told)
    data: Any = {
        "format": BUNDLE_FORMAT,
        "mark": composed.mark,
        "district": composed.district_code,
        "checkpoint": prover.note,
        "definitions": {code: _definition(body) for code, body in bodies.items()},
        "figures": [_figure(value) for value in values],
        "growths": _growths(composed.doors),
        "entries": entries,
    }
    return rfc8785.dumps({**data, "seal": prover.vouch(rfc8785.dumps(data))})


def proof_files(actor: Actor, composed: Composed, *, rows: bool = False) -> dict[str, bytes]:
    """bundle.json, and check.html, the checker that needs no network; with `rows` also rows.jsonl."""
    files = {"bundle.json": bundle(actor, composed), "check.html": checker()}
    if rows:
        files["rows.jsonl"] = b"".join(bundle_rows(actor, composed))
    return files


def checker() -> bytes:
    """The checker as one page, as the front-end build made it."""
    path = finders.find("built/check.html")
    if path is None:
        raise Unavailable(_("核对工具还没有构建"), next_step=_("运行 make setup，再生成一次。"))
    return Path(path).read_bytes()


def bundle_rows(actor: Actor, composed: Composed) -> Iterator[bytes]:
    """The side file of the same bundle, line by line: the event rows behind its declared totals, which its sheets commit to.

    Pseudonymous tokens, so it is made for an auditor who asks and stands on no public page. Refused where the rows at hand
    are not those that the ledger committed to."""
    must_be_buildable(composed)
    keys = _deeds_behind(actor, _values(composed))
    about = entries_about([Subject("deed", key) for key in sorted(keys)], only=EVENT_ROWS)
    held: dict[tuple[str, str], tuple[int, Any]] = {}
    for entry_id, proven in Prover().entries_by_id(about):
        entry = json.loads(proven.content)
        held[entry["subject"][1], entry["facts"]["totals"]["channel"]] = entry_id, proven
    for (key, channel), (entry_id, proven) in sorted(held.items(), key=lambda one: one[1][1].index):
        blocks, lines = committed_rows(entry_id, participation_rows(key, channel))
        yield rfc8785.dumps({"blocks": list(blocks), "entry": proven.index, "rows": len(lines)}) + b"\n"
        yield from (line + b"\n" for line in lines)


def _deeds_behind(actor: Actor, values: Sequence[FigureValue]) -> set[str]:
    """The keys of the records behind every printed value."""
    return {record.key for records in records_behind(actor, values) for _of, record in records}


def _values(composed: Composed) -> list[FigureValue]:
    """Every printed value once, in the order of the doors."""
    found: dict[tuple[Any, ...], FigureValue] = {}
    for door in composed.doors:
        for value in (door.before, door.value):
            if value is not None:
                found.setdefault((value.code, value.since, value.until), value)
    return list(found.values())


def _entries(keys: set[str], bodies: Mapping[str, Mapping[str, Any]]) -> list[int]:
    subjects = [Subject("deed", key) for key in sorted(keys)]
    subjects += [Subject("figure", code) for code in sorted(bodies)]
    words = json.dumps([body["measure"] for body in bodies.values()])
    acts = [act for source, acts in OF_SOURCE.items() if f'"{source}"' in words for act in acts]
    if ASKED not in words:
        return entries_about(subjects, acts=[*RULES, *acts], only=ABOUT)
    return entries_about(subjects, acts=[*RULES, *acts, CONFIRMING_MANY], only=(*ABOUT, *CONFIRMING))


def _confirms(entry: Mapping[str, Any]) -> bool:
    """Whether an entry about files tells of the other side's confirmation; any other entry passes."""
    if entry["act"] in CONFIRMING:
        return bool(entry["facts"]["kind"] == EvidenceKind.COUNTERPART_CONFIRMATION)
    if entry["act"] == CONFIRMING_MANY:
        return bool(entry["facts"]["totals"]["kind"] == EvidenceKind.COUNTERPART_CONFIRMATION)
    return True


def _row(line: str, digest: str, keys: set[str]) -> Any:
    """A row that a printed figure rests on, or one that tells rules and names; any other as its hash."""
    row = json.loads(line)
    deed = row.get("deed") or (row["subject"].removeprefix("deed:") if "subject" in row else None)
    return row if deed is None or deed in keys else digest


def _definition(body: Mapping[str, Any]) -> dict[str, Any]:
    """The definition without its place in lists, which no proof covers."""
    content: dict[str, Any] = json.loads(json.dumps(dict(body), default=str))
    content.pop("order", None)
    return content


def _figure(value: FigureValue) -> dict[str, Any]:
    return {
        "code": value.code, "name": value.name, "unit": value.unit.code, "value": plain(value.value),
        "since": value.since.isoformat() if value.since else None, "until": value.until.isoformat(),
        "definition_version": value.definition_version, "record_count": value.record_count,
        "parts": [{"label": label, "value": plain(part)} for label, part in value.composition],
    }  # fmt: skip


def _growths(doors: Sequence[Door]) -> list[dict[str, Any]]:
    return [
        {
            "code": door.value.code, "before": _days(door.before), "after": _days(door.value),
            "value": growth_between(door.before, door.value),
        }
        for door in doors
        if door.before is not None
    ]  # fmt: skip


def _days(value: FigureValue) -> dict[str, Any]:
    return {"since": value.since.isoformat() if value.since else None, "until": value.until.isoformat()}
