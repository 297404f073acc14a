"""What is answered when something broke: a page without the database, and plain words when it is the database or the disk."""

from __future__ import annotations

import errno
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext as _

from zhifa.kernel.errors import Unavailable
from zhifa.kernel.web.middleware import problem, wants_json

AGAIN_AFTER_SECONDS = "5"
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def server_error(request: HttpRequest) -> HttpResponse:
    """The answer to an exception that nobody expected: 503 while the database is away or the disk is full (a large upload is
    written to it before any view is reached), else 500."""
    with translation.override(
        translation.get_language_from_request(request)
    ):  # cookie or header: no table is asked
        return _answer(request, sys.exc_info()[1])


def _answer(request: HttpRequest, error: BaseException | None) -> HttpResponse:
    is_full = isinstance(error, OSError) and error.errno in FULL
    if not is_full and not isinstance(error, OperationalError | InterfaceError):
        return HttpResponse(get_template("500.html").render(), status=500)
    answer: HttpResponse
    if wants_json(request):
        answer = problem(request, _refusal(is_full=is_full))
    else:
        page = get_template("503.html").render({"is_full": is_full})
        answer = HttpResponse(page, status=Unavailable.status)
    answer["Retry-After"] = AGAIN_AFTER_SECONDS
    return answer


def _refusal(*, is_full: bool) -> Unavailable:
    why = _("没有写下任何一半的内容。")
    if is_full:
        return Unavailable(
            _("服务器的磁盘满了"), why=why, next_step=_("请稍后再试；一直这样，请联系系统管理员清理磁盘。")
        )
    return Unavailable(_("数据库暂时连不上"), why=why, next_step=_("请稍后再试。"))
