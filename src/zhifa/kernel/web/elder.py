"""Elder mode (长辈模式): 20 px type and 60 px targets, remembered in a cookie, without an account."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

COOKIE = "zhifa_elder"
ONE_YEAR = 365 * 24 * 3600


def is_elder(request: HttpRequest) -> bool:
    """Whether this device asked for large type."""
    return request.COOKIES.get(COOKIE) == "1"


@login_not_required
@require_POST
def switch_elder(request: HttpRequest) -> HttpResponse:
    """Turn elder mode on (`on=1`) or off, and go back to where the reader was."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = redirect(back)
    if request.POST.get("on") == "1":
        response.set_cookie(COOKIE, "1", max_age=ONE_YEAR, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie(COOKIE)
    return response
