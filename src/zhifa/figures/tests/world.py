"""A small world to measure: talks with hosts and attendances, money, honours, and the populations of people.

The tables are real ones, made for these tests only, in a registry of their own so that no migration sees them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.apps.registry import Apps
from django.db import connection, models

from zhifa.kernel.quantities import PEOPLE, RESIDENTS, TIMES, VIEWS, YUAN
from zhifa.kernel.registry import FigureSource, SourceField, SourceRecord
from zhifa.people.api import Population

OWN = Apps(["zhifa.figures.tests"])
HERE = "110199"
ENTERED = datetime(2018, 6, 1, 2, 0, tzinfo=UTC)


class Talk(models.Model):
    title = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    confirmed = models.BooleanField(default=True)
    district = models.CharField(max_length=12, default=HERE)
    day = models.DateField(db_index=True)
    heads = models.IntegerField(null=True)
    unique_heads = models.IntegerField(null=True)
    views = models.IntegerField(null=True)
    evidence = models.CharField(max_length=40, blank=True)
    entered_at = models.DateTimeField(default=ENTERED)

    class Meta:
        apps = OWN
        app_label = "tests"


class Host(models.Model):
    talk = models.ForeignKey(Talk, on_delete=models.CASCADE, related_name="hosts")
    unit = models.CharField(max_length=20)
    role = models.CharField(max_length=20, default="organiser")

    class Meta:
        apps = OWN
        app_label = "tests"


class Attendance(models.Model):
    talk = models.ForeignKey(Talk, on_delete=models.CASCADE, related_name="attendances")
    token = models.CharField(max_length=40)
    channel = models.CharField(max_length=20)
    at = models.DateTimeField(db_index=True)

    class Meta:
        apps = OWN
        app_label = "tests"


class Money(models.Model):
    district = models.CharField(max_length=12, default=HERE)
    day = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        apps = OWN
        app_label = "tests"


class Honour(models.Model):
    district = models.CharField(max_length=12, default=HERE)
    day = models.DateField()

    class Meta:
        apps = OWN
        app_label = "tests"


TABLES = (Talk, Host, Attendance, Money, Honour)


def make_tables() -> None:
    """Create the tables, fresh."""
    there = set(connection.introspection.table_names())
    with connection.schema_editor() as editor:
        for model in reversed(TABLES):
            if model._meta.db_table in there:
                editor.delete_model(model)
        for model in TABLES:
            editor.create_model(model)


def talk_records(keys: Sequence[Any]) -> list[SourceRecord]:
    """Talks as the door shows them."""
    return [
        SourceRecord(
            key=str(talk.pk),
            title=talk.title,
            day=talk.day,
            url=f"/talks/{talk.pk}/",
            amount=f"{talk.heads or 0} 人次",
            evidence=tuple(filter(None, talk.evidence.split(","))),
            entered_at=talk.entered_at,
            confirmed_by=("区普法办",) if talk.confirmed else (),
            second_party=talk.kind == "radio",
        )
        for talk in Talk.objects.filter(pk__in=keys)
    ]


def waiting(since: date, until: date) -> Mapping[str, int]:
    """Talks that nobody confirmed yet."""
    return {"unconfirmed": Talk.objects.filter(confirmed=False, day__range=(since, until)).count()}


def plain_records(model: type[models.Model], day: str = "day") -> Any:
    """Records of a table without particulars."""

    def records(keys: Sequence[Any]) -> list[SourceRecord]:
        return [
            SourceRecord(str(row.pk), str(row.pk), getattr(row, day), "", evidence=("document",))
            for row in model._default_manager.filter(pk__in=keys)
        ]

    return records


SOURCES = (
    FigureSource(
        code="talks",
        title="活动",
        queryset=lambda: Talk.objects.filter(confirmed=True),
        fields=(
            SourceField("kind", "类别", "kind", "code", labels={"lecture": "讲座", "radio": "电台节目"}),
            SourceField("day", "日期", "day", "day"),
            SourceField("heads", "人次", "heads", "number", unit=TIMES),
            SourceField("unique_heads", "平台去重人数", "unique_heads", "number", unit=PEOPLE),
            SourceField("views", "播放", "views", "number", unit=VIEWS),
            SourceField("unit", "主办单位", "hosts__unit", "code", to_many=True),
            SourceField("role", "主办或协办", "hosts__role", "code", to_many=True),
        ),
        day_field="day",
        district_field="district",
        records=talk_records,
        held_back=waiting,
    ),
    FigureSource(
        code="attendances",
        title="到场",
        queryset=lambda: Attendance.objects.filter(talk__confirmed=True),
        fields=(
            SourceField("record", "活动", "talk", "key"),
            SourceField("token", "假名", "token", "key"),
            SourceField("channel", "渠道", "channel", "code", labels={"wechat": "微信", "radio": "电台"}),
            SourceField("kind", "类别", "talk__kind", "code"),
        ),
        day_field="at",
        district_field="talk__district",
        records=talk_records,
    ),
    FigureSource(
        code="money",
        title="普法经费",
        queryset=Money.objects.all,
        fields=(SourceField("amount", "金额", "amount", "number", unit=YUAN),),
        day_field="day",
        district_field="district",
        records=plain_records(Money),
    ),
    FigureSource(
        code="honours",
        title="荣誉",
        queryset=Honour.objects.all,
        fields=(),
        day_field="day",
        district_field="district",
        records=plain_records(Honour),
    ),
    FigureSource(
        code="populations",
        title="人口",
        queryset=Population.objects.all,
        fields=(
            SourceField("basis", "口径", "basis", "code", labels={"resident": "常住", "registered": "户籍"}),
            SourceField("value", "人口", "value", "number", unit=RESIDENTS),
        ),
        day_field="published_on",
        district_field="area__code",
        records=plain_records(Population, "published_on"),
    ),
)


def body(code: str, unit: str, measure: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """A complete definition around a measure."""
    return {
        "code": code,
        "title": f"数字 {code}",
        "statement": "已确认的活动，按定义计算。",
        "unit": unit,
        "window": "span",
        "denominator": "全区已确认的活动",
        "deduplication": "一场活动只算一次",
        "version": 1,
        "measure": measure,
        **more,
    }
