"""What the pages of sittings share: who runs exams, one form, one act."""

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
from zhifa.sittings.access import may_run
from zhifa.sittings.models import Exam
from zhifa.sittings.selectors.exams import exam_by_key


def runner(request: HttpRequest) -> Actor:
    """Who asks, if it is whoever runs exams; for others the page does not exist."""
    actor = asker(request)
    if not may_run(actor):
        raise NotFound(_("没有这个页面"))
    return actor


def exam_run(request: HttpRequest, key: str) -> tuple[Actor, Exam]:
    """Who asks and the exam, for whoever runs exams."""
    actor = runner(request)
    return actor, exam_by_key(actor, key)


def asked(
    request: HttpRequest, form: Form, act: Callable[[], object], *, title: str, back: Callable[[], str], away: str,
    template: str = "sittings/form.html", **shown: Any,
) -> HttpResponse:  # fmt: skip
    """One form, one act."""
    return one_act(request, form, act, template, back=back, title=title, away=away, **shown)
