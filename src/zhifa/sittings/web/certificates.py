"""Certificates: one's own file, the office's list, and the page on which anybody checks one."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from zhifa.kernel import clock
from zhifa.kernel.errors import NotFound, Refusal
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import show_as_one
from zhifa.kernel.web.senders import sender_of
from zhifa.ledger.api import verifier_key
from zhifa.sittings.selectors.certificates import certificates_of
from zhifa.sittings.services.certificates import certificate_file, look_up, revoke_certificate
from zhifa.sittings.web.asking import asked, exam_run


class CheckForm(forms.Form):
    """A certificate's number and a part of the name on it."""

    number = forms.CharField(
        label=gettext_lazy("证书编号"),
        max_length=40,
        help_text=gettext_lazy("如 2026-K7QM-3FZT-9H，横线和大小写不用管"),
    )
    name = forms.CharField(label=gettext_lazy("姓名中的两个字"), max_length=40)


class WhyForm(forms.Form):
    """Why a certificate is revoked."""

    why = forms.CharField(
        label=gettext_lazy("撤销原因"), max_length=200, help_text=gettext_lazy("核对证书的人会看到")
    )


@never_cache
def own_file(request: HttpRequest, candidate: str) -> HttpResponse:
    """My certificate as a signed PDF."""
    number, content = certificate_file(asker(request), candidate, address=settings.ENVIRONMENT.public_url)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="certificate-{number}.pdf"'
    return answer


@never_cache
@sensitive_post_parameters()
@login_not_required
def check(request: HttpRequest) -> HttpResponse:
    """Valid, revoked (when and why) or unknown."""
    form, told, status = CheckForm(request.POST or None), None, 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        sender = sender_of(request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", ""))
        try:
            told = look_up(data["number"], data["name"], sender=sender, now=clock.now())
        except Refusal as refusal:
            show_as_one(form, refusal)
            status = refusal.status
    shown = {"form": form, "told": told, "verifier": verifier_key(), "asked": clock.now()}
    return render(request, "sittings/check.html", shown, status=status)


@never_cache
def listed(request: HttpRequest, key: str) -> HttpResponse:
    """An exam's certificates, in the order of units and names."""
    actor, exam = exam_run(request, key)
    page = Paginator(certificates_of(actor, exam), 50).get_page(request.GET.get("page"))
    return render(request, "sittings/certificates.html", {"exam": exam, "page": page})


@never_cache
def revoke(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """Revoke one."""
    actor, exam = exam_run(request, key)
    found = certificates_of(actor, exam).filter(number=number).first()
    if found is None:
        raise NotFound(_("没有这份证书"))
    form, here = WhyForm(request.POST or None), reverse("sittings_certificate_list", args=[key])
    return asked(
        request, form, lambda: revoke_certificate(actor, number, form.cleaned_data["why"], now=clock.now()), title=_("撤销证书"),
        back=lambda: here, away=here, lead=f"{number} · {found.candidate.person.name}", button=_("撤销"), done=_("已撤销。"),
    )  # fmt: skip
