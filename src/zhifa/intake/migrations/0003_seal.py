"""Every value moves into its encrypted column, or back."""

from typing import Any

from django.db import migrations

MOVED = (("importfile", "content"), ("importpage", "rows"), ("importjob", "findings"))


def move(apps: Any, name: str, source: str, target: str) -> None:
    """Copy a column row by row; the historical field encrypts and decrypts."""
    for row in apps.get_model("intake", name).objects.iterator(chunk_size=100):
        setattr(row, target, getattr(row, source))
        row.save(update_fields=[target])


def seal(apps: Any, _editor: Any) -> None:
    for name, column in MOVED:
        move(apps, name, column, f"{column}_sealed")


def unseal(apps: Any, _editor: Any) -> None:
    for name, column in MOVED:
        move(apps, name, f"{column}_sealed", column)


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_sealed_columns")]
    operations = [migrations.RunPython(seal, unseal)]
