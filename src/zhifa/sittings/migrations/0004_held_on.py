"""On which day an exam was held stands beside its results and tallies, whose figures ask by days."""

from datetime import date

from django.db import migrations, models

DAY = date(2026, 1, 1)  # of rows that there are none of yet


class Migration(migrations.Migration):
    dependencies = [("sittings", "0003_marks")]

    operations = [
        migrations.AddField("result", "held_on", models.DateField(default=DAY), preserve_default=False),
        migrations.AddField("tallied", "held_on", models.DateField(default=DAY), preserve_default=False),
        migrations.AddField("tallied", "make_up", models.BooleanField(default=False), preserve_default=False),
    ]
