"""The shapes of what the pages of people read."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from zhifa.kernel import clock
from zhifa.kernel.actor import Role
from zhifa.kernel.web.forms import day_field
from zhifa.kernel.wording import aside, listed
from zhifa.people.models import Area, Holding, Person, Unit
from zhifa.people.selectors import valid_on
from zhifa.people.services import BackboneDraft, HoldingDraft, PersonDraft
from zhifa.people.terms import MOVABLE_TREES, ROLE_CHOICES, AreaKind, BackboneKind, PostClass, Tree, UnitKind


def standing_units() -> Any:
    """The units of today, by name."""
    return Unit.objects.filter(valid_on(clock.today())).order_by("pinyin")


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    """A person to choose, told apart from others of the same name by the posts of today."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Person.objects.none(), to_field_name="code", **options)

    def offer(self, people: Any) -> None:
        """Let these be chosen."""
        held = Holding.objects.filter(valid_on(clock.today())).select_related("post__unit")
        self.queryset = people.prefetch_related(Prefetch("holdings", held, "held_now"))

    def label_from_instance(self, obj: Any) -> str:
        """王某（区教育局普法联络员）."""
        posts = listed(f"{held.post.unit.name}{held.post.title}" for held in obj.held_now)
        return aside(obj.name, posts)


class UnitFilter(forms.Form):
    """What narrows the list of units; `on` shows the units of a day by their names of that day."""

    kind = forms.ChoiceField(label=_("类别"), required=False, choices=[("", _("全部")), *UnitKind.choices])
    q = forms.CharField(label=_("名称"), required=False)
    on = day_field(_("按哪一天看"), required=False)
    without = forms.CharField(required=False, widget=forms.HiddenInput)


class TreeFilter(forms.Form):
    """Which tree, as it stood on which day."""

    tree = forms.ChoiceField(label=_("哪一种上下级"), choices=Tree.choices, required=False)
    on = day_field(_("按哪一天看"), required=False)


class PlaceForm(forms.Form):
    """Under which unit a unit stands in a tree, from which day."""

    tree = forms.ChoiceField(
        label=_("哪一种上下级"), choices=[(tree.value, tree.label) for tree in MOVABLE_TREES]
    )
    parent = forms.ModelChoiceField(
        label=_("上级单位"),
        queryset=Unit.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("（不再有上级）"),
    )
    on = day_field(_("日期"), help_text=_("从这一天起。"))
    document = forms.CharField(label=_("依据文件"), max_length=200, required=False)

    def __init__(self, *args: Any, unit: Unit, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["parent"].queryset = standing_units().exclude(pk=unit.pk)  # type: ignore[attr-defined]


class EnforcingForm(forms.Form):
    """Which posts of a unit enforce law."""

    posts = forms.TypedMultipleChoiceField(
        label=_("哪些是行政执法岗位"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("学法清单、考卷和名册里，在这些岗位的人按行政执法人员算；负责人仍按领导干部算。已经冻结的名册不变。"),
    )  # fmt: skip

    def __init__(self, *args: Any, unit: Unit, **options: Any) -> None:
        super().__init__(*args, **options)
        posts = list(unit.posts.all())
        self.fields["posts"].choices = [(one.pk, aside(one.title, one.section)) for one in posts]  # type: ignore[attr-defined]
        self.initial["posts"] = [one.pk for one in posts if one.enforces]

    def said(self) -> dict[int, bool]:
        """Each post by its id, and whether it enforces law."""
        every = [pk for pk, _words in self.fields["posts"].choices]  # type: ignore[attr-defined]
        return {pk: pk in self.cleaned_data["posts"] for pk in every}


class AreaFilter(forms.Form):
    """What narrows the list of areas."""

    kind = forms.ChoiceField(label=_("层级"), required=False, choices=[("", _("全部")), *AreaKind.choices])
    q = forms.CharField(label=_("名称或代码"), required=False)
    all = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("现在有的")), ("1", _("也看已停用的"))]
    )


class EndAreaForm(forms.Form):
    """The last day of an area, and by which document."""

    last_day = day_field(_("最后一天"), help_text=_("区域到这一天为止。接替它的，从“导入”作为新的区域带入。"))
    document = forms.CharField(label=_("依据文件"), max_length=200)


class PopulationForm(forms.Form):
    """The number as its source says it, and why it stood otherwise."""

    value = forms.IntegerField(label=_("人口（人）"), min_value=1)
    reason = forms.CharField(
        label=_("更正的理由"), max_length=200, help_text=_("例如：录入时看错一位。另一次公布的，请另行导入。")
    )


class RenameForm(forms.Form):
    """A new name, from which day, by which document."""

    name = forms.CharField(label=_("新的名称"), max_length=80)
    on = day_field(_("更名日期"), help_text=_("从这一天起用新的名称。"))
    document = forms.CharField(label=_("依据文件"), max_length=200)


class MergeForm(forms.Form):
    """Into which units a unit goes over."""

    into = forms.ModelMultipleChoiceField(
        label=_("并入或改设为"),
        queryset=Unit.objects.none(),
        to_field_name="code",
        help_text=_("拆成几个单位时，可以选几个。"),
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    on = day_field(_("日期"), help_text=_("原单位到前一天为止。"))
    document = forms.CharField(label=_("依据文件"), max_length=200)

    def __init__(self, *args: Any, unit: Unit, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["into"].queryset = standing_units().exclude(pk=unit.pk)  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    """Who takes over, and from which day."""

    successor = PersonField(label=_("接任人"))
    on = day_field(_("交接日期"), help_text=_("接任人从这一天起任职，原任职到前一天为止。"))

    def __init__(self, *args: Any, leaving: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["successor"].offer(Person.objects.filter(erased_at=None).exclude(pk=leaving.pk))  # type: ignore[attr-defined]


class StandInForm(forms.Form):
    """Who acts, on which days, why."""

    person = PersonField(label=_("代理人"))
    since = day_field(_("从"))
    until = day_field(_("到"))
    reason = forms.CharField(label=_("事由"), max_length=200, help_text=_("例如：出差、休假、学习。"))

    def __init__(self, *args: Any, leaving: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].offer(  # type: ignore[attr-defined]
            Person.objects.filter(erased_at=None).exclude(account=None).exclude(pk=leaving.pk)
        )

    def clean(self) -> dict[str, Any]:
        """The last day does not come before the first."""
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", _("结束日期早于开始日期"))
        return data


class AppointForm(forms.Form):
    """A post to hold."""

    unit = forms.ModelChoiceField(label=_("单位"), queryset=Unit.objects.none(), to_field_name="code")
    title = forms.CharField(label=_("职务"), max_length=60)
    role = forms.ChoiceField(
        label=_("在普法工作中的角色"),
        choices=ROLE_CHOICES,
        initial=Role.LIAISON,  # the least right, so that nobody is made an administrator by oversight
        help_text=_("角色决定能看什么、能办什么。"),
    )
    enforces = forms.BooleanField(
        label=_("行政执法岗位"), required=False, help_text=_("学法清单、考卷和名册里按行政执法人员算。")
    )
    valid_from = day_field(_("任职日期"))
    valid_until = day_field(_("任期到"), required=False, help_text=_("到这一天为止，权限当天停止。"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].queryset = standing_units()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The term does not end before it begins."""
        data = super().clean() or {}
        if data.get("valid_from") and data.get("valid_until") and data["valid_until"] < data["valid_from"]:
            self.add_error("valid_until", _("任期结束早于任职日期"))
        return data

    def held(self) -> HoldingDraft:
        """The post as the service takes it."""
        data = self.cleaned_data
        return HoldingDraft(
            data["unit"].code, data["title"], data["role"], data["valid_from"], data["valid_until"],
            enforces=data["enforces"] or None,
        )  # fmt: skip


def username_field(**options: Any) -> forms.RegexField:
    """A name to sign in with."""
    return forms.RegexField(
        r"^[\w.@+-]+$",
        label=_("登录名"),
        max_length=64,
        error_messages={"invalid": _("登录名只用字母、数字和 . @ + - _")},
        **options,
    )


class EmailForm(forms.Form):
    """Where messages for a person go; empty for nowhere."""

    email = forms.EmailField(
        label=_("邮箱"), required=False, help_text=_("提醒和忘记密码的链接发到这里，只登记本人的邮箱。")
    )


class AccountForm(EmailForm):
    """A name to sign in with, for a person who had none."""

    username = username_field(help_text=_("例如姓名的拼音。"))
    field_order = ("username", "email")


class PersonForm(AppointForm, EmailForm):
    """A person with a first post, and a user name for those who sign in."""

    name = forms.CharField(label=_("姓名"), max_length=40)
    username = username_field(required=False, help_text=_("要登录的人才填，例如姓名的拼音。"))
    field_order = (
        "name",
        "unit",
        "title",
        "role",
        "enforces",
        "valid_from",
        "valid_until",
        "username",
        "email",
    )

    def draft(self) -> PersonDraft:
        """The person as the service takes it."""
        data = self.cleaned_data
        return PersonDraft(
            f"P{secrets.token_hex(5)}", data["name"], (self.held(),), username=data["username"],
            email=data["email"],
        )  # fmt: skip


class EndForm(forms.Form):
    """The last day of a term."""

    last_day = day_field(_("最后一天"), help_text=_("权限到这一天为止。要有人接手，请用“工作交接”。"))


class PhoneForm(forms.Form):
    """A phone number; empty takes it away."""

    phone = forms.CharField(
        label=_("电话"), required=False, max_length=30, help_text=_("加密保存，平时只显示前三位和后四位。"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )  # fmt: skip


class BackboneFilter(forms.Form):
    """What narrows the list of those who serve."""

    kind = forms.ChoiceField(
        label=_("类别"), required=False, choices=[("", _("全部")), *BackboneKind.choices]
    )
    q = forms.CharField(label=_("姓名或单位"), required=False)
    all = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("在聘")), ("1", _("也看期满和退出的"))]
    )
    untrained = forms.ChoiceField(
        label=_("培训"), required=False, choices=[("", _("全部")), ("1", _("一年内没有培训"))]
    )


def duty_field() -> forms.CharField:
    """What somebody is charged with."""
    return forms.CharField(
        label=_("职责"), required=False, max_length=200, help_text=_("例如：联系一街一社区；讲民法典。")
    )


class BackboneForm(forms.Form):
    """Someone to appoint: chosen from those known, or a new name."""

    kind = forms.ChoiceField(label=_("类别"), choices=BackboneKind.choices)
    person = PersonField(label=_("已登记的人员"), required=False)
    name = forms.CharField(
        label=_("或者写上姓名"), required=False, max_length=40, help_text=_("还没有登记过的人，写姓名即可。")
    )
    unit = forms.ModelChoiceField(
        label=_("所在单位"), queryset=Unit.objects.none(), required=False, to_field_name="code"
    )
    area = forms.ModelChoiceField(
        label=_("服务区域"), queryset=Area.objects.none(), required=False, to_field_name="code",
        help_text=_("法律明白人选社区（村）。"),
    )  # fmt: skip
    valid_from = day_field(_("聘任日期"))
    valid_until = day_field(_("期满日期"), required=False)
    document = forms.CharField(label=_("聘任依据"), required=False, max_length=200)
    duty = duty_field()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].offer(Person.objects.filter(erased_at=None))  # type: ignore[attr-defined]
        self.fields["unit"].queryset = standing_units()  # type: ignore[attr-defined]
        self.fields["area"].queryset = Area.objects.filter(valid_on(clock.today()))  # type: ignore[attr-defined]

    def draft(self) -> BackboneDraft:
        """The appointment as the service takes it."""
        data = self.cleaned_data
        return BackboneDraft(
            data["kind"], data["valid_from"], data["valid_until"],
            person=data["person"].code if data["person"] else "", name=data["name"],
            unit=data["unit"].code if data["unit"] else "", area=data["area"].code if data["area"] else "",
            document=data["document"], duty=data["duty"],
        )  # fmt: skip


class DutyForm(forms.Form):
    """What the person is charged with from now on."""

    duty = duty_field()


class TrainingForm(forms.Form):
    """When the person was trained."""

    on = day_field(_("培训日期"))


class RenewForm(forms.Form):
    """Until when the term runs on."""

    until = day_field(_("新的期满日期"))
    document = forms.CharField(label=_("续聘依据"), required=False, max_length=200)


class LeaveForm(forms.Form):
    """The last day and the reason."""

    last_day = day_field(_("最后一天"))
    reason = forms.CharField(label=_("退出原因"), max_length=200)


class RosterFilter(forms.Form):
    """What narrows the members of a frozen list."""

    post_class = forms.ChoiceField(
        label=_("岗位类别"), required=False, choices=[("", _("全部")), *PostClass.choices]
    )
    q = forms.CharField(label=_("姓名或单位"), required=False)

    def narrow(self, members: Any) -> Any:
        """Those of the members for whom the page was asked."""
        told = self.cleaned_data if self.is_valid() else {}
        if told.get("post_class"):
            members = members.filter(post_class=told["post_class"])
        if words := told.get("q"):
            members = members.filter(Q(person__name__icontains=words) | Q(unit__name__icontains=words))
        return members


class RosterForm(forms.Form):
    """A list to freeze: called what, for what, who on which day."""

    title = forms.CharField(label=_("名称"), max_length=120)
    purpose = forms.CharField(
        label=_("用途"), max_length=200, help_text=_("例如：2026 年度学法考试的应考人数。")
    )
    on = day_field(_("冻结日期"), help_text=_("按这一天的任职冻结，不能晚于今天。"))
    kind = forms.ChoiceField(
        label=_("单位范围"), required=False, choices=[("", _("全部单位")), *UnitKind.choices]
    )

    def units(self) -> Any:
        """The units whose holders of posts stand on the list."""
        chosen = Unit.objects.all()
        return chosen.filter(kind=self.cleaned_data["kind"]) if self.cleaned_data["kind"] else chosen
