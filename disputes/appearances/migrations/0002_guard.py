from django.db import migrations

GUARD = """
CREATE TRIGGER appearances_feedrow_append_only BEFORE UPDATE OR DELETE ON appearances_feedrow
    FOR EACH ROW EXECUTE FUNCTION liaison_append_only();
CREATE TRIGGER appearances_feedrow_no_truncate BEFORE TRUNCATE ON appearances_feedrow
    FOR EACH STATEMENT EXECUTE FUNCTION liaison_append_only();
"""
"""A row as the court sent it is never changed and never deleted, in SQL neither."""

UNGUARD = """
DROP TRIGGER appearances_feedrow_append_only ON appearances_feedrow;
DROP TRIGGER appearances_feedrow_no_truncate ON appearances_feedrow;
"""


class Migration(migrations.Migration):
    dependencies = [("appearances", "0001_initial")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
