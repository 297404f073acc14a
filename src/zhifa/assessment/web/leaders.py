"""Leaders' lists: all of them for the office, one's own for a leader, and the posts that have none yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhifa.assessment.access import is_leader, may_keep_lists, may_read_lists
from zhifa.assessment.models import LeaderList, LeaderType
from zhifa.assessment.rules.leading import written
from zhifa.assessment.selectors import (
    EditionView,
    editions_of,
    leading_posts,
    list_on,
    list_title,
    own_lists,
    type_by_code,
    types,
)
from zhifa.assessment.services import LeaderListDraft, issue_leader_list, open_leader_type, type_posts
from zhifa.assessment.terms import LEADER_TYPE
from zhifa.intake.api import sheet_if_asked
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import asked, day_field
from zhifa.ledger.api import Subject, entries_of
from zhifa.people.api import Post

COLUMNS = (
    gettext_lazy("清单"), gettext_lazy("起用日期"), gettext_lazy("序号"), gettext_lazy("职责"), gettext_lazy("通常的佐证"),
    gettext_lazy("依据"),
)  # fmt: skip
NO_LIST = "none"


class TypeForm(forms.Form):
    """A type of leaders."""

    name = forms.CharField(
        label=gettext_lazy("哪类领导"), max_length=40, help_text=gettext_lazy("例如：部门主要负责人")
    )


class ListForm(forms.Form):
    """An edition."""

    effective_on = day_field(label=gettext_lazy("起用日期"))
    document = forms.CharField(
        label=gettext_lazy("依据"), max_length=200, help_text=gettext_lazy("文件名称和文号")
    )
    text = forms.CharField(
        label=gettext_lazy("各项职责"), widget=forms.Textarea(attrs={"rows": 16}), strip=False,
        help_text=gettext_lazy(
            "每行一项，可以整段从文件里粘贴，前面的序号会去掉。一项下面可以另起一行写“佐证：”说明通常用什么证明，写“依据：”注明法律，例如“依据：《中华人民共和国宪法》第二十四条”。"
        ),
    )  # fmt: skip
    to_confirm = forms.BooleanField(
        label=gettext_lazy("待核"), required=False, help_text=gettext_lazy("还没有对照文件核实的勾上")
    )

    def draft(self) -> LeaderListDraft:
        """The draft that the valid form describes."""
        return LeaderListDraft(**self.cleaned_data)


class PostsForm(forms.Form):
    """From when which posts have which list."""

    posts = forms.TypedMultipleChoiceField(
        label=gettext_lazy("领导职务"), coerce=int, error_messages={"required": gettext_lazy("请勾选领导职务。")}
    )  # fmt: skip
    leader_type = forms.ChoiceField(label=gettext_lazy("哪类领导"))
    since = day_field(label=gettext_lazy("起用日期"))

    def __init__(self, *args: Any, posts: list[Post], of: list[LeaderType], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["posts"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101 - as declared above
        field.choices = [(post.pk, str(post)) for post in posts]
        kinds = self.fields["leader_type"]
        assert isinstance(kinds, forms.ChoiceField)  # noqa: S101 - as declared above
        known = [(str(one.pk), one.name) for one in of]
        kinds.choices = [("", _("请选择")), *known, (NO_LIST, _("不再列入"))]

    @property
    def chosen_type(self) -> int | None:
        """The type that the valid form names; None for no list any more."""
        told = self.cleaned_data["leader_type"]
        return None if told == NO_LIST else int(told)


class DayForm(forms.Form):
    """As of when."""

    day = day_field(label=gettext_lazy("哪一天的清单"), required=False)


def listing(request: HttpRequest) -> HttpResponseBase:
    """The types with the list that holds today, and how many posts have none."""
    actor, today = _reader(request), clock.today()
    views = [(one, list_on(editions, today)) for one, editions in _with_editions(list(types(actor)))]
    if sheet := sheet_if_asked(
        request.GET, _("法治建设职责清单"), COLUMNS,
        lambda: (row for one, view in views if view for row in _rows(one, view)),
    ):  # fmt: skip
        return sheet
    posts = leading_posts(actor, today)
    held = Counter(one.type_id for one in posts)
    shown = [(one, view, held[one.pk]) for one, view in views]
    return render(
        request, "assessment/leaders.html",
        {"types": shown, "gaps": held[None], "posts": len(posts), "may_keep": may_keep_lists(actor)},
    )  # fmt: skip


def new_type(request: HttpRequest) -> HttpResponse:
    """Open a type of leaders."""
    actor = _keeper(request)
    form = TypeForm(request.POST or None)
    made: list[LeaderType] = []

    def back() -> str:
        return made[0].get_absolute_url()

    return asked(
        request, form, lambda: made.append(open_leader_type(actor, form.cleaned_data["name"], now=clock.now())),
        "assessment/leader_form.html", back=back, away=reverse("assessment_leaders"),
        title=_("增加一类领导"), press=_("增加"), done=_("已增加，接着下发它的清单。"),
    )  # fmt: skip


def one(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A type's list as it stood on a day, with what it changed, and all editions."""
    actor = _reader(request)
    found, day, form = type_by_code(actor, pk), *_day(request)
    editions = editions_of([found])[pk]
    view = list_on(editions, day)
    if sheet := sheet_if_asked(request.GET, list_title(found), COLUMNS, lambda: _rows(found, view)):
        return sheet
    return render(
        request, "assessment/leader_type.html",
        {
            "type": found, "title": list_title(found), "view": view, "day": day, "form": form, "editions": editions[::-1],
            "today": clock.today(), "may_keep": may_keep_lists(actor), "entries": entries_of(Subject(LEADER_TYPE, str(pk))),
        },
    )  # fmt: skip


def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue an edition; it begins with the text of the newest."""
    actor = _keeper(request)
    found = type_by_code(actor, pk)
    editions = editions_of([found])[pk]
    told: dict[str, Any] = {"effective_on": clock.today(), "text": _text(editions[-1]) if editions else ""}
    form = ListForm(request.POST or None, initial=told)
    made: list[LeaderList] = []

    def back() -> str:
        return made[0].get_absolute_url()

    return asked(
        request, form, lambda: made.append(issue_leader_list(actor, pk, form.draft(), now=clock.now())),
        "assessment/leader_form.html", back=back, away=found.get_absolute_url(), type=found,
        title=_("下发一版%(list)s") % {"list": list_title(found)}, press=_("下发"), done=_("已下发。"),
        lead=_("下发以后不再改动；要改，就下发下一版，定新的起用日期。"),
    )  # fmt: skip


def posts(request: HttpRequest) -> HttpResponseBase:
    """Every leading post with its type; those without one first, and the form that gives one."""
    actor = _keeper(request) if request.method == "POST" else _reader(request)
    today = clock.today()
    found = leading_posts(actor, today)
    columns = (_("单位"), _("职务"), _("哪类领导"), _("起"))
    if sheet := sheet_if_asked(
        request.GET, _("领导职务"), columns,
        lambda: ((one.post.unit.name, one.post.title, one.type_name or _("还没有定"), one.since) for one in found),
    ):  # fmt: skip
        return sheet
    form = PostsForm(
        request.POST or None,
        posts=[one.post for one in found],
        of=list(types(actor)),
        initial={"since": today},
    )
    chosen = set(request.POST.getlist("posts"))

    def act() -> None:
        data = form.cleaned_data
        type_posts(actor, form.chosen_type, data["posts"], data["since"], now=clock.now())

    return asked(
        request, form, act, "assessment/leader_posts.html", back=lambda: reverse("assessment_leader_posts"),
        rows=[(one, str(one.post.pk) in chosen) for one in found], gaps=sum(one.type_id is None for one in found),
        may_keep=may_keep_lists(actor),
    )  # fmt: skip


def mine(request: HttpRequest) -> HttpResponseBase:
    """The own list, as it stood on a day: of the posts that one held then."""
    actor = asker(request)
    day, form = _day(request)
    found = own_lists(actor, day)
    if not found and not is_leader(actor):
        raise NotFound(_("没有这个页面"))
    if sheet := sheet_if_asked(
        request.GET, _("我的法治建设职责清单"), COLUMNS,
        lambda: (row for own in found if own.leader_type for row in _rows(own.leader_type, own.view)),
    ):  # fmt: skip
        return sheet
    return render(
        request,
        "assessment/own_lists.html",
        {"lists": found, "day": day, "form": form, "today": clock.today()},
    )


def _reader(request: HttpRequest) -> Actor:
    actor = asker(request)
    if not may_read_lists(actor):
        raise NotFound(_("没有这个页面"))
    return actor


def _keeper(request: HttpRequest) -> Actor:
    actor = asker(request)
    if not may_keep_lists(actor):
        raise NotFound(_("没有这个页面"))
    return actor


def _day(request: HttpRequest) -> tuple[date, DayForm]:
    """The day that the address asks for, today where it asks for none."""
    form = DayForm(request.GET if request.GET.get("day") else None, initial={"day": clock.today()})
    asked_for = form.cleaned_data["day"] if form.is_bound and form.is_valid() else None
    return asked_for or clock.today(), form


def _with_editions(of: list[LeaderType]) -> Iterator[tuple[LeaderType, list[LeaderList]]]:
    found = editions_of(of)
    return ((one, found[one.pk]) for one in of)


def _rows(leader_type: LeaderType, view: EditionView | None) -> Iterator[tuple[Any, ...]]:
    for duty in view.duties if view else ():
        cites = _("；").join(cite.label for cite in duty.cites.all())
        yield (
            list_title(leader_type),
            view.edition.effective_on if view else None,
            duty.number,
            duty.words,
            duty.evidence,
            cites,
        )


def _text(edition: LeaderList) -> str:
    return written(
        [
            (duty.words, duty.evidence, [cite.label for cite in duty.cites.all()])
            for duty in edition.duties.all()
        ]
    )
