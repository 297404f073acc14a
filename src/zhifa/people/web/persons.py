"""The pages of persons: who holds what, accounts, hand-over, standing in, phones."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhifa.accounts.api import invite, register_email, reset, restore, suspend
from zhifa.intake.api import sheet_if_asked
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound, Refusal
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import show_as_one
from zhifa.kernel.wording import clauses
from zhifa.ledger.api import Subject
from zhifa.lookups.api import What, note_lookup
from zhifa.people import access
from zhifa.people.models import Person
from zhifa.people.selectors import accounts_never_entered, visible_people
from zhifa.people.services import (
    add_person,
    appoint,
    end_holding,
    end_standing_in,
    hand_over,
    invite_people,
    open_account,
    register_phone,
    reveal_phone,
    stand_in,
)
from zhifa.people.terms import LISTS, ROLE_WORDS
from zhifa.people.web.forms import (
    AccountForm,
    AppointForm,
    EmailForm,
    EndForm,
    HandOverForm,
    PersonForm,
    PhoneForm,
    StandInForm,
)


def people(request: HttpRequest) -> HttpResponseBase:
    """Who holds which post today."""
    actor = asker(request)
    if not access.may_see_people(actor):
        raise NotFound(_("没有这个页面"))
    rows = visible_people(actor, clock.today())
    unset = request.GET.get("account") == "unset" and access.may_manage_people(actor)
    if unset:
        rows = rows.filter(pk__in=accounts_never_entered())
    if words := request.GET.get("q"):
        rows = rows.filter(name__icontains=words)
    columns = (_("编号"), _("姓名"), _("现任职务"))
    listed = rows.order_by("pinyin", "code")
    page = Paginator(listed, 50).get_page(request.GET.get("page"))
    exported = "format" in request.GET
    note_lookup(
        actor, Subject(LISTS, "people_people"), What.EXPORT if exported else What.NAMES,
        people=page.paginator.count if exported else len(page), now=clock.now(),
    )  # fmt: skip
    if sheet := sheet_if_asked(
        request.GET, _("人员与职务"), columns, lambda: map(_row, listed.iterator(chunk_size=500))
    ):
        return sheet
    context = {
        "page": page, "q": words or "", "roles": ROLE_WORDS, "unset": unset,
        "may_manage": access.may_manage_people(actor), "never_entered": page.paginator.count if unset else 0,
    }  # fmt: skip
    return render(request, "people/people.html", context)


def _row(row: Any) -> tuple[str, str, str]:
    """A person as the sheet gives one; `held_now` was read along."""
    return row.code, row.name, clauses(f"{held.post.unit.name} {held.post.title}" for held in row.held_now)


def person(request: HttpRequest, code: str) -> HttpResponse:
    """One person: posts over time, who acts for them, service, phone, account."""
    actor = asker(request)
    found = _visible(request, code)
    today = clock.today()
    note_lookup(actor, Subject("person", code), What.PERSON, now=clock.now())
    return render(
        request,
        "people/person.html",
        {
            "person": found,
            "today": today,
            "holdings": found.holdings.select_related("post__unit").prefetch_related("acting__person").order_by("-valid_from"),
            "service": found.service.select_related("unit", "area").order_by("-valid_from"),
            "acts_for": found.acts_for.select_related("holding__person", "holding__post__unit").order_by("-valid_from"),
            "may_manage": access.may_manage_people(actor),
            "may_reveal": access.may_reveal_phones(actor) and found.erased_at is None,
            "may_erase": access.may_erase_people(actor),
        },
    )  # fmt: skip


def new_person(request: HttpRequest) -> HttpResponse:
    """Bring in one person with a post, and an account where one is needed."""
    actor = _managing(request)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_person(actor, form.draft(), now=clock.now())
        except Refusal as refusal:
            show_as_one(form, refusal)
        else:
            messages.success(request, _("已登记。要登录的，请生成设置密码的链接交给本人。"))
            return redirect("people_person", made.code)
    return _form_page(request, form, _("登记人员"), _("登记"))


def new_post(request: HttpRequest, code: str) -> HttpResponse:
    """Another post for a person who is known."""
    actor, found = _managing(request), _visible(request, code)
    form = AppointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            appoint(actor, code, form.held(), now=clock.now())
        except Refusal as refusal:
            show_as_one(form, refusal)
        else:
            messages.success(request, _("已任命。"))
            return redirect("people_person", code)
    return _form_page(request, form, _("任命职务"), _("任命"), found)


def end_post(request: HttpRequest, code: str, holding_id: int) -> HttpResponse:
    """A term ends; nobody follows yet."""
    actor, found = _managing(request), _visible(request, code)
    form = EndForm(request.POST or None, initial={"last_day": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            end_holding(actor, holding_id, last_day=form.cleaned_data["last_day"], now=clock.now())
        except Refusal as refusal:
            show_as_one(form, refusal)
        else:
            messages.success(request, _("已登记，权限到这一天为止。"))
            return redirect("people_person", code)
    return _form_page(request, form, _("结束任职"), _("结束任职"), found)


def hand_over_work(request: HttpRequest, code: str, holding_id: int) -> HttpResponse:
    """Pass a post, and with it all open work, to a successor."""
    actor, found = _managing(request), _visible(request, code)
    form = HandOverForm(request.POST or None, leaving=found)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            hand_over(actor, holding_id, data["successor"], on=data["on"], now=clock.now())
        except Refusal as refusal:
            show_as_one(form, refusal)
        else:
            messages.success(request, _("已交接，未办完的事项随职务转给接任人。"))
            return redirect("people_person", code)
    return render(request, "people/hand_over.html", {"form": form, "code": code, "person": found})


def arrange_stand_in(request: HttpRequest, code: str, holding_id: int) -> HttpResponse:
    """Let another person act in a post for some days."""
    actor, found = _managing(request), _visible(request, code)
    form = StandInForm(request.POST or None, leaving=found)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        days = clock.Window(data["since"], data["until"])
        try:
            stand_in(actor, holding_id, data["person"], window=days, reason=data["reason"], now=clock.now())
        except Refusal as refusal:
            show_as_one(form, refusal)
        else:
            messages.success(request, _("已安排，代理人办理时会注明代谁。"))
            return redirect("people_person", code)
    return _form_page(request, form, _("安排代理"), _("安排代理"), found)


@require_POST
def stop_standing_in(request: HttpRequest, code: str, acting_id: int) -> HttpResponse:
    """The holder is back: acting ends today."""
    end_standing_in(asker(request), acting_id, on=clock.today(), now=clock.now())
    messages.success(request, _("代理已结束。"))
    return redirect("people_person", code)


def new_account(request: HttpRequest, code: str) -> HttpResponse:
    """Let a person sign in who did not so far."""
    actor, found = _managing(request), _visible(request, code)
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            open_account(actor, code, data["username"], data["email"], now=clock.now())
        except Refusal as refusal:
            show_as_one(form, refusal)
        else:
            messages.success(request, _("已开通。请生成设置密码的链接交给本人。"))
            return redirect("people_person", code)
    return _form_page(request, form, _("开通登录"), _("开通"), found)


def email(request: HttpRequest, code: str) -> HttpResponse:
    """Register where messages for a person go."""
    actor, found = _managing(request), _visible(request, code)
    if found.account is None:
        raise NotFound(_("没有这个人员的账号"))
    form = EmailForm(request.POST or None, initial={"email": found.account.email})
    if request.method == "POST" and form.is_valid():
        try:
            register_email(actor, found.account.pk, form.cleaned_data["email"], now=clock.now())
        except Refusal as refusal:
            show_as_one(form, refusal)
        else:
            messages.success(request, _("已登记。"))
            return redirect("people_person", code)
    return _form_page(request, form, _("登记邮箱"), _("登记"), found)


def phone(request: HttpRequest, code: str) -> HttpResponse:
    """Register a phone number."""
    actor, found = asker(request), _visible(request, code)
    if not access.may_reveal_phones(actor):
        raise NotFound(_("没有这个页面"))
    form = PhoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            register_phone(actor, code, form.cleaned_data["phone"], now=clock.now())
        except Refusal as refusal:
            show_as_one(form, refusal)
        else:
            messages.success(request, _("已登记，号码加密保存。"))
            return redirect("people_person", code)
    return _form_page(request, form, _("登记电话"), _("登记"), found)


@require_POST
def show_phone(request: HttpRequest, code: str) -> HttpResponse:
    """The number in full, once, and an entry that it was looked at."""
    found = _visible(request, code)
    actor, now = asker(request), clock.now()
    number = reveal_phone(actor, code, now=now)
    note_lookup(actor, Subject("person", code), What.PHONE, now=now)
    return render(request, "people/phone.html", {"person": found, "number": number})


@require_POST
def send_invitation(request: HttpRequest, code: str) -> HttpResponse:
    """Make a link and show it to the administrator, who passes it on; with `reset`, second factor and old password go."""
    found = _visible(request, code)
    if found.account_id is None:
        raise NotFound(_("没有这个人员的账号"))
    is_reset = request.POST.get("reset") == "1"
    token = (reset if is_reset else invite)(asker(request), found.account_id, now=clock.now())
    link = request.build_absolute_uri(reverse("accounts_invitation", args=[token]))
    until = clock.today() + timedelta(days=7)
    context = {"person": found, "link": link, "is_reset": is_reset, "until": until}
    return render(request, "people/invitation.html", context)


@require_POST
def invite_several(request: HttpRequest) -> HttpResponse:
    """Make links for the chosen, or for all on the list, who have never signed in; say who has the mail and who is handed it."""
    actor, now = asker(request), clock.now()
    codes = None if request.POST.get("all") else request.POST.getlist("code")

    def address_of(token: str) -> str:
        return request.build_absolute_uri(reverse("accounts_invitation", args=[token]))

    invited = invite_people(actor, codes, address_of=address_of, now=now)
    note_lookup(actor, Subject(LISTS, "people_people"), What.NAMES, people=len(invited), now=now)
    context = {
        "mailed": [one for one in invited if one.mailed], "by_hand": [one for one in invited if not one.mailed],
        "invited": invited, "until": clock.today() + timedelta(days=7),
    }  # fmt: skip
    return render(request, "people/invited.html", context)


@require_POST
def switch_account(request: HttpRequest, code: str) -> HttpResponse:
    """Suspend or restore a person's sign-in."""
    found = _visible(request, code)
    if found.account_id is None:
        raise NotFound(_("没有这个人员的账号"))
    switch = restore if request.POST.get("active") == "1" else suspend
    switch(asker(request), found.account_id, now=clock.now())
    return redirect("people_person", code)


def _form_page(
    request: HttpRequest, form: object, title: str, action: str, found: Person | None = None
) -> HttpResponse:
    context = {"form": form, "title": title, "action": action, "person": found}
    return render(request, "people/person_form.html", context)


def _visible(request: HttpRequest, code: str) -> Person:
    found = visible_people(asker(request), clock.today()).filter(code=code).first()
    if found is None:
        raise NotFound(_("没有这个人员"))
    return found


def _managing(request: HttpRequest) -> Actor:
    actor = asker(request)
    if not access.may_manage_people(actor):
        raise NotFound(_("没有这个页面"))
    return actor
