"""Questions asked of forms: what they ask again, what was answered, what it cost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import HeldField, offered
from zhifa.people.api import Unit
from zhifa.requests.access import may_see, own_units, visible_to
from zhifa.requests.errors import NoSuchForm
from zhifa.requests.models import Answer, Asked, Clause, Field, FieldTime, Form, HandIn
from zhifa.requests.rules.burden import parts_of
from zhifa.requests.rules.clauses import BARS
from zhifa.requests.rules.clauses import Asked as AskedField
from zhifa.requests.rules.likeness import Same, Wanted, repeats
from zhifa.requests.terms import Basis, Rule, State


@dataclass(frozen=True)
class Question:
    """What stands against a field: `other` names it for an answer (a held fact, another field, a clause), `because` says by which rule;
    `held` may be taken instead of asking; a `bar` cannot be answered by a reason; `reason` is the answer that was given."""

    other: str
    because: str
    url: str = ""
    held: bool = False
    bar: bool = False
    reason: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it still stops the form."""
        return self.bar or not self.reason


def held_facts() -> dict[str, HeldField]:
    """What mechanisms say that the system holds, by code."""
    return {one.code: one for one in offered(HeldField)}


def forms_seen(actor: Actor) -> QuerySet[Any]:
    """The forms that the actor sees, the newest first, with how many are asked and how many have answered. One query."""
    rows: QuerySet[Any] = visible_to(actor).annotate(
        asked_of=Count("recipients", distinct=True), answered=Count("hand_ins", distinct=True)
    )
    return rows.order_by("-pk")


def form_by_key(actor: Actor, key: str) -> Form:
    """One form; it does not exist for those who do not see it."""
    found = visible_to(actor).filter(key=key).first() if may_see(actor) else None
    if found is None:
        raise NoSuchForm(_("没有这张填报表"))
    return found


def fields_of(form: Form) -> list[Field]:
    """Its fields in their order, with what was said against questions. Two queries."""
    return list(form.fields.prefetch_related("overrides"))


def clauses_on(day: date) -> QuerySet[Clause]:
    """The clauses in force on a day."""
    return Clause.objects.filter(since__lte=day).filter(Q(until=None) | Q(until__gte=day))


def seconds_on(day: date) -> tuple[dict[str, int], bool]:
    """The seconds that a field of each kind takes by the rows of a day, and whether any is an estimate."""
    newest: dict[str, FieldTime] = {}
    for row in FieldTime.objects.filter(since__lte=day).order_by("since"):
        newest[row.kind] = row
    return {kind: row.seconds for kind, row in newest.items()}, any(
        row.basis == Basis.ESTIMATE for row in newest.values()
    )


def questions(form: Form, fields: Sequence[Field], today: date) -> dict[int, list[Question]]:
    """What stands against each field of a draft: what the system holds, what other forms that are out ask, doubles within the
    form, clauses. Six queries, however many fields and forms."""
    of = frozenset(form.recipients.values_list("code", flat=True))
    mine = [field.wanted(form, of) for field in fields]
    others = _asked_elsewhere(form, of)
    held = [
        Wanted(f"held:{one.code}", str(one.title), one.about, str(one.title), one.unit, form.since, form.until, of,
               tuple(map(str, one.names)))
        for one in held_facts().values()
    ]  # fmt: skip
    clauses = list(clauses_on(today))
    no_repeat = any(clause.rule == Rule.NO_REPEAT for clause in clauses)
    found: dict[int, list[Question]] = {}
    for field, wanted in zip(fields, mine, strict=True):
        given = {one.other: one.reason for one in field.overrides.all()}
        told = [
            _barred(clause)
            for clause in clauses
            if clause.rule in BARS and BARS[clause.rule](_looked_at(field))
        ]
        if no_repeat and not field.held:
            told += [_held(same, given) for same in repeats(wanted, held)]
            told += [
                _asked(same, given)
                for same in repeats(wanted, [*others, *(one for one in mine if int(one.key) < field.pk)])
            ]
        found[field.pk] = told
    return found


def recipients_of(form: Form) -> QuerySet[Unit]:
    """Who is asked."""
    return form.recipients.order_by("pinyin")


def waiting_for(actor: Actor) -> list[tuple[Form, Unit]]:
    """What the actor's units were asked and have not answered, the nearest day first. Three queries."""
    answered = HandIn.objects.filter(form=OuterRef("form"), unit=OuterRef("unit"))
    sent = Form.recipients.through.objects.filter(
        form__state=State.ISSUED, unit__in=Unit.objects.filter(own_units(actor))
    )
    rows = sent.exclude(Exists(answered)).order_by("form__due_on", "form_id", "unit_id")
    pairs = list(rows.values_list("form_id", "unit_id"))
    forms = Form.objects.in_bulk([pk for pk, _unit in pairs])
    units = Unit.objects.in_bulk({unit for _pk, unit in pairs})
    return [(forms[pk], units[unit]) for pk, unit in pairs]


def answers_of(form: Form, unit: Unit) -> dict[tuple[int, str], str]:
    """What a unit answered, by field and part."""
    rows = Answer.objects.filter(hand_in__form=form, hand_in__unit=unit)
    return {(field, part): value for field, part, value in rows.values_list("field_id", "part", "value")}


def held_values(form: Form, fields: Sequence[Field], codes: Sequence[str]) -> dict[int, Mapping[str, str]]:
    """For each field that is not asked, what the system holds for each of these units (their codes)."""
    known = held_facts()
    return {
        field.pk: known[field.held].values(codes, form.since, form.until)
        for field in fields
        if field.held in known
    }


def answer_rows(form: Form, fields: Sequence[Field]) -> Iterator[list[str]]:
    """What came back, a row a unit, the held values among it: name, when it answered, then each field and part. Four queries and those of
    whoever holds facts."""
    units = list(recipients_of(form))
    held = held_values(form, fields, [unit.code for unit in units])
    handed = {one.unit_id: one for one in form.hand_ins.prefetch_related(Prefetch("answers"))}
    for unit in units:
        hand_in = handed.get(unit.pk)
        values = {(one.field_id, one.part): one.value for one in hand_in.answers.all()} if hand_in else {}
        row = [unit.name, hand_in.at.date().isoformat() if hand_in else ""]
        for field in fields:
            if field.held:
                row.append(held.get(field.pk, {}).get(unit.code, ""))
            else:
                row += [
                    values.get((field.pk, part), "") for part in parts_of(field.grain, form.since, form.until)
                ]
        yield row


def columns_of(form: Form, fields: Sequence[Field]) -> list[str]:
    """The heads of `answer_rows`."""
    heads = [_("单位"), _("报送日期")]
    for field in fields:
        parts = ("",) if field.held else parts_of(field.grain, form.since, form.until)
        heads += [f"{field.fact} {part}".strip() for part in parts]
    return heads


@dataclass(frozen=True)
class MonthOfUnit:
    """What was asked of a unit in a month."""

    month: date
    unit: str
    forms: int
    fields: int
    minutes: Decimal
    is_estimate: bool


def minutes_asked(actor: Actor, since: date, until: date) -> list[MonthOfUnit]:
    """What was asked of each unit and month, the latest and the most first. One query."""
    rows = Asked.objects.filter(day__range=(since, until), form__in=visible_to(actor)).exclude(
        form__state=State.WITHDRAWN
    )
    if not actor.sees_district:
        rows = rows.filter(unit__in=Unit.objects.filter(own_units(actor)))
    told = (
        rows.annotate(month=TruncMonth("day"))
        .values("month", "unit__name")
        .annotate(
            forms=Count("pk"),
            asked=Sum("fields"),
            minutes_=Sum("minutes"),
            estimates=Count("pk", filter=Q(is_estimate=True)),
        )
    )
    return [
        MonthOfUnit(
            row["month"], row["unit__name"], row["forms"], row["asked"], row["minutes_"], row["estimates"] > 0
        )
        for row in told.order_by("-month", "-minutes_", "unit__name")
    ]


def times() -> dict[str, list[FieldTime]]:
    """The rows of each kind, the newest first."""
    rows = FieldTime.objects.order_by("kind", "-since")
    return {kind: list(group) for kind, group in groupby(rows, key=lambda row: row.kind)}


def _asked_elsewhere(form: Form, of: frozenset[str]) -> list[Wanted]:
    """The fields of other forms that are out over the same days and to some of the same units. Two queries."""
    rows = list(
        Field.objects.filter(
            form__state__in=(State.ISSUED, State.CLOSED),
            form__until__gte=form.since,
            form__since__lte=form.until,
            held="",
        )
        .exclude(form=form)
        .select_related("form")
    )
    asked: dict[int, set[str]] = defaultdict(set)
    through = Form.recipients.through.objects.filter(
        form__in={row.form_id for row in rows}, unit__code__in=of
    )
    for form_id, code in through.values_list("form_id", "unit__code"):
        asked[form_id].add(code)
    return [row.wanted(row.form, frozenset(asked[row.form_id])) for row in rows if asked[row.form_id]]


def _looked_at(field: Field) -> AskedField:
    return AskedField(field.fact, field.unit, field.required)


def _barred(clause: Clause) -> Question:
    words = {"source": clause.source, "place": clause.place, "words": clause.words}
    because = _("%(source)s%(place)s：%(words)s") % words
    return Question(f"clause:{clause.pk}", because + (_("（待核）") if clause.to_confirm else ""), bar=True)


def _held(same: Same, given: Mapping[str, str]) -> Question:
    because = _("系统里已经有“%(title)s”，可以直接取用，不必再填。") % {"title": same.other.where}
    return Question(same.other.key, because, held=True, reason=given.get(same.other.key, ""))


def _asked(same: Same, given: Mapping[str, str]) -> Question:
    words = {
        "form": same.other.where, "fact": same.other.fact, "n": same.shared,
        "since": same.other.since.isoformat(), "until": same.other.until.isoformat(), "alike": round(same.likeness * 100),
    }  # fmt: skip
    because = (
        _(
            "“%(form)s”已经要了“%(fact)s”：对象相同，单位不矛盾，名称相近 %(alike)s%%，"
            "时段 %(since)s 至 %(until)s 有重叠，%(n)s 个单位两边都要填。"
        )
        % words
    )
    return Question(f"field:{same.other.key}", because, reason=given.get(f"field:{same.other.key}", ""))


def form_url(form: Form) -> str:
    """Its page."""
    return reverse("requests_form", args=[form.key])
