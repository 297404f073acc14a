"""The clauses and times that the program ships: rows of our own words, marked as not yet confirmed, for the office to keep."""

from datetime import date

from django.db import migrations

SOURCE = "《政务移动互联网应用程序规范化管理办法》（国办函〔2026〕12号）"
SINCE = date(2026, 1, 25)
CLAUSES = (
    ("no-repeat", "同一表格、同一数据不向基层重复要。"),
    ("no-check-in", "除安全和应急外，不强制打卡，不搞积分排名和在线时长排名。"),
    ("no-installs", "不强制下载、定期登录，不以安装、关注的数量考核。"),
    ("no-popularity", "不以点赞、网络投票、转发、学习时长考核。"),
    ("no-forced-media", "没有必要的，不强制上传工作照片、视频、轨迹。"),
)
TIMES = (("number", 20), ("text", 90), ("day", 15), ("yes-no", 8))


def ship(apps, _schema_editor):
    """The rows."""
    clauses, times = apps.get_model("requests", "Clause"), apps.get_model("requests", "FieldTime")
    clauses.objects.bulk_create(
        clauses(rule=rule, words=words, source=SOURCE, since=SINCE, to_confirm=True)
        for rule, words in CLAUSES
    )
    times.objects.bulk_create(
        times(
            kind=kind,
            since=date(2000, 1, 1),
            seconds=seconds,
            basis="estimate",
            source="系统自带的估计，没有计时抽样",
        )
        for kind, seconds in TIMES
    )


def take_back(apps, _schema_editor):
    """Without what was shipped."""
    apps.get_model("requests", "Clause").objects.filter(source=SOURCE, to_confirm=True).delete()
    apps.get_model("requests", "FieldTime").objects.filter(basis="estimate", since=date(2000, 1, 1)).delete()


class Migration(migrations.Migration):
    dependencies = [("requests", "0001_initial")]
    operations = [migrations.RunPython(ship, take_back)]
