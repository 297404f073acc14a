"""The API under /api/v1/: each mechanism brings its router; refusals become RFC 9457 problem documents."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from zhifa.kernel.errors import BadInput, Fault, Refusal
from zhifa.kernel.web.middleware import problem

api = NinjaAPI(
    title="知法 Zhifa",
    version="1",
    description="一个区的普法依法治理数据：数字及其定义和构成、公开的履职记录、法律文本。",
    urls_namespace="api",
    docs_url=None,
)
for name in settings.MECHANISMS:
    if find_spec(f"zhifa.{name}.rest"):
        api.add_router(f"/{name}", import_module(f"zhifa.{name}.rest").router)


@api.exception_handler(Refusal)
def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return problem(request, refusal)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What the shape of a request refuses, in the same words as every other refusal."""
    faults = [Fault(str(one["msg"]), field=str(one["loc"][-1])) for one in error.errors]
    return problem(request, BadInput("请求的参数不能用", faults=faults))


# Open data: strangers may ask, and every question is scoped to the actor below.
urls = api.urls
for pattern in urls[0]:
    assert pattern.callback is not None  # noqa: S101 - an address of the API is always a view
    pattern.callback = login_not_required(pattern.callback)
