"""One family of refusals with three faces: a page, a form field, an RFC 9457 problem document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True)
class Fault:
    """One thing wrong in what came in, and where: a field of a form, or a cell of a sheet."""

    what: str
    mend: str = ""
    field: str = ""
    row: int | None = None
    column: str = ""
    sheet: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The fault without its empty parts, as it stands in a problem document."""
        parts = {
            "what": self.what,
            "mend": self.mend,
            "field": self.field,
            "row": self.row,
            "column": self.column,
            "sheet": self.sheet,
        }
        return {name: value for name, value in parts.items() if value not in ("", None)}


class Refusal(Exception):
    """An act or a question that Zhifa turns down, saying what, why, and what to do next.

    Subclasses are named for what is refused (`DeedAlreadyClosed`) and set `code` (stable, ASCII,
    part of the public interface) and `status` (HTTP). Anything else that is raised is a bug: a 500
    and an alarm.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409

    def __init__(
        self,
        what: str,
        *,
        why: str = "",
        next_step: str = "",
        field: str = "",
        faults: Sequence[Fault] = (),
    ) -> None:
        super().__init__(what)
        self.what = what
        self.why = why
        self.next_step = next_step
        self.field = field
        self.faults = tuple(faults)

    def as_problem(self, instance: str = "") -> Mapping[str, Any]:
        """The refusal as RFC 9457 `application/problem+json` members."""
        problem: dict[str, Any] = {
            "type": f"urn:zhifa:refusal:{self.code}",
            "title": str(self.what),
            "status": self.status,
            "code": self.code,
        }
        if self.why:
            problem["detail"] = str(self.why)
        if self.next_step:
            problem["next_step"] = str(self.next_step)
        if self.field:
            problem["field"] = self.field
        if self.faults:
            problem["faults"] = [fault.as_dict() for fault in self.faults]
        if instance:
            problem["instance"] = instance
        return problem


class NotFound(Refusal):
    """It does not exist, or it is not yours to see: the two look the same on purpose."""

    code = "not-found"
    status = 404


class NotAllowed(Refusal):
    """You may see it but not do this to it."""

    code = "not-allowed"
    status = 403


class BadInput(Refusal):
    """What came in cannot be used as it is; `faults` say where and how to mend each."""

    code = "bad-input"
    status = 422


class Unavailable(Refusal):
    """A part that this needs (store, database, disk) cannot serve just now; nothing was lost."""

    code = "unavailable"
    status = 503
