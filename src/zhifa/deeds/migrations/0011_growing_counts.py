"""Counts that still grow are few among all, and every list of figures says how many there are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("deeds", "0010_newest_verdicts")]

    operations = [
        migrations.AddIndex(
            model_name="count",
            index=models.Index(
                condition=models.Q(("is_final", False)), fields=["measure"], name="deeds_growing_counts"
            ),
        ),
    ]
