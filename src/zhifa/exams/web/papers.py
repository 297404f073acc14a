"""Blueprints, draws, what a draw came to, one paper."""

from __future__ import annotations

import json

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from zhifa.exams import services
from zhifa.exams.access import may_draw
from zhifa.exams.rules.assembly import Line
from zhifa.exams.selectors import topics
from zhifa.exams.selectors.papers import (
    blueprint_by_key,
    blueprints,
    draw_by_key,
    line_words,
    list_coverage,
    paper_documents,
)
from zhifa.exams.services import BlueprintDraft
from zhifa.exams.terms import PAPERS_MOST, TITLE_MOST, Difficulty, Kind, PostClass
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import asked, day_field

ROWS = 12  # lines of a blueprint's form
USUAL = {Kind.SINGLE: 2, Kind.MULTIPLE: 3, Kind.JUDGE: 2, Kind.FILL: 2, Kind.CASE: 10, Kind.SHORT: 10}


class BlueprintForm(forms.Form):
    """A blueprint's head: its name, the posts, points a question."""

    title = forms.CharField(label=gettext_lazy("名称"), max_length=TITLE_MOST)
    post = forms.ChoiceField(
        label=gettext_lazy("考哪类岗位"),
        choices=[("", gettext_lazy("所有岗位")), *PostClass.choices],
        required=False,
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        for kind in Kind:
            self.fields[f"points_{kind.value}"] = forms.FloatField(
                label=_("%(kind)s每题几分") % {"kind": kind.label}, min_value=0.5, max_value=100, initial=USUAL[kind], required=False
            )  # fmt: skip

    def draft(self, lines: tuple[Line, ...]) -> BlueprintDraft:
        """What was written."""
        data = self.cleaned_data
        points = {kind.value: data[f"points_{kind.value}"] for kind in Kind if data[f"points_{kind.value}"]}
        return BlueprintDraft(data["title"], points, lines, data["post"])


class LineForm(forms.Form):
    """One line: how many of what."""

    kind = forms.ChoiceField(label=gettext_lazy("题型"), choices=Kind.choices)
    count = forms.IntegerField(label=gettext_lazy("题数"), min_value=1, max_value=200, required=False)
    topic = forms.ChoiceField(label=gettext_lazy("主题"), choices=(), required=False)
    difficulty = forms.TypedChoiceField(
        label=gettext_lazy("难度"), choices=[("", gettext_lazy("不限")), *Difficulty.choices], coerce=int, empty_value=None, required=False,
    )  # fmt: skip

    def __init__(self, *args: object, known: list[str] = (), **options: object) -> None:  # type: ignore[assignment]
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["topic"].choices = [("", _("不限")), *((one, one) for one in known)]  # type: ignore[attr-defined]


class ListForm(forms.Form):
    """A blueprint after a should-know list."""

    title = forms.CharField(label=gettext_lazy("名称"), max_length=TITLE_MOST)
    post = forms.ChoiceField(label=gettext_lazy("考哪类岗位"), choices=PostClass.choices)
    each = forms.IntegerField(label=gettext_lazy("每部法律考几题"), min_value=1, max_value=20, initial=2)


LINES = forms.formset_factory(LineForm, extra=ROWS, max_num=ROWS)


class DrawForm(forms.Form):
    """How many papers, for which day."""

    count = forms.IntegerField(
        label=gettext_lazy("出多少份"), min_value=1, max_value=PAPERS_MOST, initial=100
    )
    on = day_field(label=gettext_lazy("考试日期"), help_text=gettext_lazy("按这一天可用的题出卷"))


@never_cache
def plans(request: HttpRequest) -> HttpResponse:
    """All blueprints."""
    actor = office_of(request)
    page = Paginator(blueprints(actor).prefetch_related("draws"), 30).get_page(request.GET.get("page"))
    return render(request, "exams/plans.html", {"page": page})


@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """Write a blueprint."""
    actor = office_of(request)
    known = topics(actor)
    form = BlueprintForm(request.POST or None)
    lines = LINES(request.POST or None, prefix="lines", form_kwargs={"known": known})
    made: list[str] = []

    def keep() -> None:
        told = [one.cleaned_data for one in lines if one.is_valid() and one.cleaned_data.get("count")]
        drawn = tuple(Line(row["count"], row["kind"], row["topic"], row["difficulty"] or 0) for row in told)
        made.append(services.keep_blueprint(actor, form.draft(drawn), now=clock.now()).key)

    return asked(
        request, form, keep, "exams/blueprint_form.html", back=lambda: reverse("exams_blueprint", args=made),
        done=_("方案已存，可以出卷。"), lines=lines,
    )  # fmt: skip


@never_cache
def from_list(request: HttpRequest) -> HttpResponse:
    """A blueprint after the should-know list of a class of posts; the laws that lack questions are said."""
    actor = office_of(request)
    form = ListForm(request.POST or None)
    made: list[str] = []

    def keep() -> None:
        data = form.cleaned_data
        points = {kind.value: float(each) for kind, each in USUAL.items()}
        kept, _gaps = services.keep_blueprint_of_list(
            actor, data["title"], data["post"], data["each"], points, now=clock.now()
        )
        made.append(kept.key)

    return asked(
        request, form, keep, "exams/form.html", back=lambda: reverse("exams_blueprint", args=made), done=_("方案已存，可以出卷。"),
        title=_("按应知应会清单写方案"), button=_("存方案"), away=reverse("exams_papers"),
        lead=_("清单上每部法律各考几题；题库里没有题的法律会列成缺口。"),
    )  # fmt: skip


@never_cache
def plan(request: HttpRequest, key: str) -> HttpResponse:
    """One blueprint, its draws, and the form for the next."""
    actor = office_of(request)
    blueprint = blueprint_by_key(actor, key)
    lines = [Line(**line) for line in blueprint.lines]
    form = DrawForm(request.POST or None, initial={"on": clock.today()})
    made: list[str] = []

    def drawn() -> None:
        data = form.cleaned_data
        made.append(services.draw_papers(actor, key, data["count"], data["on"], now=clock.now()).key)

    told = [
        (line_words(line), line.count, blueprint.points[line.kind], line.count * blueprint.points[line.kind])
        for line in lines
    ]
    return asked(
        request, form, drawn, "exams/blueprint.html", back=lambda: reverse("exams_draw", args=[key, *made]), done=_("试卷已出好并封存。"),
        blueprint=blueprint, lines=told, full=sum(row[3] for row in told), questions=sum(line.count for line in lines),
        draws=blueprint.draws.all()[:50], gaps=list_coverage(blueprint.post, clock.today(), 1)[1] if blueprint.post else [],
    )  # fmt: skip


@never_cache
def batch(request: HttpRequest, key: str, draw: str) -> HttpResponse:
    """What a draw came to: spread, exposure, overlap; and its papers."""
    actor = office_of(request)
    found = draw_by_key(actor, draw)
    if found.blueprint.key != key:
        raise NotFound(_("没有这批试卷"))
    page = Paginator(found.papers.defer("versions"), 50).get_page(request.GET.get("page"))
    return render(request, "exams/draw.html", {"draw": found, "report": found.report, "page": page})


@never_cache
def paper(request: HttpRequest, key: str, draw: str, number: int) -> HttpResponse:
    """One paper as a candidate would read it, in the order of an example seed; no key is on the page."""
    actor = office_of(request)
    found = draw_by_key(actor, draw)
    if found.blueprint.key != key:
        raise NotFound(_("没有这批试卷"))
    told, _key = paper_documents(draw, number, "example")
    document = json.loads(told)
    sections = [(Kind(one["kind"]).label, one) for one in document["sections"]]
    return render(
        request,
        "exams/paper.html",
        {"draw": found, "number": number, "sections": sections, "full": document["full"]},
    )


def office_of(request: HttpRequest) -> Actor:
    """Who asks, if it is the district office; for others the page does not exist."""
    actor = asker(request)
    if not may_draw(actor):
        raise NotFound(_("没有这个页面"))
    return actor
