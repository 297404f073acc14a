"""The past of what reports read is kept, so that they can be made anew as at a signed head."""

from django.db import migrations

TABLES = (
    "people_area",
    "people_population",
    "people_unit",
    "people_unitname",
    "people_unitplace",
    "people_unitsuccession",
    "people_backbone",
)


class Migration(migrations.Migration):
    dependencies = [("people", "0003_changes"), ("ledger", "0005_past")]
    operations = [
        migrations.RunSQL(f"SELECT ledger_keep('{table}')", f"SELECT ledger_unkeep('{table}')")
        for table in TABLES
    ]
