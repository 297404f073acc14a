"""What each uploaded file is of use for, as a view: the purposes of the deeds for which it speaks."""

import django.db.models.deletion
from django.db import migrations, models

USES = """
CREATE VIEW deeds_use AS
SELECT (a.id::bigint << 31) | coalesce(s.id, 0) AS id, d.id AS deed_id, a.evidence_id::text AS file,
       a.evidence_id || ':' || s.purpose || ':' || s.code AS use
FROM evidence_attachment a
JOIN deeds_deed d ON d.key = a.subject_key
LEFT JOIN deeds_served s ON s.deed_id = d.id
WHERE a.subject_kind = 'deed' AND a.detached_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("deeds", "0011_growing_counts"), ("evidence", "0003_photo_sketches")]

    operations = [
        migrations.RunSQL(USES, "DROP VIEW deeds_use"),
        migrations.CreateModel(
            name="Use",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "deed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="deeds.deed"
                    ),
                ),
                ("file", models.TextField()),
                ("use", models.TextField(null=True)),
            ],
            options={"db_table": "deeds_use", "managed": False},
        ),
    ]
