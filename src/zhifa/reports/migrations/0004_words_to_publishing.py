"""The office's list of words moves to the gate: its lines, with their numbers, by which the ledger knows them."""

from __future__ import annotations

from django.db import migrations

COLUMNS = "id, phrase, instead, why, unless, since, until, kept_at, kept_by"


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_past"), ("publishing", "0001_gate")]
    operations = [
        migrations.RunSQL(
            [
                f"INSERT INTO publishing_wordrule ({COLUMNS}, kind) SELECT {COLUMNS}, 'phrase' FROM reports_wordrule",  # noqa: S608 - our own names
                "SELECT setval(pg_get_serial_sequence('publishing_wordrule', 'id'), "
                "(SELECT coalesce(max(id), 0) + 1 FROM publishing_wordrule), false)",
            ],
            [
                f"INSERT INTO reports_wordrule ({COLUMNS}) SELECT {COLUMNS} FROM publishing_wordrule WHERE kind = 'phrase'",  # noqa: S608
                "DELETE FROM publishing_wordrule",
                "SELECT setval(pg_get_serial_sequence('reports_wordrule', 'id'), "
                "(SELECT coalesce(max(id), 0) + 1 FROM reports_wordrule), false)",
            ],
        )
    ]
