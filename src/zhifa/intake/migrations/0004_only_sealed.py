"""The columns in clear go."""

from django.db import migrations

from zhifa.kernel.sealed import SealedBytes, SealedJSON


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_seal")]
    operations = [
        migrations.RemoveField("importfile", "content"),
        migrations.RemoveField("importpage", "rows"),
        migrations.RemoveField("importjob", "findings"),
        migrations.RenameField("importfile", "content_sealed", "content"),
        migrations.RenameField("importpage", "rows_sealed", "rows"),
        migrations.RenameField("importjob", "findings_sealed", "findings"),
        migrations.AlterField("importfile", "content", SealedBytes(purpose="intake.file")),
        migrations.AlterField("importpage", "rows", SealedJSON(purpose="intake.page")),
    ]
