"""The shapes of what comes in on the pages of sittings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from zhifa.exams.api import Draw
from zhifa.intake.api import ACCEPT
from zhifa.kernel.clock import SHANGHAI
from zhifa.kernel.web.forms import moment_field
from zhifa.people.api import PostClass, Roster, Unit
from zhifa.sittings.models import Exam
from zhifa.sittings.services.exams import TERMS, ExamDraft
from zhifa.sittings.terms import MINUTES_MOST, Counted, Exempt, MultipleRule, Outside, Standing


def _share(label: Any, initial: int, **options: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=Decimal(1), max_value=Decimal(100), max_digits=4, decimal_places=1, initial=initial, **options
    )  # fmt: skip


class ExamForm(forms.Form):
    """An exam's terms."""

    title = forms.CharField(
        label=_("考试名称"), max_length=80, help_text=_("例如：2026 年度国家工作人员学法考试")
    )
    source = forms.CharField(
        label=_("考试依据"), max_length=200, help_text=_("定下考试安排的通知，写文号或标题")
    )
    organiser = forms.ModelChoiceField(
        label=_("组织单位"), queryset=Unit.objects.none(), to_field_name="code"
    )
    make_up_of = forms.ModelChoiceField(
        label=_("补考自"), queryset=Exam.objects.none(), to_field_name="key", required=False, empty_label=_("不是补考"),
        help_text=_("补考的考生是第一次没有考过的人，名单沿用第一次的"),
    )  # fmt: skip
    roster = forms.ModelChoiceField(
        label=_("应考名单"), queryset=Roster.objects.none(), to_field_name="code", empty_label=None,
        help_text=_("开考当天或以前冻结的；单位和职务以冻结那天为准；补考沿用第一次的。"),
    )  # fmt: skip
    opens_at = moment_field(_("开考时间"), help_text=_("从这时起可以开始答题"))
    closes_at = moment_field(_("截止时间"), help_text=_("到这时全部收卷；晚开始的人答题时间也到此为止"))
    minutes = forms.IntegerField(label=_("答题时长（分钟）"), min_value=1, max_value=MINUTES_MOST, initial=90)
    papers_ = forms.ModelChoiceField(
        label=_("试卷"), queryset=Draw.objects.none(), to_field_name="key", required=False,
        help_text=_("在题库的“组卷”里出好；没有单独选卷的岗位都用这一批"),
    )  # fmt: skip
    attempts_most = forms.IntegerField(label=_("可考次数"), min_value=1, max_value=10, initial=1)
    counted = forms.ChoiceField(label=_("多次成绩"), choices=Counted.choices, initial=Counted.BEST)
    multiple_rule = forms.ChoiceField(
        label=_("多选题评分"), choices=MultipleRule.choices, initial=MultipleRule.ALL
    )
    pass_share = _share(_("合格线（占满分 %）"), 60)
    excellent_share = _share(_("优秀线（占满分 %）"), 90)
    grace_minutes = forms.IntegerField(
        label=_("离线交卷宽限（分钟）"), min_value=0, max_value=1440, initial=30,
        help_text=_("断网的考生交来的文件，在时间到以后这么久之内照收，记为迟交"),
    )  # fmt: skip
    tolerance_share = _share(
        _("两人评分允许相差（占该题 %）"), 20, help_text=_("简答题两人分别评分，相差再大就由第三人定")
    )
    objection_days = forms.IntegerField(label=_("异议期（天）"), min_value=0, max_value=60, initial=5)

    def __init__(self, *args: Any, exams: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        draws = Draw.objects.select_related("blueprint").order_by("-pk")
        for name, rows in (
            ("organiser", units), ("make_up_of", exams), ("roster", Roster.objects.order_by("-frozen_on", "-pk")), ("papers_", draws),
        ):  # fmt: skip
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        self.fields["roster"].help_text = format_html(
            '{} <a href="{}#freeze">{}</a>',
            self.fields["roster"].help_text,
            reverse("people_rosters"),
            _("没有合适的？先冻结一份名册"),
        )
        after = list(self.fields).index("papers_") + 1
        own = {
            f"papers_{one.value}": forms.ModelChoiceField(
                label=_("%(posts)s单独用的试卷") % {"posts": one.label}, queryset=draws, to_field_name="key", required=False,
                empty_label=_("用上面那批"),
            )
            for one in PostClass
        }  # fmt: skip
        names = [*list(self.fields)[:after], *own, *list(self.fields)[after:]]
        self.fields.update(own)
        self.order_fields(names)

    def draft(self) -> ExamDraft:
        """The draft that the valid form describes."""
        data = self.cleaned_data
        papers = {
            code: data[f"papers_{code}"].key for code in ("", *PostClass.values) if data[f"papers_{code}"]
        }
        return ExamDraft(
            title=data["title"], source=data["source"], organiser=data["organiser"].code, papers=papers,
            roster=data["roster"].code if data["roster"] else "", make_up_of=data["make_up_of"].key if data["make_up_of"] else "",
            **{name: data[name] for name in TERMS},
        )  # fmt: skip


def exam_values(exam: Exam) -> dict[str, Any]:
    """An exam as starting values."""
    papers = {f"papers_{one.post_class}": one.draw.key for one in exam.papers.select_related("draw")}
    return {
        "title": exam.title, "source": exam.source, "organiser": exam.organiser.code, "roster": exam.roster.code,
        "make_up_of": exam.make_up_of.key if exam.make_up_of else None, **papers, **{name: getattr(exam, name) for name in TERMS},
    }  # fmt: skip


def usual_values(now: datetime, office: Unit | None) -> dict[str, Any]:
    """Where a new exam begins: this day in a week, from nine to six, on the newest roster and papers."""
    day = (timezone.localtime(now) + timedelta(days=7)).date()
    roster = Roster.objects.order_by("-frozen_on", "-pk").first()
    draw = Draw.objects.order_by("-pk").first()
    return {
        "roster": roster.code if roster else None,
        "papers_": draw.key if draw else None,
        "organiser": office.code if office else None,
        "opens_at": datetime.combine(day, time(9), tzinfo=SHANGHAI),
        "closes_at": datetime.combine(day, time(18), tzinfo=SHANGHAI),
    }


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("原因"), max_length=200)


class LaterForm(forms.Form):
    """A later end."""

    closes_at = moment_field(_("新的截止时间"))
    reason = forms.CharField(label=_("原因"), max_length=200, help_text=_("考生会看到"))


class CandidatesForm(forms.Form):
    """Which candidates."""

    q = forms.CharField(label=_("姓名"), required=False, max_length=40)
    unit = forms.ChoiceField(label=_("单位"), required=False)
    standing = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("全部")), *Standing.choices]
    )

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", _("全部")), *units]  # type: ignore[attr-defined]

    def asked(self) -> Mapping[str, str]:
        """What was asked for; what cannot be read asks for nothing."""
        data = self.cleaned_data if self.is_valid() else {}
        return {
            "unit": data.get("unit", ""),
            "standing": data.get("standing", ""),
            "words": data.get("q", ""),
        }


class SheetForm(forms.Form):
    """A sheet to read."""

    sheet = forms.FileField(
        label=_("文件"), allow_empty_file=True, widget=forms.ClearableFileInput({"accept": ACCEPT}),
        help_text=_(".xlsx .xls .csv .docx 都可以，最多 20 MB。上传只是检查，看过再写入。"),
    )  # fmt: skip


class ExemptForm(forms.Form):
    """Why somebody need not sit."""

    kind = forms.ChoiceField(label=_("免考原因"), choices=Exempt.choices)
    why = forms.CharField(
        label=_("说明"), max_length=200, help_text=_("依据什么，例如：请假单、借调函的文号。不要写病情。")
    )


class ExtraForm(forms.Form):
    """More time for one."""

    minutes = forms.IntegerField(label=_("延长（分钟）"), min_value=1, max_value=MINUTES_MOST)
    why = forms.CharField(
        label=_("原因"), max_length=200, help_text=_("例如：视力障碍，经本人申请。不要写病情细节。")
    )


class BroadcastForm(forms.Form):
    """A word to all."""

    words = forms.CharField(
        label=_("通知内容"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("正在答题的人会在页面上看到，最多 300 字"),
    )  # fmt: skip


class IncidentForm(forms.Form):
    """A line of the log."""

    kind = forms.ChoiceField(label=_("类别"), choices=Outside.choices, initial=Outside.PLACE)
    happened_at = moment_field(_("发生时间"))
    words = forms.CharField(label=_("经过和处理"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}))


class OutageForm(forms.Form):
    """A span in which our service did not work."""

    from_at = moment_field(_("起"))
    until_at = moment_field(_("止"))
    why = forms.CharField(label=_("说明"), max_length=200, help_text=_("例如：机房断电"))
