import django.db.models.deletion
from django.db import migrations, models

STANDING = """
CREATE VIEW laws_lawstanding AS
WITH standing AS (
    SELECT version.id, version.instrument_id, instrument.kind,
        CASE WHEN version.text_held THEN 'held' ELSE 'lacking' END AS words,
        COALESCE(version.effective_on, DATE '1949-10-01') AS since, version.ended_on
    FROM laws_version version JOIN laws_instrument instrument ON instrument.id = version.instrument_id
    WHERE version.basis <> 'gap_unknown' AND instrument.kind NOT IN ('party_regulation', 'policy_document')
        AND NOT (instrument.is_repealed AND instrument.repealed_on IS NULL)
)
SELECT id * 2 AS id, id AS version_id, instrument_id, kind, words, since AS day, 1 AS change FROM standing
UNION ALL
SELECT id * 2 + 1, id, instrument_id, kind, words, ended_on + 1, -1 FROM standing WHERE ended_on IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("laws", "0006_corrections")]

    operations = [
        migrations.CreateModel(
            name="LawStanding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("words", models.CharField(max_length=8, verbose_name="当日文本")),
                ("day", models.DateField(verbose_name="日期")),
                ("change", models.IntegerField(verbose_name="增减")),
                (
                    "instrument",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="laws.instrument",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="laws.version"
                    ),
                ),
            ],
            options={"db_table": "laws_lawstanding", "managed": False},
        ),
        migrations.RunSQL(STANDING, "DROP VIEW laws_lawstanding"),
    ]
