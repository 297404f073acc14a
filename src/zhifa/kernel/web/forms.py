"""A refusal's second face: beside the fields of the form that asked for the act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhifa.kernel.errors import NotFound, Refusal
from zhifa.kernel.wording import sentences


def show_refusal(form: forms.Form, refusal: Refusal) -> None:
    """Put each fault beside the field that it names, and what has no field of the form above it. Nothing typed is lost."""
    for fault in refusal.faults:
        _show(form, fault.field, fault.what, fault.mend)
    if not refusal.faults:
        _show(form, refusal.field, refusal.what, refusal.why, refusal.next_step)


def show_as_one(form: forms.Form, refusal: Refusal) -> None:
    """Put a refusal as one text (what, why, what to do) beside its field, or above the form."""
    _show(form, refusal.field, refusal.what, refusal.why, refusal.next_step)


def asked(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], object],
    template: str,
    *,
    back: Callable[[], str],
    done: str = "",
    **shown: Any,
) -> HttpResponse:
    """One form, one act: done, it says so and leads to `back()`; refused, the reason stands beside the field and nothing typed is lost."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, done or _("已保存。"))
            return redirect(back())
    return render(request, template, {"form": form, **shown})


def _show(form: forms.Form, field: str, *parts: str) -> None:
    form.add_error(field if field in form.fields else None, sentences(*parts))


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A civil day, chosen from the browser's calendar; `options` are those of Django's field."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **options)


def moment_field(label: Any, **options: Any) -> forms.DateTimeField:
    """An instant to the minute, by the clock in China; `options` are those of Django's field."""
    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    return forms.DateTimeField(label=label, widget=widget, **options)


def pressed(request: HttpRequest, act: Callable[[], object], *, done: str, back: str) -> HttpResponse:
    """A button without a form: the act is done or refused, in words on the page that it leads back to."""
    try:
        act()
    except NotFound:
        raise
    except Refusal as refusal:
        faults = [sentences(one.what, one.mend) for one in refusal.faults]
        messages.error(request, sentences(refusal.what, refusal.why, *faults, refusal.next_step))
    else:
        messages.success(request, done)
    return redirect(back)
