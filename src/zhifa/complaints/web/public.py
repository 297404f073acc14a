"""What anyone does: write, and look up what became of it."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from zhifa.complaints.selectors import answer_time_on, standing_of
from zhifa.complaints.services import ComplaintDraft, send_complaint
from zhifa.complaints.terms import TONES
from zhifa.complaints.web.forms import ComplaintForm, FollowForm, page_here
from zhifa.kernel import clock
from zhifa.kernel.errors import Refusal
from zhifa.kernel.web.forms import show_as_one
from zhifa.kernel.web.senders import sender_of
from zhifa.publishing.api import thing_at


@never_cache
@sensitive_post_parameters()
@login_not_required
def write(request: HttpRequest) -> HttpResponse:
    """The form; once it is taken, the receipt number."""
    host, status = request.get_host(), 200
    about = _came_from(request, host)
    shown = request.build_absolute_uri(about) if about else ""
    form = ComplaintForm(request.POST or None, initial={"about": shown}, host=host)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("kind", "about", "text", "contact", "sent_as")}
        sender = sender_of(request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", ""))
        try:
            receipt = send_complaint(ComplaintDraft(**said), sender=sender, now=clock.now())
        except Refusal as refusal:
            show_as_one(form, refusal)
            status = refusal.status
        else:
            return render(request, "complaints/received.html", {"receipt": receipt})
    context = {"form": form, "thing": thing_at(about), "time": answer_time_on(clock.today())}
    return render(request, "complaints/write.html", context, status=status)


@never_cache
@sensitive_post_parameters()
@login_not_required
def follow(request: HttpRequest) -> HttpResponse:
    """The state and the answer, for whoever bears the receipt number."""
    form = FollowForm(request.POST or None)
    found, status = None, 200
    if request.method == "POST" and form.is_valid():
        try:
            found = standing_of(form.cleaned_data["receipt"])
        except Refusal as refusal:
            show_as_one(form, refusal)
            status = refusal.status
    tone = TONES[found.state] if found else ""
    return render(
        request, "complaints/follow.html", {"form": form, "found": found, "tone": tone}, status=status
    )


def _came_from(request: HttpRequest, host: str) -> str:
    """The public page from which the visitor came: said in the address, or by the browser. Empty for none."""
    referrer = urlsplit(request.headers.get("Referer", ""))
    given = request.GET.get("about", "") or (referrer.geturl() if referrer.netloc == host else "")
    try:
        return page_here(given, host)
    except Refusal:
        return ""
