"""法规库管理: the keeper's desk, and the versions of one instrument."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhifa.kernel import clock
from zhifa.kernel.web.asking import asker
from zhifa.laws.selectors import flawed_texts, kinds_kept, library_counts, open_tasks, versions_kept


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """How complete the library is, with doors to what is missing, and what waits."""
    actor = asker(request)
    kinds = kinds_kept(actor)
    today = clock.today()
    counts = library_counts(actor, today)
    context = {
        "kinds": kinds,
        "totals": [
            sum(getattr(one, name) for one in kinds)
            for name in ("instruments", "without_text", "texts", "gaps")
        ],
        "flawed": flawed_texts(actor),
        "counts": counts,
        "lacking": counts.in_force - counts.in_force_held,
        "today": today,
        "waiting": open_tasks(actor).count(),
    }
    return render(request, "laws/desk.html", context)


@require_safe
def versions(request: HttpRequest, code: str) -> HttpResponse:
    """All versions of one instrument: days, basis, source, gaps, flaws, and what contradicts."""
    actor = asker(request)
    instrument, rows = versions_kept(actor, code, clock.today())
    return render(request, "laws/versions.html", {"instrument": instrument, "rows": rows})
