"""What deeds served so far gets the sort of its campaign."""

from django.db import migrations

FILL = """
UPDATE deeds_served SET sort = campaign.kind FROM plans_campaign campaign
WHERE deeds_served.purpose = 'campaign' AND deeds_served.code = campaign.code
"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0003_past"), ("deeds", "0004_served_sort")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
