"""Columns for what a sheet said, encrypted at rest: the file, the rows shown, what was found."""

from django.db import migrations, models

from zhifa.kernel.sealed import SealedBytes, SealedJSON


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]
    operations = [
        migrations.AddField("importfile", "content_sealed", SealedBytes(purpose="intake.file", default=b"")),
        migrations.AddField("importpage", "rows_sealed", SealedJSON(purpose="intake.page", default=list)),
        migrations.AddField(
            "importjob", "findings_sealed", SealedJSON(purpose="intake.findings", default=dict)
        ),
        # The old ones may be empty, so that 0004 can be reversed.
        migrations.AlterField("importfile", "content", models.BinaryField(default=b"")),
        migrations.AlterField("importpage", "rows", models.JSONField(default=list)),
    ]
