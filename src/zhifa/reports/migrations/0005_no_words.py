"""The list of words is kept by publishing now."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_words_to_publishing")]
    operations = [migrations.DeleteModel(name="WordRule")]
