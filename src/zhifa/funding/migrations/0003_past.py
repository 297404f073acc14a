"""The past of what reports read is kept, so that they can be made anew as at a signed head."""

from django.db import migrations

TABLES = ("funding_year", "funding_item", "funding_posting", "funding_frozenbase", "funding_standard")


class Migration(migrations.Migration):
    dependencies = [("funding", "0002_bases"), ("ledger", "0005_past")]
    operations = [
        migrations.RunSQL(f"SELECT ledger_keep('{table}')", f"SELECT ledger_unkeep('{table}')")
        for table in TABLES
    ]
