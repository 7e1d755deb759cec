"""What the first migration with desks writes for matters that were there before it."""

from django.db import migrations

LAY_OUT = """
INSERT INTO liaison_deskentry (content_type_id, object_id, group_id, awaited, due_on)
SELECT kind.id, matter.id, whose.group_id, bool_and(whose.awaited), matter.due_on
FROM {app}_{model} AS matter
CROSS JOIN LATERAL ({whose}) AS whose(group_id, awaited)
JOIN django_content_type AS kind ON kind.app_label = '{app}' AND kind.model = '{model}'
JOIN auth_permission AS may
  ON may.content_type_id = kind.id AND may.codename = 'view_{model}'
JOIN {app}_{model}grant AS seen
  ON seen.content_object_id = matter.id
 AND seen.group_id = whose.group_id
 AND seen.permission_id = may.id
WHERE matter.closed_on IS NULL
GROUP BY kind.id, matter.id, whose.group_id
"""

WHOSE = """
SELECT group_id, false FROM liaison_unit WHERE id = matter.holder_id
UNION ALL SELECT group_id, true FROM liaison_unit WHERE id = matter.initiator_id
"""


def laid_out(app, model, others=""):
    """Lay the open matters of a kind on the desks of their holder, initiator and ``others``."""
    sql = LAY_OUT.format(app=app, model=model, whose=WHOSE + others)
    return migrations.RunSQL(sql, migrations.RunSQL.noop)


LAY_ASIDE = """
INSERT INTO liaison_deskentry
  (content_type_id, object_id, group_id, awaited, due_on, provisional, aside)
SELECT DISTINCT ON (owed.content_type_id, owed.object_id, unit.group_id)
  owed.content_type_id, owed.object_id, unit.group_id, false, owed.due_on, owed.provisional, true
FROM liaison_deadline AS owed
JOIN liaison_deadlinerule AS rule ON rule.id = owed.rule_id AND rule.code = '{code}'
JOIN liaison_unit AS unit ON unit.id = owed.responsible_id
JOIN django_content_type AS kind
  ON kind.id = owed.content_type_id AND kind.app_label = '{app}' AND kind.model = '{model}'
JOIN auth_permission AS may
  ON may.content_type_id = kind.id AND may.codename = 'view_{model}'
JOIN {app}_{model}grant AS seen
  ON seen.content_object_id = owed.object_id
 AND seen.group_id = unit.group_id
 AND seen.permission_id = may.id
WHERE owed.status = 'running'
ORDER BY owed.content_type_id, owed.object_id, unit.group_id, owed.due_on
ON CONFLICT (content_type_id, object_id, group_id) DO UPDATE
SET awaited = excluded.awaited, due_on = excluded.due_on,
    provisional = excluded.provisional, aside = excluded.aside
WHERE liaison_deskentry.awaited
"""


def laid_aside(app, model, code):
    """Lay on the desks of who owes it what runs by the rule ``code`` beside the course."""
    sql = LAY_ASIDE.format(app=app, model=model, code=code)
    return migrations.RunSQL(sql, migrations.RunSQL.noop)
