"""`field__among=values`: as `in`, with all values in one parameter. A statement stays one line long however many they are; `in` names
each of a hundred thousand apart, and takes longer to say than to answer.

Few values are an array. Many are one text that PostgreSQL takes apart, since the driver writes a long array element by element
(100,000 keys: 70 ms). Where a value may stand in several rows the parts are joined as rows: to guess how many rows an array meets, the
planner holds each element against the column's commonest values (180 ms); of a unique column it knows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Field, Lookup
from django.db.models.fields.related import ForeignObject
from django.db.models.sql.compiler import SQLCompiler

FEW: Final = 200
BETWEEN: Final = "\x1f"  # the unit separator, which stands in no key


def in_one_text(values: Sequence[str] | Sequence[int]) -> tuple[str, str] | None:
    """An expression for the array of these values, and its one parameter; nothing where they are not all of one of the two kinds,
    or hold the separator."""
    kinds = {type(value) for value in values}
    if kinds == {int}:
        return "string_to_array(%s, ',')::bigint[]", ",".join(map(str, values))
    text = BETWEEN.join(map(str, values))
    if kinds == {str} and text.count(BETWEEN) == len(values) - 1:
        return f"string_to_array(%s, '{BETWEEN}')", text
    return None


@Field.register_lookup
@ForeignObject.register_lookup  # which does not inherit those of fields
class Among(Lookup):
    """PostgreSQL's `= ANY(array)`, or `IN` the rows of an array."""

    lookup_name = "among"

    def get_prep_lookup(self) -> list[Any]:
        """The values as the field stores them."""
        field, values = self.lhs.output_field, list(self.rhs)
        if isinstance(field, CharField) and set(map(type, values)) == {str}:
            return values  # as they are: to ask the field of each of a hundred thousand takes as long as the database
        return [field.get_prep_value(value) for value in values]

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        """The comparison: one parameter beside those of the left side."""
        left, left_values = self.process_lhs(compiler, connection)
        many = in_one_text(self.rhs) if len(self.rhs) > FEW else None
        if many is None:
            return f"{left} = ANY(%s)", [*left_values, self.rhs]
        array, text = many
        if getattr(self.lhs.output_field, "unique", False):
            return f"{left} = ANY({array})", [*left_values, text]
        return f"{left} IN (SELECT unnest({array}))", [*left_values, text]
