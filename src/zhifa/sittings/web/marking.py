"""After an exam: marking, publishing, questions, objections, as the office sees them; and the screen of whoever marks written answers."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from zhifa.exams.api import CHOICE, LETTERS, Kind
from zhifa.kernel import clock
from zhifa.kernel.errors import NotFound
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import pressed
from zhifa.sittings.access import may_mark
from zhifa.sittings.models import Mark, Marking
from zhifa.sittings.rules.marking import UNIT
from zhifa.sittings.selectors.exams import exam_by_key
from zhifa.sittings.selectors.marks import mine_to_mark, next_to_mark
from zhifa.sittings.selectors.results import marked_from, objections_of, objections_until, preview
from zhifa.sittings.selectors.statistics import QuestionLine, exam_told, question_line, question_lines
from zhifa.sittings.services.marking import mark_exam, mark_written
from zhifa.sittings.services.objections import WORDS_MOST, Remedy, answer_objection, rule_question
from zhifa.sittings.services.results import publish_results
from zhifa.sittings.terms import Stage, Verdict
from zhifa.sittings.web.asking import asked, exam_run

REMEDIES = (
    ("strike", gettext_lazy("题目有问题，人人给满分")),
    ("also", gettext_lazy("另一个答案也算对")),
    ("replace", gettext_lazy("答案错了，改成下面的")),
)


class PointsForm(forms.Form):
    """Points for a written answer."""

    points = forms.FloatField(
        label=gettext_lazy("得分"),
        min_value=0,
        widget=forms.NumberInput(attrs={"step": "0.5", "autofocus": ""}),
    )


class RemedyForm(forms.Form):
    """What is ruled of a question, and why."""

    kind = forms.ChoiceField(label=gettext_lazy("怎么处理"), choices=REMEDIES, widget=forms.RadioSelect)
    key = forms.CharField(
        label=gettext_lazy("答案"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    why = forms.CharField(
        label=gettext_lazy("理由"), max_length=WORDS_MOST, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: object, line: QuestionLine, may_leave: bool = False, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        kind = line.question.kind
        choices = REMEDIES if kind != Kind.SHORT else REMEDIES[:1]
        left = (("", gettext_lazy("评分没有错，维持不变")),) if may_leave else ()
        self.fields["kind"].choices = [*left, *choices]  # type: ignore[attr-defined]
        self.fields["kind"].required = not may_leave
        if kind == Kind.SHORT:
            del self.fields["key"]
        elif kind in CHOICE:
            self.fields["key"].help_text = _("选项字母，按这里的顺序，如 AC；人人给满分时不用填")
        elif kind == Kind.JUDGE:
            self.fields["key"].help_text = _("对 或 错；人人给满分时不用填")
        else:
            self.fields["key"].help_text = _("每空一行，几种写法用 | 隔开；人人给满分时不用填")
        self.line = line

    def remedy(self) -> Remedy:
        """What was chosen."""
        data, kind = self.cleaned_data, self.line.question.kind
        typed = data.get("key", "").strip()
        if kind in CHOICE:
            key = [one for one in typed.upper() if one.isalnum()]
        elif kind == Kind.JUDGE:
            key = [{"对": "T", "错": "F"}.get(typed, typed.upper())]
        else:
            key = typed.splitlines()
        return Remedy(data["kind"], data["why"], key)


@never_cache
def after(request: HttpRequest, key: str) -> HttpResponse:
    """Where marking stands, what publishing would say, and the buttons for both."""
    actor, exam = exam_run(request, key)
    if exam.stage not in (Stage.ANNOUNCED, Stage.PUBLISHED):
        raise NotFound(_("这场考试还没有发布"))
    since = marked_from(exam)
    marking = Marking.objects.filter(exam=exam).first()
    open_objections = objections_of(exam).filter(verdict=Verdict.OPEN).count() if exam.published_at else 0
    return render(
        request, "sittings/after.html",
        {
            "exam": exam, "marking": marking, "since": since, "due": clock.now() >= since, "preview": preview(exam),
            "mine": mine_to_mark(actor, exam).count() if marking and exam.stage == Stage.ANNOUNCED else 0,
            "open_objections": open_objections, "until": objections_until(exam),
        },
    )  # fmt: skip


@require_POST
def start(request: HttpRequest, key: str) -> HttpResponse:
    """Mark."""
    actor, _exam = exam_run(request, key)
    here = reverse("sittings_after", args=[key])
    return pressed(request, lambda: mark_exam(actor, key, now=clock.now()), back=here, done=_("已评分。"))


@require_POST
def publish(request: HttpRequest, key: str) -> HttpResponse:
    """Open results."""
    actor, _exam = exam_run(request, key)
    return pressed(
        request, lambda: publish_results(actor, key, now=clock.now()), back=reverse("sittings_after", args=[key]),
        done=_("成绩已公布，考生收到了通知；合格的人有了证书。"),
    )  # fmt: skip


@never_cache
def written(request: HttpRequest, key: str) -> HttpResponse:
    """The next written answer, blind; one form, one mark, then the next."""
    actor = asker(request)
    if not may_mark(actor):
        raise NotFound(_("没有这个页面"))
    exam = exam_by_key(actor, key)
    form = PointsForm(request.POST or None)
    asked_for = request.POST.get("mark", "")
    here = reverse("sittings_written", args=[key])

    def act() -> None:
        pk = int(asked_for) if asked_for.isdecimal() else 0
        mark_written(actor, key, pk, form.cleaned_data["points"], now=clock.now())

    found = next_to_mark(actor, exam)
    if found is not None and request.method == "POST" and asked_for != str(found.mark.pk):
        messages.info(request, _("刚才那份已经有人评了，这是下一份。"))
        return redirect(here)
    most = found.mark.possible / UNIT if found else 0
    return asked(
        request, form, act, title=_("评简答题"), back=lambda: here, away=exam.get_absolute_url(), template="sittings/written.html",
        exam=exam, found=found, most=f"{most:g}", left=mine_to_mark(actor, exam).count(), done=_("已记下，这是下一份。"),
    )  # fmt: skip


@never_cache
def questions(request: HttpRequest, key: str) -> HttpResponse:
    """What the answers say of every question, the hardest first."""
    _actor, exam = exam_run(request, key)
    lines = question_lines(exam)
    page = Paginator(lines, 50).get_page(request.GET.get("page"))
    return render(request, "sittings/questions.html", {"exam": exam, "page": page, "told": exam_told(exam)})


@never_cache
def question(request: HttpRequest, key: str, version: int, part: int) -> HttpResponse:
    """One question: what was chosen, and the form that strikes it or corrects its key."""
    actor, exam = exam_run(request, key)
    line, case, laws = question_line(exam, version, part)
    form = RemedyForm(request.POST or None, line=line)
    return asked(
        request, form, lambda: rule_question(actor, key, (version, part), form.remedy(), now=clock.now()), title=line.question.stem,
        back=lambda: request.path, away=reverse("sittings_questions", args=[key]), template="sittings/question.html", exam=exam,
        line=line, case=case, laws=laws, had=_options(line), done=_("已按新的处理重新评分。"),
    )  # fmt: skip


@never_cache
def objections(request: HttpRequest, key: str) -> HttpResponse:
    """An exam's objections, those that wait first."""
    _actor, exam = exam_run(request, key)
    page = Paginator(objections_of(exam), 50).get_page(request.GET.get("page"))
    until = objections_until(exam)
    return render(request, "sittings/objections.html", {"exam": exam, "page": page, "until": until})


@never_cache
def objection(request: HttpRequest, key: str, objection: str) -> HttpResponse:
    """One objection and the form that answers it."""
    actor, exam = exam_run(request, key)
    found = objections_of(exam).filter(key=objection).first()
    if found is None:
        raise NotFound(_("没有这条异议"))
    mark: Mark = found.mark
    line, case, laws = question_line(exam, mark.version, mark.part)
    form = RemedyForm(request.POST or None, line=line, may_leave=True)
    return asked(
        request, form, lambda: answer_objection(actor, objection, form.remedy(), now=clock.now()), title=_("答复异议"),
        back=lambda: reverse("sittings_objections", args=[key]), away=reverse("sittings_objections", args=[key]),
        template="sittings/objection.html", exam=exam, objection=found, line=line, case=case, laws=laws, had=_options(line),
        got=f"{(mark.got or 0) / UNIT:g}", possible=f"{mark.possible / UNIT:g}", done=_("已答复，考生收到了通知。"),
    )  # fmt: skip


def _options(line: QuestionLine) -> list[tuple[str, str, bool]]:
    """Options as written, with the keys marked."""
    options = zip(LETTERS, line.question.options, strict=False)
    return [(letter, words, letter in line.question.key) for letter, words in options]
