"""A count may still grow; until its last reading it reaches no figure."""

from django.db import migrations, models

# The past of rows has the new column too, so that it can be put back (decision 0007).
PAST = """UPDATE ledger_pastrow SET was = was || '{"is_final": true}' WHERE tab = 'deeds_count' AND was IS NOT NULL"""


class Migration(migrations.Migration):
    dependencies = [("deeds", "0004_served_sort")]

    operations = [
        migrations.AddField(
            model_name="count",
            name="is_final",
            field=models.BooleanField(default=True, verbose_name="已到齐"),
        ),
        migrations.RunSQL(PAST, migrations.RunSQL.noop),
    ]
