"""What topics and stops were called until now is written where cases keep it."""

from django.db import migrations

TOPICS = {
    "labour": "劳动用工", "consumer": "消费购物", "family": "婚姻家庭", "debt": "借款与合同", "housing": "房屋与物业", "traffic": "交通出行",
    "health": "医疗健康", "network": "网络生活", "administration": "行政争议", "order": "治安与刑事", "nature": "生态环境", "other": "其他",
}  # fmt: skip
STOPS = {
    "minor": "涉及未成年人犯罪", "custody": "离婚诉讼，或者涉及未成年子女抚养、监护", "unsettled": "裁判或决定还没有生效，或者还在办理",
    "secret": "涉及国家秘密、工作秘密或商业秘密", "consent": "以调解结案，当事人没有同意公开",
}  # fmt: skip


def write_words(apps, _schema_editor):
    for code, words in TOPICS.items():
        apps.get_model("cases", "Case").objects.filter(topic=code, topic_words="").update(topic_words=words)
    for code, words in STOPS.items():
        apps.get_model("cases", "CaseStep").objects.filter(stop=code).update(stop_words=words)


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_lists")]
    operations = [migrations.RunPython(write_words, migrations.RunPython.noop)]
