"""Rows of who came give the number of different people too: the count is added where only 人次 stood."""

from django.db import migrations

ADD = """
INSERT INTO deeds_count (deed_id, measure, channel, source, value, method, read_on, from_events, is_final)
SELECT c.deed_id, 'distinct', c.channel, c.source, count(DISTINCT p.token), '', c.read_on, true, true
FROM deeds_count c JOIN deeds_participation p ON p.deed_id = c.deed_id AND p.channel = c.channel
WHERE c.measure = 'attendances' AND c.from_events
GROUP BY c.id
ON CONFLICT (deed_id, measure, channel) DO UPDATE
SET value = excluded.value, source = excluded.source, from_events = true, is_final = true, method = ''
"""
TAKE_BACK = "DELETE FROM deeds_count WHERE measure = 'distinct' AND from_events"


class Migration(migrations.Migration):
    dependencies = [("deeds", "0006_public_by_the_gate")]

    operations = [migrations.RunSQL(ADD, TAKE_BACK)]
