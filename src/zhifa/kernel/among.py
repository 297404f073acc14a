"""`field__among=values`: as `in`, with all values in one array. A statement stays one line long however many they are; `in` names each
of a hundred thousand apart, and takes longer to say than to answer."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Lookup
from django.db.models.fields.related import ForeignObject
from django.db.models.sql.compiler import SQLCompiler


@Field.register_lookup
@ForeignObject.register_lookup  # which does not inherit those of fields
class Among(Lookup):
    """PostgreSQL's `= ANY(array)`."""

    lookup_name = "among"

    def get_prep_lookup(self) -> list[Any]:
        """The values as the field stores them."""
        field = self.lhs.output_field
        return [field.get_prep_value(value) for value in self.rhs]

    def get_db_prep_lookup(self, value: Any, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        """One parameter: the whole array."""
        return "%s", [list(value)]

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        """The comparison."""
        left, left_values = self.process_lhs(compiler, connection)
        right, right_values = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right})", [*left_values, *right_values]
