"""A post says whether it enforces law, which none did so far; a line of a frozen list keeps the class of its post, as it was told until
now from the post that the person held on the list's day."""

from django.db import migrations, models

CLASSES = [
    ("leader", "领导干部"),
    ("staff", "一般工作人员"),
    ("enforcer", "行政执法人员"),
    ("community", "社区工作者"),
]
FROZEN = """
UPDATE people_rostermember AS line SET post_class = told.post_class
FROM (
    SELECT DISTINCT ON (m.id) m.id,
        CASE WHEN p.role IN ('head', 'lead') THEN 'leader' WHEN p.role = 'community' THEN 'community' ELSE 'staff' END AS post_class
    FROM people_rostermember m
    JOIN people_roster r ON r.id = m.roster_id
    JOIN people_holding h ON h.person_id = m.person_id
    JOIN people_post p ON p.id = h.post_id AND p.unit_id = m.unit_id AND p.title = m.post_title
    WHERE h.valid_from <= r.frozen_on AND (h.valid_until IS NULL OR h.valid_until >= r.frozen_on)
    ORDER BY m.id, p.id
) AS told
WHERE told.id = line.id
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0007_staff")]

    operations = [
        migrations.AddField(
            model_name="post",
            name="enforces",
            field=models.BooleanField(default=False, verbose_name="行政执法岗位"),
        ),
        migrations.AddField(
            model_name="rostermember",
            name="post_class",
            field=models.CharField(choices=CLASSES, default="staff", max_length=12),
            preserve_default=False,
        ),
        migrations.RunSQL(FROZEN, migrations.RunSQL.noop),
    ]
