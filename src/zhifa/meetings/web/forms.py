"""The shapes of what comes in on the pages of meetings."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhifa.evidence.api import EvidenceField, EvidenceKind
from zhifa.kernel.web.forms import day_field
from zhifa.meetings.models import Series
from zhifa.meetings.rules.attending import Sitting
from zhifa.meetings.selectors import deed_kinds
from zhifa.meetings.services import ActionDraft, MatterDraft, MeetingDraft, MemberDraft, SeriesDraft
from zhifa.meetings.terms import ActionState, MeetingKind, Outcome, Part, Proof, Seat
from zhifa.people.api import Person, Unit
from zhifa.plans.api import measures


def unit_field(label: Any, **more: Any) -> forms.ModelChoiceField[Unit]:
    """A unit that stands today."""
    return forms.ModelChoiceField(
        label=label,
        queryset=Unit.objects.filter(valid_until=None).order_by("pinyin"),
        to_field_name="code",
        **more,
    )


class SeriesForm(forms.Form):
    """A conference."""

    title = forms.CharField(label=_("名称"), max_length=80, help_text=_("例如：某某区普法工作联席会议"))
    document = forms.CharField(label=_("设立依据"), max_length=200, help_text=_("文件名称和文号"))
    office = unit_field(_("办公室所在单位"))
    per_year = forms.IntegerField(label=_("每年至少开几次"), min_value=1, max_value=52, initial=4)

    def draft(self, code: str) -> SeriesDraft:
        """The draft that the valid form describes."""
        data = self.cleaned_data
        return SeriesDraft(code, data["title"], data["document"], data["office"].code, data["per_year"])


class MemberForm(forms.Form):
    """Units that take their part from a day on; persons only where one unit is chosen."""

    units = forms.ModelMultipleChoiceField(
        label=_("单位"),
        queryset=Unit.objects.none(),
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
    )
    part = forms.ChoiceField(label=_("身份"), choices=Part.choices, initial=Part.MEMBER)
    valid_from = day_field(_("从哪天起"))
    member = forms.ModelChoiceField(
        label=_("成员（单位负责人）"), queryset=Person.objects.none(), to_field_name="code", required=False,
        help_text=_("只选一个单位时填写"),
    )  # fmt: skip
    liaison = forms.ModelChoiceField(
        label=_("联络员"), queryset=Person.objects.none(), to_field_name="code", required=False,
        help_text=_("不填时，由该单位的普法联络员担任"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = Unit.objects.filter(valid_until=None).exclude(kind="community")  # type: ignore[attr-defined]
        for name in ("member", "liaison"):
            self.fields[name].queryset = Person.objects.filter(erased_at=None, account__is_active=True)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Persons belong to one unit."""
        data: dict[str, Any] = super().clean() or {}
        if len(data.get("units") or ()) > 1 and (data.get("member") or data.get("liaison")):
            self.add_error("member", _("一次选了几个单位，请分别登记成员和联络员。"))
        return data

    def drafts(self) -> list[MemberDraft]:
        """The drafts that the valid form describes."""
        data = self.cleaned_data
        person = {name: data[name].code if data[name] else "" for name in ("member", "liaison")}
        return [
            MemberDraft(unit.code, data["valid_from"], data["part"], person["member"], person["liaison"])
            for unit in data["units"]
        ]


class EndForm(forms.Form):
    """The last day of a membership."""

    valid_until = day_field(_("最后一天"))


class MatterForm(forms.Form):
    """A matter for the conference; a unit chooses among its own."""

    title = forms.CharField(label=_("议题"), max_length=160)
    brief = forms.CharField(label=_("说明"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    unit = unit_field(_("提出单位"), required=False)

    def __init__(self, *args: Any, units: list[Unit] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if units is not None:
            field = self.fields["unit"]
            field.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])  # type: ignore[attr-defined]
            field.required, field.initial = True, units[0].code if units else None
            field.empty_label = None  # type: ignore[attr-defined]

    def draft(self, today: date) -> MatterDraft:
        """The draft that the valid form describes."""
        data = self.cleaned_data
        return MatterDraft(data["title"], today, data["brief"], data["unit"].code if data["unit"] else "")


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("理由"), max_length=200)


class MeetingForm(forms.Form):
    """A meeting to come."""

    held_on = day_field(_("日期"))
    starts = forms.TimeField(
        label=_("时间"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    place = forms.CharField(label=_("地点"), max_length=120)
    chair = forms.CharField(label=_("主持人"), max_length=80, help_text=_("姓名和职务"))
    kind = forms.ChoiceField(
        label=_("会议类型"),
        choices=MeetingKind.choices,
        widget=forms.RadioSelect,
        initial=MeetingKind.PLENARY,
    )
    units = forms.ModelMultipleChoiceField(
        label=_("参会单位"), queryset=Unit.objects.none(), to_field_name="code", required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("部分成员会议才选；全体会议通知当天的全部成员单位"),
    )  # fmt: skip

    def __init__(self, *args: Any, series: Series, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = series.memberships.filter(valid_until=None).values("unit")
        self.fields["units"].queryset = Unit.objects.filter(pk__in=members)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A partial meeting names its units."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("kind") == MeetingKind.PARTIAL and not data.get("units"):
            self.add_error("units", _("请选参会单位。"))
        return data

    def draft(self) -> MeetingDraft:
        """The draft that the valid form describes."""
        data = self.cleaned_data
        codes = tuple(unit.code for unit in data["units"])
        return MeetingDraft(
            data["held_on"], data["place"], data["chair"], data["kind"], data["starts"], codes
        )


class PapersForm(forms.Form):
    """Files for a meeting."""

    kind = forms.ChoiceField(label=_("材料种类"), choices=EvidenceKind.choices, initial="document")
    uploads = EvidenceField(required=True)


class LinkForm(forms.Form):
    """Something public on this site."""

    address = forms.CharField(label=_("公开页面的地址"), max_length=300, help_text=_("例如 /reports/3/"))


class AnswerForm(forms.Form):
    """How a unit will attend."""

    state = forms.ChoiceField(
        label=_("是否参会"), widget=forms.RadioSelect,
        choices=[(Seat.PRESENT.value, _("本单位成员参会")), (Seat.DELEGATE.value, _("委托他人参会")), (Seat.APOLOGY.value, _("请假"))],
    )  # fmt: skip
    name = forms.CharField(
        label=_("参会人姓名"), max_length=40, required=False, help_text=_("参会或委托时填")
    )
    post = forms.CharField(label=_("职务"), max_length=60, required=False)
    authority = forms.CharField(
        label=_("委托依据"), max_length=160, required=False,
        help_text=_("委托时填：谁在哪天、用什么方式委托的，例如“局长3月1日书面委托”"),
    )  # fmt: skip
    reason = forms.CharField(label=_("请假事由"), max_length=160, required=False, help_text=_("请假时填"))

    def sitting(self) -> Sitting:
        """The sitting that the valid form describes."""
        return Sitting(**self.cleaned_data)


class RollForm(AnswerForm):
    """How a unit attended, as the office records it; left empty, nothing is recorded yet."""

    state = forms.ChoiceField(
        label=_("到会情况"), choices=[("", _("未登记")), *Seat.choices], required=False, widget=forms.Select
    )
    authority = forms.CharField(label=_("委托依据"), max_length=160, required=False)
    reason = forms.CharField(label=_("请假事由"), max_length=160, required=False)


class OutcomeForm(forms.Form):
    """What a meeting did with a matter."""

    outcome = forms.ChoiceField(label=_("结果"), choices=Outcome.choices, widget=forms.RadioSelect)
    decision = forms.CharField(
        label=_("议定内容"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("照这里的文字写进纪要；撤销议题的，写理由；下次再议的，可以不写"),
    )  # fmt: skip


class ActionForm(forms.Form):
    """A decision as a unit's duty, with the rule by which it will be proven."""

    text = forms.CharField(label=_("办什么事"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    unit = unit_field(_("牵头单位"))
    partners = forms.ModelMultipleChoiceField(
        label=_("配合单位"), queryset=Unit.objects.none(), to_field_name="code", required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}), help_text=_("可以不选；按住 Ctrl 选几个"),
    )  # fmt: skip
    due_on = day_field(_("完成时限"))
    proof = forms.ChoiceField(
        label=_("到期凭什么算办结"), choices=Proof.choices, widget=forms.RadioSelect,
        help_text=_("现在定下，以后不改。单位自己说办好了不算证明；确实没有记录可查的，才选最后一种，并分开计数"),
    )  # fmt: skip
    figure = forms.ChoiceField(label=_("哪个数字"), required=False, help_text=_("选“数字达到”时填"))
    of_unit = forms.BooleanField(
        label=_("只算牵头单位自己的"),
        required=False,
        help_text=_("不选，看全区的数；只有按单位分列的数字可以选"),
    )
    deed_kind = forms.ChoiceField(label=_("哪种记录"), required=False, help_text=_("选“有履职记录”时填"))
    at_least = forms.DecimalField(
        label=_("不少于"), required=False, min_value=0, max_digits=14, decimal_places=2,
        help_text=_("前两种证明办法都要填；从会议当日算到时限"),
    )  # fmt: skip
    words = forms.CharField(
        label=_("公开信息的名称含"), required=False, max_length=60, help_text=_("选“有公开的信息”时填")
    )

    def __init__(self, *args: Any, series: Series, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = series.memberships.filter(valid_until=None).values("unit")
        units = Unit.objects.filter(pk__in=members)
        self.fields["partners"].queryset = units  # type: ignore[attr-defined]
        if units:
            self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["figure"].choices = [("", "—"), *measures()]  # type: ignore[attr-defined]
        self.fields["deed_kind"].choices = [("", "—"), *deed_kinds()]  # type: ignore[attr-defined]

    def draft(self) -> ActionDraft:
        """The draft that the valid form describes."""
        data = self.cleaned_data
        return ActionDraft(
            data["text"], data["unit"].code, data["due_on"], data["proof"], data["figure"], data["deed_kind"], data["words"],
            data["at_least"], tuple(unit.code for unit in data["partners"]), data["of_unit"],
        )  # fmt: skip


class PrefaceForm(forms.Form):
    """What the minutes say besides decisions."""

    text = forms.CharField(
        label=_("会议情况"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写在议定事项之前，例如听取了哪些汇报、主持人提了什么要求；可以不写"),
    )  # fmt: skip


class RemarksForm(forms.Form):
    """Why a unit does not agree."""

    remarks = forms.CharField(
        label=_("不同意哪一处、应当怎么写"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )


class ActionFilterForm(forms.Form):
    """What narrows the list of action items."""

    state = forms.ChoiceField(
        label=_("办理情况"), choices=[("", _("全部")), *ActionState.choices], required=False
    )
    proof = forms.ChoiceField(label=_("证明办法"), choices=[("", _("全部")), *Proof.choices], required=False)


class ReportForm(forms.Form):
    """What a unit says of its action item."""

    text = forms.CharField(label=_("办理情况"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    claims_done = forms.BooleanField(
        label=_("已经办完，报办结"), required=False, help_text=_("报办结后马上按定下的证明办法核验")
    )
