"""The first keeping time: the six months that the packaged text of the law names, marked for confirmation."""

from datetime import date

from django.db import migrations

SOURCE = "《中华人民共和国网络安全法》（2025年10月28日修正，2026年1月1日起施行）第二十三条第三项：留存相关的网络日志不少于六个月"


def add(apps, _schema_editor):
    apps.get_model("lookups", "KeepingTime").objects.create(
        valid_from=date(2016, 1, 1), months=6, source=SOURCE, to_confirm=True
    )


def remove(apps, _schema_editor):
    apps.get_model("lookups", "KeepingTime").objects.filter(source=SOURCE).delete()


class Migration(migrations.Migration):
    dependencies = [("lookups", "0002_append_only")]
    operations = [migrations.RunPython(add, remove)]
