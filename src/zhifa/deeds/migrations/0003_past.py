"""The past of what reports read is kept, so that they can be made anew as at a signed head."""

from django.db import migrations

TABLES = (
    "deeds_deed",
    "deeds_credit",
    "deeds_cited",
    "deeds_confirmation",
    "deeds_correction",
    "deeds_served",
    "deeds_count",
    "deeds_participation",
)


class Migration(migrations.Migration):
    dependencies = [("deeds", "0002_cited"), ("ledger", "0005_past")]
    operations = [
        migrations.RunSQL(f"SELECT ledger_keep('{table}')", f"SELECT ledger_unkeep('{table}')")
        for table in TABLES
    ]
