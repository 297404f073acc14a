"""Sheets of areas, populations, units and people. A review is the act itself in a savepoint that is taken back, so that
what is said before writing is exactly what writing would say; rows that stand already are passed over."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import Fault, Refusal
from zhifa.kernel.registry import ImportQuestion, ImportReview, ImportRow
from zhifa.people.models import Area, Holding, Person, Population, Post, Unit
from zhifa.people.rules.phones import is_mobile, plain_number
from zhifa.people.selectors import area_named
from zhifa.people.services.bodies import AreaDraft, UnitDraft, load_areas, load_units
from zhifa.people.services.numbers import mark_of
from zhifa.people.services.persons import HoldingDraft, PersonDraft, load_people
from zhifa.people.services.populations import PopulationDraft, load_populations
from zhifa.people.services.posts import mark_enforcing

WITHOUT_NUMBER = "without"
ENFORCES = {"yes": True, "no": False}
Answers = Mapping[tuple[str, int], str]
Load = Callable[..., int]
Said = dict[str, dict[int, bool]]  # by a unit's code and a post's id


class _TakenBack(Exception):
    """Ends a savepoint that was only a trial."""


def review_areas(actor: Actor, rows: Sequence[ImportRow]) -> ImportReview:
    """What is wrong with a sheet of areas."""
    return _tried(actor, _new_areas(rows), load_areas)


def write_areas(actor: Actor, rows: Sequence[ImportRow], answers: Answers) -> int:
    """Bring in the areas that do not stand yet."""
    return _written(actor, _new_areas(rows), load_areas)


def review_populations(actor: Actor, rows: Sequence[ImportRow]) -> ImportReview:
    """What is wrong with a sheet of populations; an estimate is no published number."""
    found = _tried(actor, _new_populations(rows), load_populations)
    estimates = [
        Fault(
            _("“%(text)s”不是公布的准数") % {"text": row.raw.get("value", "")}, _("填公布的人数，或删去这一行"),
            "value", row.row, "value", row.sheet,
        )
        for row in rows
        if row.values.get("value.estimate")
    ]  # fmt: skip
    return replace(found, faults=(*found.faults, *estimates))


def write_populations(actor: Actor, rows: Sequence[ImportRow], answers: Answers) -> int:
    """Bring in the populations that do not stand yet."""
    return _written(actor, _new_populations(rows), load_populations)


def review_units(actor: Actor, rows: Sequence[ImportRow]) -> ImportReview:
    """What is wrong with a sheet of units."""
    return _tried(actor, _new_units(rows), load_units)


def write_units(actor: Actor, rows: Sequence[ImportRow], answers: Answers) -> int:
    """Bring in the units that do not stand yet."""
    return _written(actor, _new_units(rows), load_units)


def review_people(actor: Actor, rows: Sequence[ImportRow]) -> ImportReview:
    """What is wrong with a sheet of people, and whether those who share a mobile number are to keep it."""
    pairs, (said, faults) = _new_people(rows), _said_of_posts(rows)
    found = _tried(actor, pairs, _after_marking(said))
    return ImportReview((*faults, *found.faults), tuple(_shared_numbers(pairs)))


def write_people(actor: Actor, rows: Sequence[ImportRow], answers: Answers) -> int:
    """Bring in the people who do not hold that post yet, and say of posts that stand whether they enforce law."""
    pairs = [
        (row, replace(draft, phone="") if answers.get((row.sheet, row.row)) == WITHOUT_NUMBER else draft)
        for row, draft in _new_people(rows)
    ]
    said, _faults = _said_of_posts(rows)
    return _after_marking(said)(actor, [draft for _row, draft in pairs], now=clock.now())


Pairs = list[tuple[ImportRow, Any]]


def _new_areas(rows: Sequence[ImportRow]) -> Pairs:
    """Drafts of the areas that do not stand under the same code and name; a parent may stand in the same sheet."""
    held = dict(Area.objects.values_list("code", "name"))
    here = {str(row.values["name"]): str(row.values["code"]) for row in rows}
    pairs: Pairs = []
    for row in rows:
        values = row.values
        if held.get(values["code"]) == values["name"]:
            continue
        draft = AreaDraft(
            code=values["code"], name=values["name"], kind=values["kind"], parent=_code_of(values["parent"], here),
            valid_from=values.get("valid_from") or date(1949, 10, 1), valid_until=values.get("valid_until"),
            source=values.get("source") or str(_("导入")),
        )  # fmt: skip
        pairs.append((row, draft))
    return pairs


def _new_populations(rows: Sequence[ImportRow]) -> Pairs:
    held = set(
        Population.objects.values_list("area__code", "basis", "as_of", "source", "value", "published_on")
    )
    pairs: Pairs = []
    for row in rows:
        values = row.values
        found = area_named(str(values["area"]))
        draft = PopulationDraft(
            area=found.code if found else str(values["area"]), basis=values["basis"], as_of=values["as_of"],
            published_on=values["published_on"], value=int(values["value"]), source=values["source"],
        )  # fmt: skip
        said = (draft.area, draft.basis, draft.as_of, draft.source, draft.value, draft.published_on)
        if said not in held:
            pairs.append((row, draft))
    return pairs


def _new_units(rows: Sequence[ImportRow]) -> Pairs:
    held = dict(Unit.objects.values_list("code", "name"))
    here = {str(row.values["name"]): str(row.values["code"]) for row in rows}
    here = {**{name: code for code, name in held.items()}, **here}
    pairs: Pairs = []
    for row in rows:
        values = row.values
        if held.get(values["code"]) == values["name"]:
            continue
        area = area_named(str(values["area"])) if values.get("area") else None
        draft = UnitDraft(
            code=values["code"], name=values["name"], kind=values["kind"],
            parent=_code_of(str(values.get("parent", "")), here),
            area=area.code if area else str(values.get("area", "")),
            valid_from=values.get("valid_from") or clock.today(), valid_until=values.get("valid_until"),
            sector=_code_of(str(values.get("sector", "")), here), party=_code_of(str(values.get("party", "")), here),
        )  # fmt: skip
        pairs.append((row, draft))
    return pairs


def _new_people(rows: Sequence[ImportRow]) -> Pairs:
    """Drafts of those who do not hold the post yet. A name and a unit make a person here, in the tables and within the
    sheet: a second post of theirs is no second person. Codes are drawn."""
    held = set(Holding.objects.values_list("person__name", "post__unit__code", "post__title"))
    codes = {
        (name, unit): code
        for name, unit, code in Holding.objects.values_list(
            "person__name", "post__unit__code", "person__code"
        )
    }
    pairs: Pairs = []
    for row in rows:
        values = row.values
        unit: Unit = values["unit"]
        if (values["name"], unit.code, values["title"]) in held:
            continue
        post = HoldingDraft(
            unit.code, values["title"], values.get("role") or "liaison",
            values.get("valid_from") or clock.today(), valid_until=values.get("valid_until"),
            enforces=ENFORCES.get(values.get("enforces", "")),
        )  # fmt: skip
        who = (values["name"], unit.code)
        known = who in codes
        code = codes[who] = codes[who] if known else _fresh_code()
        draft = PersonDraft(
            code, values["name"], (post,), username=values.get("username", ""), email=values.get("email", ""),
            phone=_number_of(values.get("phone", "")), known=known,
        )  # fmt: skip
        pairs.append((row, draft))
    return pairs


def _said_of_posts(rows: Sequence[ImportRow]) -> tuple[Said, list[Fault]]:
    """What the sheet says of posts that stand already and say otherwise, by unit; a post of which it says both is a fault. One query."""
    told: dict[tuple[str, str], bool] = {}
    faults = []
    for row in rows:
        enforces = ENFORCES.get(row.values.get("enforces", ""))
        post = (row.values["unit"].code, row.values["title"])
        if enforces is not None and told.setdefault(post, enforces) != enforces:
            faults.append(
                Fault(_("同一个职务，前面写的不一样"), _("同一个职务是不是行政执法岗位，各行要写得一样"), "enforces", row.row,
                      "enforces", row.sheet)
            )  # fmt: skip
    said: Said = {}
    standing = Post.objects.filter(section="", unit__code__in={unit for unit, _title in told})
    for pk, unit, title, enforces in standing.values_list("pk", "unit__code", "title", "enforces"):
        if told.get((unit, title), enforces) != enforces:
            said.setdefault(unit, {})[pk] = not enforces
    return said, faults


def _after_marking(said: Said) -> Load:
    """Loads people once the posts that stand say what the sheet says of them."""

    def load(actor: Actor, drafts: Sequence[PersonDraft], *, now: datetime) -> int:
        changed = sum(mark_enforcing(actor, unit, posts, now=now) for unit, posts in said.items())
        return changed + (load_people(actor, drafts, now=now) if drafts else 0)

    return load


def _number_of(text: str) -> str:
    """The digits of a number; what is none stays as it is written and is refused by name."""
    plain = plain_number(text)
    return text if plain is None else plain


def _shared_numbers(pairs: Pairs) -> Iterator[ImportQuestion]:
    """A mobile number that somebody else has, in the sheet or in the tables, is more often a slip of the pen than shared. One query."""
    mobiles = {draft.phone for _row, draft in pairs if is_mobile(draft.phone)}
    marks = {mark_of(number): number for number in mobiles}
    held = Person.objects.filter(phone_mark__in=marks).values_list("phone_mark", "code", "name")
    owners = {marks[mark]: (code, name) for mark, code, name in held}
    answers = {
        WITHOUT_NUMBER: str(_("导入这个人，电话先空着")),
        "keep": str(_("两人合用，都登记")),
    }
    for row, draft in pairs:
        if draft.phone in mobiles:
            here = str(_("第 %(row)s 行的%(name)s") % {"row": row.row, "name": draft.name})
            code, whose = owners.setdefault(draft.phone, (draft.code, here))
            if code != draft.code:
                yield ImportQuestion(row, str(_("这个手机号是别人的")), whose, answers, WITHOUT_NUMBER)


def _code_of(words: str, here: Mapping[str, str]) -> str:
    """A code from a code or a name, in the sheet or in the tables."""
    text = words.strip()
    if not text:
        return ""
    if text in here:
        return here[text]
    found = area_named(text)
    return found.code if found else text


def _fresh_code() -> str:
    code = f"P{secrets.token_hex(5)}"
    return _fresh_code() if Person.objects.filter(code=code).exists() else code


def _tried(actor: Actor, pairs: Pairs, load: Load) -> ImportReview:
    """The faults that writing would meet, by sheet and row."""
    faults: list[Fault] = []
    try:
        with transaction.atomic():
            if pairs:
                load(actor, [draft for _row, draft in pairs], now=clock.now())
            raise _TakenBack
    except _TakenBack:
        pass
    except Refusal as refusal:
        found = refusal.faults or (Fault(refusal.what, refusal.next_step, refusal.field, 1),)
        for fault in found:
            row = pairs[(fault.row or 1) - 1][0]
            faults.append(Fault(fault.what, fault.mend, row=row.row, column=fault.field, sheet=row.sheet))
    return ImportReview(tuple(faults))


def _written(actor: Actor, pairs: Pairs, load: Load) -> int:
    return load(actor, [draft for _row, draft in pairs], now=clock.now()) if pairs else 0
