"""The clocks of publication that ship: rows of data, each to be confirmed by the office."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import migrations

CLOCKS = (
    ("government", date(2008, 5, 1), 20, "《政府信息公开条例》第二十六条：自形成或者变更之日起20个工作日内（2019年修订；修订前的条号待核）"),
    ("party", date(2008, 5, 1), None, "党委文件按党务公开的规定办理，未见统一期限"),
    ("joint", date(2008, 5, 1), None, "党委、政府联合文件，未见统一期限"),
)  # fmt: skip


def put_in(apps: Any, _schema_editor: Any) -> None:
    clock = apps.get_model("duties", "IssuerClock")
    clock.objects.bulk_create(
        clock(issuer=issuer, since=since, working_days=days, source=source, to_confirm=True)
        for issuer, since, days, source in CLOCKS
    )


def take_out(apps: Any, _schema_editor: Any) -> None:
    apps.get_model("duties", "IssuerClock").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("duties", "0001_lists")]
    operations = [migrations.RunPython(put_in, take_out)]
