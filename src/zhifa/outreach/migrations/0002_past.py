"""The past of what reports read is kept, so that they can be made anew as at a signed head."""

from django.db import migrations

TABLES = ("outreach_programme", "outreach_turn", "outreach_place", "outreach_activity")


class Migration(migrations.Migration):
    dependencies = [("outreach", "0001_initial"), ("ledger", "0005_past")]
    operations = [
        migrations.RunSQL(f"SELECT ledger_keep('{table}')", f"SELECT ledger_unkeep('{table}')")
        for table in TABLES
    ]
