"""Practice: what there is, one question, what was right."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from zhifa.exams.api import ItemVersion, Kind, answered_right
from zhifa.kernel import clock
from zhifa.kernel.errors import Refusal
from zhifa.kernel.web.forms import show_as_one
from zhifa.kernel.wording import sentences
from zhifa.learning.errors import QuestionChanged
from zhifa.learning.models import Card
from zhifa.learning.selectors.practice import (
    articles_today,
    next_question,
    person_of,
    question_by_key,
    topic_lines,
)
from zhifa.learning.services import practise
from zhifa.learning.web.asking import reader

LETTERS = "ABCDEFGH"


class AnswerForm(forms.Form):
    """An answer, as the kind of question asks for it."""

    def __init__(self, *args: object, version: ItemVersion, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        question = version.question
        self.fields["number"] = forms.IntegerField(
            required=False, initial=version.number, widget=forms.HiddenInput
        )
        letters = [
            (letter, f"{letter}. {option}") for letter, option in zip(LETTERS, question.options, strict=False)
        ]
        if question.kind == Kind.MULTIPLE:
            self.fields["answer"] = forms.MultipleChoiceField(
                label=_("选出所有正确的"), choices=letters, widget=forms.CheckboxSelectMultiple
            )
        elif question.kind in (Kind.SINGLE, Kind.JUDGE):
            choices = letters if question.kind == Kind.SINGLE else [("T", _("对")), ("F", _("错"))]
            self.fields["answer"] = forms.ChoiceField(
                label=_("选一个"), choices=choices, widget=forms.RadioSelect
            )
        else:
            for number in range(1, len(question.key) + 1):
                self.fields[f"blank{number}"] = forms.CharField(
                    label=_("第 %(n)d 空") % {"n": number}, max_length=200
                )

    def answer(self) -> list[str]:
        """The answer as a list of texts."""
        data = self.cleaned_data
        if "answer" not in data:
            return [data[name] for name in self.fields if name != "number"]
        return [data["answer"]] if isinstance(data["answer"], str) else data["answer"]


@never_cache
def practice(request: HttpRequest) -> HttpResponse:
    """What there is to practise, and how the reader stands in it."""
    actor, now = reader(request), clock.now()
    lines = topic_lines(actor, now)
    due, missed = sum(one.due for one in lines), [one for one in lines if one.missed]
    weak = sorted(missed, key=lambda one: -one.missed)[:3]
    return render(
        request,
        "learning/practice.html",
        {"lines": lines, "due": due, "weak": weak, "known": person_of(actor) is not None},
    )


@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """The question that is best asked now; of one topic where the reader chose it."""
    actor, topic = reader(request), request.GET.get("topic", "")[:40]
    version, later = next_question(actor, clock.now(), topic=topic)
    if version is None:
        return render(request, "learning/practised_all.html", {"later": later, "topic": topic})
    where = reverse("learning_question", args=[version.item.key])
    return redirect(f"{where}?{urlencode({'topic': topic})}" if topic else where)


@never_cache
def question(request: HttpRequest, key: str) -> HttpResponse:
    """One question to answer; answered, it leads to what was right."""
    actor, today = reader(request), clock.today()
    version = question_by_key(key, today)
    topic = request.GET.get("topic", "")[:40]
    form = AnswerForm(request.POST or None, version=version)
    if request.method == "POST" and form.is_valid():
        try:
            practise(actor, key, form.answer(), now=clock.now(), number=form.cleaned_data["number"])
        except (
            QuestionChanged
        ) as refusal:  # the form stands on the old words: the new ones are shown, with nothing ticked
            messages.warning(request, sentences(refusal.what, refusal.why, refusal.next_step))
            return redirect(request.get_full_path())
        except Refusal as refusal:
            show_as_one(form, refusal)
        else:
            told = urlencode({"answer": form.answer(), "topic": topic}, doseq=True)
            return redirect(f"{reverse('learning_told', args=[key])}?{told}")
    shown = {"version": version, "question": version.question, "form": form, "topic": topic}
    return render(request, "learning/question.html", shown)


@never_cache
def told(request: HttpRequest, key: str) -> HttpResponse:
    """What was right, why, and what the law says today."""
    actor, today = reader(request), clock.today()
    version = question_by_key(key, today)
    card = Card.objects.filter(person=person_of(actor), item=version.item).first()
    if card is None:
        return redirect("learning_question", key)
    asked = version.question
    given = [said[:200] for said in request.GET.getlist("answer")][:20]
    names = {"T": _("对"), "F": _("错")} if asked.kind == Kind.JUDGE else {}
    shown = {
        "version": version, "question": asked, "card": card, "right": answered_right(asked, given),
        "topic": request.GET.get("topic", "")[:40],
        "key": [names.get(one, one) for one in asked.key], "given": [names.get(one, one) for one in given],
        "options": [(letter, option, letter in asked.key) for letter, option in zip(LETTERS, asked.options, strict=False)],
        "articles": articles_today(version, today),
    }  # fmt: skip
    return render(request, "learning/told.html", shown)
