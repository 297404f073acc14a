"""The API under /api/v1/: each mechanism brings its router; refusals become RFC 9457 problem documents."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.openapi.schema import OpenAPISchema

from zhifa.kernel.errors import BadInput, Fault, Refusal
from zhifa.kernel.web.middleware import problem

SHAPE_WORDS: Final = {
    "missing": gettext_lazy("缺少这个参数"),
    "int_parsing": gettext_lazy("要写整数"),
    "date_from_datetime_parsing": gettext_lazy("要写日期，如 2018-08-24"),
    "date_parsing": gettext_lazy("要写日期，如 2018-08-24"),
    "greater_than_equal": gettext_lazy("不能小于 %(ge)s"),
    "less_than_equal": gettext_lazy("不能大于 %(le)s"),
    "string_too_short": gettext_lazy("至少 %(min_length)s 个字"),
    "string_too_long": gettext_lazy("最多 %(max_length)s 个字"),
    "string_pattern_mismatch": gettext_lazy("含有不能用的字符"),
    "literal_error": gettext_lazy("只能是 %(expected)s"),
    "json_invalid": gettext_lazy("不是能读的 JSON"),
}  # the kinds of error that pydantic names, in words


class InTheAskersLanguage(NinjaAPI):
    """The API's document with its titles in the language of the request; msgids are Chinese."""

    def get_openapi_schema(self, *args: Any, **named: Any) -> OpenAPISchema:
        """The OpenAPI document; descriptions for programmers stay English."""
        schema = super().get_openapi_schema(*args, **named)
        schema["info"]["description"] = _(schema["info"]["description"])
        for methods in schema["paths"].values():
            for operation in methods.values():
                operation["summary"] = _(operation["summary"])
        return schema


api = InTheAskersLanguage(
    title="知法 Zhifa",
    version="1",
    description=gettext_noop("一个区的普法依法治理数据：数字及其定义和构成、公开的履职记录、法律文本。"),
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
    faults = [Fault(_words(one), field=str(one["loc"][-1])) for one in error.errors]
    return problem(request, BadInput(_("请求的参数不能用"), faults=faults))


def _words(error: dict[str, Any]) -> str:
    """What is wrong with one parameter, in the asker's language; as the reader of shapes says it where that has no words here."""
    words = SHAPE_WORDS.get(str(error["type"]))
    return str(words) % error.get("ctx", {}) if words else str(error["msg"])


# Open data: strangers may ask, and every question is scoped to the actor below.
urls = api.urls
for pattern in urls[0]:
    assert pattern.callback is not None  # noqa: S101 - an address of the API is always a view
    pattern.callback = login_not_required(pattern.callback)
