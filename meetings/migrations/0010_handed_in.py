"""What had been reported done and waits for the office (待核验) is handed in by its clock too."""

from django.db import migrations

HAND_IN = """
WITH reported AS (
  SELECT clock.id, clock.due_on, report.on, report.reporter_id
  FROM meetings_resolveditem AS item
  JOIN django_content_type AS kind
    ON kind.app_label = 'meetings' AND kind.model = 'resolveditem'
  JOIN liaison_deadline AS clock
    ON clock.content_type_id = kind.id AND clock.object_id = item.id AND clock.status = 'running'
  CROSS JOIN LATERAL (
    SELECT "on", reporter_id FROM meetings_itemreport
    WHERE item_id = item.id AND kind = 'completion' ORDER BY id DESC LIMIT 1
  ) AS report
  WHERE item.status = 'reported'
), noted AS (
  INSERT INTO liaison_deadlineevent
    (deadline_id, kind, "on", unit, due_on, reason, actor_id, at)
  SELECT id, 'handed_in', "on", '', due_on, '', reporter_id, now() FROM reported
)
UPDATE liaison_deadline SET handed_in_on = reported.on FROM reported
WHERE liaison_deadline.id = reported.id
"""
OWED_NO_MORE = """
UPDATE meetings_resolveditem SET due_on = NULL, due_provisional = false WHERE status = 'reported';
UPDATE liaison_deskentry SET due_on = NULL
FROM meetings_resolveditem AS item, django_content_type AS kind
WHERE kind.app_label = 'meetings' AND kind.model = 'resolveditem' AND item.status = 'reported'
  AND content_type_id = kind.id AND object_id = item.id AND NOT aside
"""


class Migration(migrations.Migration):
    dependencies = [("liaison", "0013_handed_in"), ("meetings", "0009_sayings")]

    operations = [
        migrations.RunSQL(HAND_IN, migrations.RunSQL.noop),
        migrations.RunSQL(OWED_NO_MORE, migrations.RunSQL.noop),
    ]
