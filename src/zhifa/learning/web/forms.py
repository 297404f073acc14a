"""The shapes of what comes in on the pages of learning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhifa.deeds.api import Audience
from zhifa.intake.api import ACCEPT
from zhifa.kernel.web.forms import day_field
from zhifa.kernel.wording import aside, listed
from zhifa.laws.api import CitationsField
from zhifa.learning.models import Session, TrainingClass
from zhifa.learning.rules.rolls import Member
from zhifa.learning.services import ClassDraft, ExamDraft, SessionDraft
from zhifa.people.api import Roster, Unit


class ClassForm(forms.Form):
    """What a class is."""

    title = forms.CharField(
        label=_("班名"), max_length=120, help_text=_("例如：2026 年第一期行政执法人员轮训班")
    )
    theme = forms.CharField(label=_("主题"), max_length=120, required=False)
    organiser = forms.ModelChoiceField(
        label=_("举办单位"), queryset=Unit.objects.none(), to_field_name="code"
    )
    audience = forms.ChoiceField(label=_("对象"), choices=Audience.choices, initial=Audience.STAFF)
    cites = CitationsField(
        label=_("讲哪些法律"),
        required=False,
        help_text=_("每行一处，例如：《行政处罚法》；结班前法律有变动，举办单位会收到待办"),
    )
    place = forms.CharField(label=_("地点"), max_length=120, required=False)
    capacity = forms.IntegerField(
        label=_("名额（人）"), min_value=1, max_value=100_000, required=False, help_text=_("不填就不限；满了以后报名的进候补")
    )  # fmt: skip
    sign_up_until = day_field(label=_("报名截止"), required=False)
    self_sign_up = forms.BooleanField(label=_("本人可以自己报名"), required=False, initial=True)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organiser"].queryset = units  # type: ignore[attr-defined]

    def draft(self) -> ClassDraft:
        """The draft that the valid form describes."""
        data = self.cleaned_data
        return ClassDraft(**{**data, "organiser": data["organiser"].code, "cites": tuple(data["cites"])})


def class_values(training: TrainingClass) -> dict[str, Any]:
    """A class as starting values."""
    names = ("title", "theme", "audience", "place", "capacity", "sign_up_until", "self_sign_up")
    cites = [row.label for row in training.cited.all()]
    return {
        "organiser": training.organiser.code,
        "cites": cites,
        **{name: getattr(training, name) for name in names},
    }


def _time(label: Any) -> forms.TimeField:
    return forms.TimeField(label=label, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))


class SessionForm(forms.Form):
    """A session."""

    topic = forms.CharField(label=_("课程"), max_length=120)
    day = day_field(label=_("日期"))
    starts = _time(_("开始"))
    ends = _time(_("结束"))
    room = forms.CharField(label=_("教室"), max_length=80, required=False)
    speaker = forms.CharField(label=_("授课人"), max_length=60, required=False, help_text=_("几位用顿号隔开"))
    despite = forms.CharField(
        label=_("冲突也这样排的理由"), max_length=200, required=False, help_text=_("同一时间教室或授课人已有课时才填，例如：是同名的另一位")
    )  # fmt: skip

    def draft(self) -> SessionDraft:
        """The draft that the valid form describes."""
        return SessionDraft(**self.cleaned_data)


def session_values(session: Session) -> dict[str, Any]:
    """A session as starting values."""
    return {
        name: getattr(session, name)
        for name in ("topic", "day", "starts", "ends", "room", "speaker", "despite")
    }


class QuotasForm(forms.Form):
    """Places of units, a line each."""

    lines = forms.CharField(
        label=_("各单位名额"), required=False, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("一行一个单位：单位名称，空格，名额。没有列出的单位合用剩下的名额。"),
    )  # fmt: skip


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("理由"), max_length=200)


class PeopleField(forms.MultipleChoiceField):
    """Some of many people, each a box."""

    widget = forms.CheckboxSelectMultiple


def _people(members: Sequence[Member], marks: dict[str, str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """People by unit; `marks` is what stands behind a name."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in members:
        told = [part for part in (one.post_title, marks.get(one.code, "")) if part]
        groups.setdefault(one.unit_name, []).append((one.code, aside(one.name, listed(told) if told else "")))
    return list(groups.items())


class StaffForm(forms.Form):
    """Whom a unit sends."""

    people = PeopleField(label=_("选人"), error_messages={"required": _("没有选人")})

    def __init__(self, *args: Any, members: Sequence[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = _people(members, {})  # type: ignore[attr-defined]


class DoorForm(forms.Form):
    """Who came, at the door: boxes for those who signed up, lines for the others."""

    people = PeopleField(label=_("报了名的"), required=False)
    others = forms.CharField(
        label=_("没有报名的"), required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("一行一人：姓名，空格，单位")
    )  # fmt: skip
    client_key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, members: Sequence[Member], there: set[str], closed: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        marks = dict.fromkeys(there, _now("已签到"))
        self.fields["people"].choices = _people(members, marks)  # type: ignore[attr-defined]
        if closed:
            self.fields["reason"] = forms.CharField(
                label=_("补记的理由"), max_length=200, help_text=_("这个班的记录已经封账，补记算更正")
            )


class CodeForm(forms.Form):
    """One's own phone."""

    code = forms.CharField(
        label=_("签到码"), max_length=6, widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("教室里显示的六位数"),
    )  # fmt: skip
    client_key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class SheetForm(forms.Form):
    """A sheet to read."""

    sheet = forms.FileField(
        label=_("文件"), allow_empty_file=True, widget=forms.ClearableFileInput({"accept": ACCEPT}),
        help_text=_(".xlsx .xls .csv .docx 都可以，最多 20 MB。上传只是检查，看过再写入。"),
    )  # fmt: skip

    def __init__(self, *args: Any, closed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if closed:
            self.fields["reason"] = forms.CharField(
                label=_("补记的理由"), max_length=200, help_text=_("这个班的记录已经封账，补记算更正")
            )


SCALE = [(str(number), str(number)) for number in range(5, 0, -1)]


class FeedbackForm(forms.Form):
    """How it was."""

    useful = forms.TypedChoiceField(
        label=_("对工作有用（5 最好）"), choices=SCALE, coerce=int, widget=forms.RadioSelect
    )
    clear = forms.TypedChoiceField(
        label=_("讲得清楚（5 最好）"), choices=SCALE, coerce=int, widget=forms.RadioSelect
    )
    remark = forms.CharField(
        label=_("建议"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("不记名")
    )  # fmt: skip


class ExamForm(forms.Form):
    """An exam that another body held."""

    title = forms.CharField(label=_("考试名称"), max_length=120)
    platform = forms.CharField(label=_("平台"), max_length=80, help_text=_("例如：法宣在线"))
    held_on = day_field(label=_("考试日期"), help_text=_("考几天的写最后一天"))
    source = forms.CharField(label=_("成绩来源"), max_length=200, help_text=_("谁给的、哪份文件或后台导出"))
    roster = forms.ModelChoiceField(
        label=_("应考名单"), queryset=Roster.objects.none(), to_field_name="code", help_text=_("参考率的分母，考试当天或以前冻结的")
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roster"].queryset = Roster.objects.order_by("-frozen_on")  # type: ignore[attr-defined]

    def draft(self) -> ExamDraft:
        """The draft that the valid form describes."""
        data = self.cleaned_data
        return ExamDraft(**{**data, "roster": data["roster"].code})
