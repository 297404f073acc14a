"""The past of what reports read is kept, so that they can be made anew as at a signed head."""

from django.db import migrations

TABLES = ("plans_plan", "plans_goal", "plans_annualtask", "plans_campaign", "plans_honour")


class Migration(migrations.Migration):
    dependencies = [("plans", "0002_issued"), ("ledger", "0005_past")]
    operations = [
        migrations.RunSQL(f"SELECT ledger_keep('{table}')", f"SELECT ledger_unkeep('{table}')")
        for table in TABLES
    ]
