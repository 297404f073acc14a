"""Which sort of campaign a deed served, so that figures count sorts and not codes."""

from django.db import migrations, models

# The past of rows has the new column too, so that it can be put back (decision 0007).
PAST = (
    """UPDATE ledger_pastrow SET was = was || '{"sort": ""}' WHERE tab = 'deeds_served' AND was IS NOT NULL"""
)


class Migration(migrations.Migration):
    dependencies = [("deeds", "0003_past")]

    operations = [
        migrations.AddField(
            model_name="served",
            name="sort",
            field=models.CharField(blank=True, default="", max_length=40),
            preserve_default=False,
        ),
        migrations.RunSQL(PAST, migrations.RunSQL.noop),
    ]
