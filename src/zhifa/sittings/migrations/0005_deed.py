"""An exam owns the record of its being held, from the day on which its results are published."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("deeds", "0012_uses"), ("sittings", "0004_held_on")]

    operations = [
        migrations.AddField(
            "exam",
            "deed",
            models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="exam_held",
                to="deeds.deed",
            ),
        ),
        migrations.AddConstraint(
            "exam",
            models.CheckConstraint(
                condition=models.Q(("deed", None), ("stage", "published"), _connector="OR"),
                name="sittings_deed_once_published",
            ),
        ),
    ]
