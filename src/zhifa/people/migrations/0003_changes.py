"""Views of what began and ended on which day, for figures as at a day."""

import django.db.models.deletion
from django.db import migrations, models

UNITS = """
CREATE VIEW people_unitchange AS
SELECT id * 2 AS id, id AS unit_id, code, kind, valid_from AS day, 1 AS change FROM people_unit
UNION ALL
SELECT id * 2 + 1, id, code, kind, valid_until + 1, -1 FROM people_unit WHERE valid_until IS NOT NULL
"""

# A publication counts when no earlier one speaks of a later or the same date; it holds until the next that counts.
POPULATIONS = """
CREATE VIEW people_populationchange AS
WITH published AS (
    SELECT p.id, p.area_id, p.basis, p.as_of, p.published_on, p.value,
           max(p.as_of) OVER (
               PARTITION BY p.area_id, p.basis ORDER BY p.published_on, p.as_of DESC, p.id
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
           ) AS newest_before
    FROM people_population p JOIN people_area a ON a.id = p.area_id
    WHERE a.kind = 'district'
), counted AS (
    SELECT id, area_id, basis, published_on, value,
           lead(published_on) OVER (PARTITION BY area_id, basis ORDER BY published_on, as_of) AS replaced_on
    FROM published WHERE newest_before IS NULL OR as_of > newest_before
)
SELECT id * 2 AS id, id AS population_id, basis, published_on AS day, value AS change FROM counted
UNION ALL
SELECT id * 2 + 1, id, basis, replaced_on, -value FROM counted WHERE replaced_on IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0002_backbone_terms")]

    operations = [
        migrations.RunSQL(UNITS, "DROP VIEW people_unitchange"),
        migrations.RunSQL(POPULATIONS, "DROP VIEW people_populationchange"),
        migrations.CreateModel(
            name="UnitChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="people.unit"
                    ),
                ),
            ],
            options={"db_table": "people_unitchange", "managed": False},
        ),
        migrations.CreateModel(
            name="PopulationChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "population",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="people.population",
                    ),
                ),
            ],
            options={"db_table": "people_populationchange", "managed": False},
        ),
    ]
