"""The classes of posts are those of the whole house."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("learning", "0003_practice"),
    ]

    operations = [
        migrations.AlterField(
            model_name="attendance",
            name="post_class",
            field=models.CharField(
                choices=[
                    ("leader", "领导干部"),
                    ("staff", "一般工作人员"),
                    ("enforcer", "行政执法人员"),
                    ("community", "社区工作者"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="enrolment",
            name="post_class",
            field=models.CharField(
                choices=[
                    ("leader", "领导干部"),
                    ("staff", "一般工作人员"),
                    ("enforcer", "行政执法人员"),
                    ("community", "社区工作者"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="tallied",
            name="post_class",
            field=models.CharField(
                blank=True,
                choices=[
                    ("leader", "领导干部"),
                    ("staff", "一般工作人员"),
                    ("enforcer", "行政执法人员"),
                    ("community", "社区工作者"),
                ],
                max_length=12,
            ),
        ),
    ]
