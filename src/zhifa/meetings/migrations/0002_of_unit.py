"""A figure may be asked of the unit that owes the action item, and not of the whole district."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="actionitem",
            name="of_unit",
            field=models.BooleanField(default=False, verbose_name="只算牵头单位自己的"),
        ),
    ]
