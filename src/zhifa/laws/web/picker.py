"""The fragments that the picker asks for while someone types."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhifa.kernel import clock
from zhifa.kernel.web.asking import asker
from zhifa.laws.api.citations_field import day_of
from zhifa.laws.selectors import suggestions

LONGEST_TYPED = 80
LONGEST_LINE = 300
_ID = re.compile(r"^[\w-]+$")


@require_safe
def pick(request: HttpRequest) -> HttpResponse:
    """Suggestions for what is typed in `q`, as of the day `on` (else today). `name` is the form's field, which
    sends what was typed as `<name>__typed` and its day under the name that `day` gives; `chips` is the id of the
    list that a picked line joins."""
    asked = request.GET
    name = asked.get("name", "citations")
    typed = asked.get("q") or asked.get(f"{name}__typed", "")
    on = day_of(asked.get("on") or asked.get(asked.get("day", ""), "")) or clock.today()
    found = suggestions(typed[:LONGEST_TYPED], on, asker(request))
    chips = asked.get("chips", "")
    context = {
        "name": name,
        "typed": typed[:LONGEST_TYPED].strip(),
        "found": found,
        "chips": chips if _ID.match(chips) else "",
    }
    return render(request, "laws/picker/suggestions.html", context)


@require_safe
def chip(request: HttpRequest) -> HttpResponse:
    """A picked line as a chip of the field `name`."""
    line = request.GET.get("line", "")[:LONGEST_LINE]
    return render(
        request, "laws/picker/chip.html", {"name": request.GET.get("name", "citations"), "line": line}
    )
