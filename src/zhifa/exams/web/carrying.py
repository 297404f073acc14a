"""Banks in and out."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from zhifa.exams import services
from zhifa.exams.access import may_see_bank
from zhifa.exams.selectors import ItemFilter, bank, topics
from zhifa.exams.terms import Pool
from zhifa.exams.web.bank import writer
from zhifa.exams.web.forms import FilterForm
from zhifa.intake.api import drop_of
from zhifa.kernel import clock
from zhifa.kernel.errors import NotFound, Refusal
from zhifa.kernel.web.forms import show_as_one

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xml": "application/xml; charset=utf-8",
}

SAMPLE = """一、单项选择题
1. 国家宪法日是（　）。
A. 10月1日  B. 11月9日  C. 12月4日
答案：C
依据：《某某法》第几条

【案例】材料写在这里……
1. 第一小题……
答案：对
【案例结束】"""  # a bank is written in Chinese, whoever reads the page


class FileForm(forms.Form):
    """A bank's file."""

    bank = forms.FileField(
        label=gettext_lazy("题库文件"),
        help_text=gettext_lazy(
            "表格（.xlsx .xls .csv 等）、Word 题库（.docx）、GIFT、Aiken、Moodle XML 或纯文本（.txt）"
        ),
    )
    pool = forms.ChoiceField(
        label=gettext_lazy("这些题用来"),
        choices=[(Pool.EXAM, gettext_lazy("考试")), (Pool.PRACTICE, gettext_lazy("练习"))],
        initial=Pool.EXAM,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("练习题给大家平时练，不出进试卷；表里有“用途”一列的，按那一列"),
    )


@never_cache
def bring_in(request: HttpRequest) -> HttpResponse:
    """A file into the intake's preview; nothing is in the bank until it is written there."""
    actor = writer(request)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            drop = services.bring_in(
                actor, [form.cleaned_data["bank"]], now=clock.now(), pool=form.cleaned_data["pool"]
            )
        except Refusal as refusal:
            show_as_one(form, refusal)
        else:
            return redirect("intake_job", drop_of(actor, drop)[0].pk)
    return render(request, "exams/import.html", {"form": form, "sample": SAMPLE})


@never_cache
@require_POST
def take_out(request: HttpRequest, fmt: str) -> HttpResponse:
    """The questions of the list's filter with their keys, as a file."""
    actor = writer(request)
    if not may_see_bank(actor) or fmt not in TYPES:
        raise NotFound(_("没有这个页面"))
    form = FilterForm(request.GET or None, topics=topics(actor))
    narrowed = ItemFilter(**form.cleaned_data) if form.is_valid() else ItemFilter()
    versions = list(bank(actor, narrowed, clock.today()).order_by("item__pk"))
    content = services.take_out(actor, versions, fmt, now=clock.now())
    name = f"{_('题库')}-{clock.today().isoformat()}.{fmt}"
    headers = {
        "Content-Disposition": content_disposition_header(True, name),
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(
        content, content_type=TYPES[fmt], headers={key: value or "" for key, value in headers.items()}
    )
