from django.db import migrations, models

NAME = """
UPDATE liaison_deskentry AS entry SET owing = rule.code
FROM liaison_deadline AS deadline
    JOIN liaison_deadlinerule AS rule ON rule.id = deadline.rule_id
    JOIN liaison_unit AS unit ON unit.id = deadline.responsible_id
WHERE entry.aside AND deadline.status = 'running'
    AND deadline.content_type_id = entry.content_type_id
    AND deadline.object_id = entry.object_id
    AND unit.group_id = entry.group_id AND deadline.due_on = entry.due_on
"""


class Migration(migrations.Migration):
    dependencies = [
        ("liaison", "0011_deadlines_of_a_day"),
    ]

    operations = [
        migrations.AddField(
            model_name="deskentry",
            name="owing",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=60, verbose_name="所欠期限"
            ),
        ),
        migrations.RunSQL(NAME, migrations.RunSQL.noop),
    ]
