"""The inbox and what one does in it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhifa.accounts.api import Account
from zhifa.kernel import clock
from zhifa.kernel.web.asking import asker
from zhifa.notices.rules.wording import chat_text
from zhifa.notices.selectors import inbox_of, notices_of, pace_of, saying_of, unread_count
from zhifa.notices.services import active_channels, choose_pace, mark_all_read, mark_read
from zhifa.notices.terms import PAGE_SIZE, Urgency
from zhifa.notices.web.forms import PaceForm


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for the reader, sorted, and what was said to the reader, newest first."""
    actor = asker(request)
    items = inbox_of(actor, clock.today())
    page = Paginator(notices_of(actor), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "groups": [(urgency, [one for one in items if one.urgency == urgency]) for urgency in Urgency],
        "count": len(items),
        "page": page,
        "notices": [(notice, chat_text(saying_of(notice))) for notice in page.object_list],
        "unread": unread_count(actor),
    }
    return render(request, "notices/inbox.html", context)


@require_safe
def open_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Go to what a notice is about; it counts as read."""
    return redirect(mark_read(asker(request), notice_id, now=clock.now()).url)


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """All notices count as read."""
    mark_all_read(asker(request), now=clock.now())
    return redirect("inbox")


def preferences(request: HttpRequest) -> HttpResponse:
    """How soon messages go out by each channel."""
    actor = asker(request)
    account = request.user
    assert isinstance(account, Account)  # noqa: S101 - the gate lets only accounts in
    channels = active_channels()
    now_chosen = {code: pace_of(account.pk, code) for code in channels}
    form = PaceForm(request.POST or None, initial=now_chosen)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            for code, pace in form.cleaned_data.items():
                if pace != now_chosen[code]:
                    choose_pace(actor, code, pace, now=clock.now())
        messages.success(request, _("已保存。"))
        return redirect("inbox_preferences")
    addresses = [(one.title, one.address_of(account)) for one in channels.values()]
    return render(request, "notices/preferences.html", {"form": form, "addresses": addresses})
