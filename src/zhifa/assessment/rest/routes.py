"""/assessment: concluded evaluations that went through the gate, for anyone. Points are decimal strings."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Router, Schema

from zhifa.assessment.access import public_evaluations
from zhifa.assessment.models import Evaluation
from zhifa.assessment.selectors import public_evaluation
from zhifa.assessment.terms import EVALUATION
from zhifa.publishing.api import tell_if_withdrawn

router = Router(tags=["assessment"])


class TotalOut(Schema):
    """Points of the tree, bonus points under the cap, the sum; titles of the lines that had to be met and are not."""

    base: str
    bonus: str
    points: str
    failed: list[str]


class LineOut(Schema):
    """One line as it was signed; `figure` is empty where it rests on none."""

    number: int
    group: str
    title: str
    weight: str
    is_bonus: bool
    must_meet: bool
    basis: str
    figure: str
    amount: str
    self: str
    words: str
    checked: str
    remarks: str


class EvaluationOut(Schema):
    """One public result."""

    id: int
    title: str
    since: date
    until: date
    self: TotalOut
    checked: TotalOut


class WholeEvaluationOut(EvaluationOut):
    """One public result with its lines."""

    lines: list[LineOut]


@router.get(
    "", response=list[EvaluationOut], summary=gettext_noop("公开的规划评估结果"), url_name="api_evaluations"
)
def list_evaluations(request: HttpRequest) -> list[dict[str, Any]]:
    """Every public result, the newest first."""
    return [_out(one) for one in public_evaluations()]


@router.get(
    "/{int:number}",
    response=WholeEvaluationOut,
    summary=gettext_noop("一次规划评估的结果"),
    url_name="api_evaluation",
)
def one_evaluation(request: HttpRequest, number: int) -> dict[str, Any]:
    """One public result; 404 when it is not public, 410 when it is not any more."""
    tell_if_withdrawn(EVALUATION, str(number))
    return _out(public_evaluation(number))


def _out(one: Evaluation) -> dict[str, Any]:
    return {**(one.frozen or {}), "id": one.pk}
