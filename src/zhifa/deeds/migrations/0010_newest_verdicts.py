"""The newest verdicts are asked for on every signed-in home."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("deeds", "0009_at_least")]

    operations = [
        migrations.AddIndex(
            model_name="confirmation",
            index=models.Index(fields=["-at", "-id"], name="deeds_newest_verdicts"),
        ),
    ]
