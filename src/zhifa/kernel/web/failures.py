"""What is answered when something broke: a page without the database, and plain words when it is the database."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.utils.translation import gettext as _

from zhifa.kernel.errors import Unavailable
from zhifa.kernel.web.middleware import problem, wants_json

AGAIN_AFTER_SECONDS = "5"


def server_error(request: HttpRequest) -> HttpResponse:
    """The answer to an exception that nobody expected: 503 while the database is away, else 500."""
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return HttpResponse(get_template("500.html").render(), status=500)
    if wants_json(request):
        refusal = Unavailable(
            _("数据库暂时连不上"), why=_("没有写下任何一半的内容。"), next_step=_("请稍后再试。")
        )
        answer = problem(request, refusal)
    else:
        answer = HttpResponse(get_template("503.html").render(), status=Unavailable.status)
    answer["Retry-After"] = AGAIN_AFTER_SECONDS
    return answer
