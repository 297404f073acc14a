"""The shapes of what comes in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhifa.cases.models import Case
from zhifa.cases.rules.documents import LONGEST, ReadCase
from zhifa.cases.rules.spans import KINDS
from zhifa.cases.rules.text import CaseText, more_as_text, more_from_text, text_from
from zhifa.cases.selectors import lines_of, named
from zhifa.cases.services import CaseDraft
from zhifa.cases.terms import (
    CONSENT_MOST,
    REASON_MOST,
    SUBTITLE_MOST,
    TITLE_MOST,
    WORDS_MOST,
    CaseKind,
    Consent,
    ListSort,
    Move,
    Outcome,
    State,
)
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.web.forms import day_field
from zhifa.laws.api import CitationsField
from zhifa.people.api import Unit, visible_units


def _long(label: Any, help_text: Any = "", *, rows: int = 6) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=False, max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class CaseForm(forms.Form):
    """A case as its author writes it, with real names: the original is encrypted, others read what was made anonymous."""

    title = forms.CharField(label=_("标题"), max_length=TITLE_MOST)
    subtitle = forms.CharField(
        label=_("一句话提要"),
        max_length=SUBTITLE_MOST,
        required=False,
        help_text=_("一句话说清这个案例告诉大家什么"),
    )
    kind = forms.ChoiceField(label=_("类别"), choices=CaseKind.choices)
    topic = forms.ChoiceField(label=_("主题"), choices=())
    unit = forms.ModelChoiceField(label=_("报送单位"), queryset=Unit.objects.none(), to_field_name="code")
    body = forms.CharField(
        label=_("办理机关"), max_length=120, required=False, help_text=_("作出裁判、决定或主持调解的机关")
    )
    decided_on = day_field(
        label=_("裁判或办结日期"), required=False,
        help_text=_("按这一天有效的法律引用"),
    )  # fmt: skip
    facts = _long(_("案情简介"), _("只写与说法有关的事实；可以写真名，原文加密保存"))
    handling = _long(_("处理与结果"))
    analysis = _long(_("法律分析"))
    meaning = _long(_("典型意义"), rows=4)
    more = _long(_("其他部分"), _("以 # 开头的一行是小标题，下面是内容；没有就留空"), rows=4)
    citations = CitationsField(day_field="decided_on", required=False)
    source = forms.CharField(
        label=_("来源"), max_length=160, required=False, help_text=_("例如：本单位办理；或转载自何处")
    )
    stops = forms.MultipleChoiceField(
        label=_("有没有下列不得公开的情形"), choices=(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("有一项，就不能送审公开"),
    )  # fmt: skip
    no_stops = forms.BooleanField(label=_("已逐项核对：以上情形都没有"), required=False)
    consent = forms.ChoiceField(
        label=_("当事人同意公开吗"), choices=Consent.choices, required=False, widget=forms.RadioSelect,
        help_text=_("调解的案例要当事人同意才能公开；裁判、处罚等依法公开的不需要"),
    )  # fmt: skip
    consent_on = day_field(label=_("哪天同意的"), required=False)
    consent_kept = forms.CharField(
        label=_("同意的凭据存在哪里"), max_length=CONSENT_MOST, required=False,
        help_text=_("例如：调解卷宗里双方签字的同意书；不写姓名。选“已同意公开”时必填"),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["topic"].choices = _lines(ListSort.TOPIC, self.initial.get("topic", ""))  # type: ignore[attr-defined]
        self.fields["stops"].choices = _lines(ListSort.STOP, *self.initial.get("stops", ()))  # type: ignore[attr-defined]
        units = visible_units(actor).filter(valid_until=None).order_by("pinyin")
        if not (actor.has_role(Role.OFFICE) or actor.is_system):
            mine = [unit.pk for unit in units if actor.reaches_unit(unit.path, Role.LIAISON, Role.HEAD)]
            units = units.filter(pk__in=mine)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        if units.count() == 1:
            self.fields["unit"].initial = units.get().code

    def clean(self) -> dict[str, Any]:
        """Either something applies or nothing does."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("stops") and data.get("no_stops"):
            self.add_error("no_stops", forms.ValidationError(_("上面选了情形，就不能再说都没有。请改一处。")))
        return data

    def draft(self) -> CaseDraft:
        """The draft that the valid form describes."""
        data = self.cleaned_data
        text = CaseText(
            data["title"].strip(), data["subtitle"].strip(), _tidy(data["facts"]), _tidy(data["handling"]),
            _tidy(data["analysis"]), _tidy(data["meaning"]), more_from_text(data["more"]),
        )  # fmt: skip
        return CaseDraft(
            data["kind"], data["topic"], data["unit"].code, text, data["body"], data["source"], data["decided_on"],
            tuple(data["citations"]), tuple(data["stops"]), data["no_stops"], data["consent"], data["consent_on"],
            data["consent_kept"],
        )  # fmt: skip


def _lines(sort: str, *kept: str) -> list[tuple[str, str]]:
    """The choices of a list today, and those that a case has already."""
    lines = lines_of(sort, clock.today())
    words = named(sort) if any(code and code not in lines for code in kept) else {}
    left = [(code, words[code]) for code in kept if code in words and code not in lines]
    return [*((code, gettext(line.words)) for code, line in lines.items()), *left]


def initial_of(case: Case) -> dict[str, Any]:
    """A draft as its form's starting values, from the original words."""
    text = text_from(case.original.words)
    return {
        **_text_initial(text), "kind": case.kind, "topic": case.topic, "unit": case.unit.code, "body": case.body,
        "consent": case.consent, "consent_on": case.consent_on, "consent_kept": case.consent_kept,
        "decided_on": case.decided_on, "source": case.source, "stops": case.stops, "no_stops": case.no_stops,
        "citations": "\n".join(one.label for one in case.cited.all()),
    }  # fmt: skip


def initial_of_read(read: ReadCase, citations: list[str]) -> dict[str, Any]:
    """What a file said, as starting values: looked at and put right before anything is kept."""
    return {**_text_initial(read.text), "source": read.source, "citations": "\n".join(citations)}


def _text_initial(text: CaseText) -> dict[str, Any]:
    named = {name: value for name, value in vars(text).items() if name != "more"}
    return {**named, "more": more_as_text(text.more)}


def _tidy(words: str) -> str:
    return words.replace("\r\n", "\n").strip()


class FileForm(forms.Form):
    """A file with one case in it."""

    file = forms.FileField(
        label=_("案例文件"), help_text=_("Markdown（.md、.txt）或 Word（.docx），一个文件一个案例，不超过 2 MB"),
        widget=forms.FileInput(attrs={"accept": ".md,.markdown,.txt,.docx"}),
    )  # fmt: skip


class FilterForm(forms.Form):
    """How the working list is narrowed."""

    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *State.choices])
    topic = forms.ChoiceField(label=_("主题"), required=False, choices=())
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=[("", _("全部")), *CaseKind.choices])

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["topic"].choices = [("", _("全部")), *named(ListSort.TOPIC).items()]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why it goes back, stops or is recalled."""

    stop = forms.ChoiceField(label=_("停止的原因"), choices=(), widget=forms.RadioSelect)
    remarks = forms.CharField(
        label=_("理由"), max_length=REASON_MOST, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("不要写当事人的姓名和号码"),
    )  # fmt: skip

    def __init__(self, *args: Any, move: str, **options: Any) -> None:
        super().__init__(*args, **options)
        if move == Move.STOP:
            self.fields["stop"].choices = _lines(ListSort.STOP)  # type: ignore[attr-defined]
        else:
            del self.fields["stop"]
        if move == Move.RECALL:
            self.fields["remarks"].help_text = _(
                "已公开的，打开旧网址的读者会看到这个理由；不要写当事人的姓名和号码"
            )


class AddForm(forms.Form):
    """Words that the machine did not propose."""

    kind = forms.ChoiceField(label=_("还要隐去的是"), choices=list(KINDS.items()))
    words = forms.CharField(
        label=_("文中的原话"), max_length=80, required=False, help_text=_("机器没有找到的，在这里补上"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


class TellingForm(forms.Form):
    """A talk or radio version."""

    text = forms.CharField(
        label=_("稿子"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 22}),
        help_text=_("清空后保存，就恢复成按记录自动生成的稿子"),
    )  # fmt: skip


class LineForm(forms.Form):
    """A dated row of one of the office's lists. `code` chooses the kind of case where the list is about kinds."""

    code = forms.ChoiceField(label=_("案例的类别"), choices=CaseKind.choices)
    words = forms.CharField(label=_("名称"), max_length=WORDS_MOST)
    signs = forms.CharField(
        label=_("提示它的词"), max_length=200, required=False,
        help_text=_("用顿号隔开；案例里出现这些词时提醒审核的人核对，不自动停止"),
    )  # fmt: skip
    since = day_field(label=_("自哪天起"), initial=clock.today)
    used = forms.BooleanField(
        label=_("继续使用"), required=False, initial=True, help_text=_("不再用的，去掉这个勾")
    )
    source = forms.CharField(label=_("依据"), max_length=200)
    to_confirm = forms.BooleanField(label=_("待核：还没有与依据核对"), required=False)

    def __init__(self, *args: Any, sort: str, **options: Any) -> None:
        super().__init__(*args, **options)
        if sort != ListSort.CONSENT:
            del self.fields["code"]
        if sort != ListSort.STOP:
            del self.fields["signs"]


class RecommendForm(forms.Form):
    """To whom a good case goes, and why."""

    to = forms.CharField(
        label=_("推送到"), max_length=80, help_text=_("例如：市普法办、司法部案例库、区融媒体中心")
    )
    reason = forms.CharField(
        label=_("推荐理由"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("好在哪里：说清了什么法律道理，适合讲给谁听"),
    )  # fmt: skip


class OutcomeForm(forms.Form):
    """What became of it there."""

    outcome = forms.ChoiceField(
        label=_("结果"), choices=[(one.value, one.label) for one in (Outcome.TAKEN, Outcome.DECLINED)],
        widget=forms.RadioSelect,
    )  # fmt: skip
    outcome_on = day_field(label=_("结果日期"), initial=clock.today)
    outcome_words = forms.CharField(label=_("采用在哪里，或者为什么没有采用"), max_length=200, required=False)
