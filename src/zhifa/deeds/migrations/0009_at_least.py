"""Different people of sheets may be known between two ends."""

from django.db import migrations, models

# The past of rows has the new column too, so that it can be put back (decision 0007).
PAST = """UPDATE ledger_pastrow SET was = was || '{"at_least": null}' WHERE tab = 'deeds_count' AND was IS NOT NULL"""


class Migration(migrations.Migration):
    dependencies = [("deeds", "0008_who_was_sent")]

    operations = [
        migrations.AddField(
            model_name="count",
            name="at_least",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="至少"),
        ),
        migrations.AddConstraint(
            model_name="count",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("at_least", None),
                    models.Q(("at_least__lt", models.F("value")), ("measure", "distinct")),
                    _connector="OR",
                ),
                name="deeds_count_at_least",
            ),
        ),
        migrations.RunSQL(PAST, migrations.RunSQL.noop),
    ]
