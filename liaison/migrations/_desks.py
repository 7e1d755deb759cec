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
