"""The page on which a person's data is lawfully erased: ground and paper first, then the text to be signed."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhifa.accounts.api import SignatureForm
from zhifa.kernel import clock
from zhifa.kernel.actor import Role
from zhifa.kernel.errors import NotFound
from zhifa.kernel.web.asking import asker
from zhifa.people import access
from zhifa.people.rules.erasing import decision_text
from zhifa.people.selectors import visible_people
from zhifa.people.services import erase_person
from zhifa.people.terms import ROLE_WORDS, ErasureGround


class ErasureForm(forms.Form):
    """On what ground, by which paper; kept in the address until the text is signed."""

    ground = forms.ChoiceField(
        label=gettext_lazy("删除的依据"),
        choices=ErasureGround.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("《个人信息保护法》第四十七条第一款"),
    )
    document = forms.CharField(
        label=gettext_lazy("书面材料"),
        max_length=120,
        help_text=gettext_lazy("申请或者决定的日期、文号；不要写姓名，它会写进存证日志。"),
    )


def erase(request: HttpRequest, code: str) -> HttpResponse:
    """Choose ground and paper, read the decision, sign it."""
    actor = asker(request)
    found = visible_people(actor, clock.today()).filter(code=code, erased_at=None).first()
    if found is None or not access.may_erase_people(actor):
        raise NotFound(_("没有这个页面"))
    form = ErasureForm(request.GET or None)
    context = {"person": found, "form": form, "post": ROLE_WORDS[Role.LEAD], "action": _("签署并删除")}
    if not form.is_valid():
        return render(request, "people/erase.html", context)
    ground, document = ErasureGround(form.cleaned_data["ground"]), form.cleaned_data["document"].strip()
    text = decision_text(code=code, ground=str(ground.label), document=document, day=clock.today())
    signature = SignatureForm(request, text)
    if request.method == "POST" and signature.is_valid():
        erase_person(actor, code, ground=ground, document=document, proof=signature.proof, now=clock.now())
        messages.success(request, _("已删除。存证日志里关于此人的承诺再也打不开，其余证明照常有效。"))
        return redirect("people_person", code)
    return render(request, "people/erase.html", {**context, "signature": signature})
