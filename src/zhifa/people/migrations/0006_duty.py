"""What a lecturer, a guide or a volunteer is charged with."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0005_erased")]

    operations = [
        migrations.AddField(
            model_name="backbone",
            name="duty",
            field=models.CharField(blank=True, max_length=200, verbose_name="职责"),
        ),
    ]
