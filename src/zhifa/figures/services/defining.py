"""Taking over the definitions that the mechanisms ship."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from zhifa.figures.errors import DefinitionNotUnderstood
from zhifa.figures.models import Definition
from zhifa.figures.rules.algebra import field_of, leaves_of
from zhifa.figures.rules.reading import read
from zhifa.figures.selectors import sources
from zhifa.figures.terms import (
    DEFINE_LOCK,
    DEFINITION_SUBJECT,
    IN_WORDS,
    SEARCH_KIND,
    SECOND_PARTY,
    SHARE_BESIDE,
    UNITS_SUBJECT,
)
from zhifa.kernel.actor import Actor
from zhifa.kernel.quantities import PERCENT
from zhifa.kernel.registry import FigureOffer, offered
from zhifa.ledger.api import Subject, record, record_each
from zhifa.publishing.api import recheck
from zhifa.search.api import touch as search_touch


def fingerprint_of(body: Mapping[str, Any]) -> str:
    """The same for the same definition; its number and its place in the list are no part of it."""
    content = {name: part for name, part in body.items() if name not in ("version", "order")}
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def offered_bodies() -> dict[str, dict[str, Any]]:
    """Every offered definition by code, words in Chinese as they were written; a code offered twice is refused."""
    bodies: dict[str, dict[str, Any]] = {}
    for offer in offered(FigureOffer):
        for definition in offer.definitions:
            code = str(definition.get("code", ""))
            if code in bodies:
                raise DefinitionNotUnderstood(f"{code}：定义提供了两次", field=code)
            body = json.loads(json.dumps({**definition, "mechanism": offer.mechanism}, default=str))
            bodies[code] = {**body, "order": len(bodies)}
    return {**bodies, **_shares(bodies)}


def definition_words() -> list[str]:
    """What the offered definitions say in words, each once: kept in Chinese, translated where they are shown."""
    bodies = offered_bodies().values()
    return list(dict.fromkeys(str(body[part]) for body in bodies for part in IN_WORDS if body.get(part)))


def _shares(bodies: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Beside each figure whose every source tells it: of how many of its records the other side confirmed the work."""
    published, shares = sources(), dict[str, dict[str, Any]]()
    for code, body in bodies.items():
        formula = read(body, published, bodies)
        if not all(field_of(published[leaf.source], SECOND_PARTY) for leaf in leaves_of(formula.measure)):
            continue
        title = body["title"]
        shares[code + SHARE_BESIDE] = {
            "code": code + SHARE_BESIDE,
            "title": f"{title}的对方确认率",
            "statement": f"“{title}”所依据的记录中，附有对方确认（受益单位、到场单位等另一方出具的证明）的占百分之几。",
            "unit": PERCENT.code,
            "window": "as-at" if body["window"] == "as-at" else "span",
            "denominator": f"“{title}”所依据的全部记录",
            "deduplication": "一条记录只算一次",
            "measure": {"share": {"of": code, "where": [{"field": SECOND_PARTY, "is": True}]}},
            "mechanism": body["mechanism"],
            "order": len(bodies) + len(shares),
            **{name: body[name] for name in ("public", "names_units") if name in body},
        }
    return shares


@transaction.atomic
def ensure_definitions(*, now: datetime) -> list[str]:
    """Make the offered definitions the ones in use, and answer the codes that changed.

    A body that differs from the one in use becomes a new version with an entry in the ledger, even when its
    author forgot to raise the number; a definition that is no longer offered is superseded. All are read first:
    one that the algebra refuses stops everything. A public figure whose words changed is public no more until it has passed
    the gate again.
    """
    bodies = offered_bodies()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [DEFINE_LOCK])  # two processes may start at once
    published = sources()
    for body in bodies.values():
        read(body, published, bodies)
    in_use = {row.code: row for row in Definition.objects.select_for_update().filter(superseded_at=None)}
    last = {row.code: row.version for row in Definition.objects.order_by("version")}
    new: list[Definition] = []
    for code, body in bodies.items():
        row, fingerprint = in_use.get(code), fingerprint_of(body)
        if row is not None and row.fingerprint == fingerprint:
            if row.body.get("order") != body["order"]:
                row.body = {
                    **row.body,
                    "order": body["order"],
                }
                row.save(update_fields=["body"])
            continue
        _supersede(row, now)
        version = max(int(body.get("version", 1)), last.get(code, 0) + 1)
        applies_from = date.fromisoformat(body["applies_from"]) if body.get("applies_from") else None
        new.append(
            Definition(
                code=code, version=version, body={**body, "version": version}, fingerprint=fingerprint,
                applies_from=applies_from, created_at=now,
            )
        )  # fmt: skip
    Definition.objects.bulk_create(new)
    record_each(
        Actor.system("figures"), "figures.define_figure", [Subject(DEFINITION_SUBJECT, one.code) for one in new],
        [{"version": one.version, "definition": one.fingerprint, "title": str(one.body.get("title", ""))} for one in new],
        now=now,
    )  # fmt: skip
    changed = [one.code for one in new]
    for code in sorted(in_use.keys() - bodies.keys()):
        _supersede(in_use[code], now)
        record(
            Actor.system("figures"), "figures.withdraw_figure", Subject(DEFINITION_SUBJECT, code),
            {"version": in_use[code].version}, now=now,
        )  # fmt: skip
        changed.append(code)
    if changed:
        for kind in (DEFINITION_SUBJECT, UNITS_SUBJECT):
            recheck(Actor.system("figures"), kind, changed, now=now)
        search_touch(SEARCH_KIND, changed)
    return changed


def _supersede(row: Definition | None, now: datetime) -> None:
    if row is not None:
        row.superseded_at = now
        row.save(update_fields=["superseded_at"])
