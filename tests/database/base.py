"""PostgreSQL as a test run needs it: a transactional test quickly finds what was there at first.

Django empties all tables after such a test, and before it saves the rows of the beginning one
by one out of JSON, which takes more than a second; here they are copied as PostgreSQL itself
writes them, into the few tables that the last test has filled.
"""

from django.db import transaction
from django.db.backends.postgresql import base, creation, operations
from psycopg.sql import SQL, Identifier


class DatabaseCreation(creation.DatabaseCreation):
    def serialize_db_to_string(self):
        """Return the rows of every table that holds any, by the table's name."""
        kept = {}
        with self.connection.cursor() as cursor:
            for table in self.connection.introspection.django_table_names(only_existing=True):
                with cursor.copy(SQL("COPY {} TO STDOUT").format(Identifier(table))) as copy:
                    kept[table] = b"".join(copy)
        return {table: rows for table, rows in kept.items() if rows}

    def deserialize_db_from_string(self, data):
        """Put the rows back into the tables that were emptied.

        Before the first transactional test all are still there. What rows refer to is
        checked at the end.
        """
        with transaction.atomic(), self.connection.cursor() as cursor:
            for table, rows in data.items():
                cursor.execute(SQL("SELECT EXISTS (SELECT FROM {})").format(Identifier(table)))
                if cursor.fetchone() == (False,):
                    with cursor.copy(SQL("COPY {} FROM STDIN").format(Identifier(table))) as copy:
                        copy.write(rows)


EMPTY = """
DO $$
DECLARE
  one regclass;
  holds boolean;
  filled regclass[] := '{}';
BEGIN
  FOREACH one IN ARRAY '{%s}'::regclass[] LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM %%s)', one) INTO holds;
    IF holds THEN
      filled := filled || one;
      EXECUTE format('ALTER TABLE %%s DISABLE TRIGGER USER', one);
    END IF;
  END LOOP;
  FOREACH one IN ARRAY filled LOOP
    EXECUTE format('DELETE FROM %%s', one);
  END LOOP;
  SET CONSTRAINTS ALL IMMEDIATE;
  FOREACH one IN ARRAY filled LOOP
    EXECUTE format('ALTER TABLE %%s ENABLE TRIGGER USER', one);
  END LOOP;
END $$
"""


class DatabaseOperations(operations.DatabaseOperations):
    def sql_flush(self, style, tables, **options):
        """Empty the few tables that hold rows; truncating makes new files for all and each index.

        What guards them against deletion sleeps meanwhile: this is the test run's business.
        """
        names = [self.quote_name(table) for table in tables]
        return [EMPTY % ",".join(names)]


class DatabaseWrapper(base.DatabaseWrapper):
    creation_class = DatabaseCreation
    ops_class = DatabaseOperations
