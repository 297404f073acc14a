"""Small units are told of together where results are shown by unit. What stands already: those with fewer than five due; publishing anew,
as a ruling does, follows the whole rule."""

from django.db import migrations, models

FORWARD = """
UPDATE sittings_tallied t SET told_as = CASE WHEN of_unit.due < 5 THEN 'few' ELSE u.code END
FROM (SELECT exam_id, unit_id, sum(due) AS due FROM sittings_tallied GROUP BY exam_id, unit_id) of_unit, people_unit u
WHERE of_unit.exam_id = t.exam_id AND of_unit.unit_id = t.unit_id AND u.id = t.unit_id
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("sittings", "0005_deed")]

    operations = [
        migrations.AddField(
            "tallied", "told_as", models.CharField(default="", max_length=32), preserve_default=False
        ),
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
    ]
