"""What the pages of learning share: who reads, who organises, one form, one act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import asked as one_act
from zhifa.learning.access import may_organise, may_practise
from zhifa.learning.models import TrainingClass
from zhifa.learning.selectors import class_by_key


def reader(request: HttpRequest) -> Actor:
    """Who practises and reads courses: whoever signs in; for others the pages do not exist."""
    actor = asker(request)
    if not may_practise(actor):
        raise NotFound(_("没有这个页面"))
    return actor


def organiser_of(request: HttpRequest, key: str) -> tuple[Actor, TrainingClass]:
    """Who asks and the class, for those who organise it; for others the page does not exist."""
    actor = asker(request)
    training = class_by_key(actor, key)
    if not may_organise(actor, training.organiser):
        raise NotFound(_("没有这个页面"))
    return actor, training


def asked(
    request: HttpRequest, form: Form, act: Callable[[], object], *, title: str, back: Callable[[], str], away: str,
    template: str = "learning/form.html", **shown: Any,
) -> HttpResponse:  # fmt: skip
    """One form, one act."""
    return one_act(request, form, act, template, back=back, title=title, away=away, **shown)
