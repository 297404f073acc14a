"""The past of approved cases is kept, so that figures about them can be made anew as at a signed head."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("ledger", "0005_past")]
    operations = [migrations.RunSQL("SELECT ledger_keep('cases_case')", "SELECT ledger_unkeep('cases_case')")]
