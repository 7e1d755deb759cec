"""PostgreSQL as a test run needs it: each test quickly finds what was there at first.

After a transactional test Django truncates all tables, and before the next it saves the rows
of the beginning one by one out of JSON; together that takes more than a second. Here only the
tables that hold rows are emptied, and the rows copied back as PostgreSQL itself writes them.
"""

from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.backends.postgresql import base, creation, operations
from psycopg.sql import SQL, Identifier

from tests.database import template


class DatabaseCreation(creation.DatabaseCreation):
    def create_test_db(self, verbosity=1, autoclobber=False, serialize=None, keepdb=False):
        """Copy the template; a database that was kept is as quickly made anew as looked through."""
        wanted, connection = self._get_test_db_name(), self.connection
        make = partial(super().create_test_db, verbosity=0, autoclobber=True, serialize=False)
        template.copy(self, wanted, make)
        connection.close()
        settings.DATABASES[connection.alias]["NAME"] = wanted
        connection.settings_dict["NAME"] = wanted
        return wanted

    def serialize_db_to_string(self):
        """Return the rows of every table that holds any, by the table's name."""
        kept = {}
        with self.connection.cursor() as cursor:
            for table in self.connection.introspection.django_table_names(only_existing=True):
                with cursor.copy(SQL("COPY {} TO STDOUT").format(Identifier(table))) as copy:
                    kept[table] = b"".join(copy)
        return {table: rows for table, rows in kept.items() if rows}

    def deserialize_db_from_string(self, data):
        """Do nothing before a test: the rows came back after the last one (see below)."""


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
  SET CONSTRAINTS ALL DEFERRED;
END $$
"""


class DatabaseOperations(operations.DatabaseOperations):
    def sql_flush(self, style, tables, **options):
        """Empty the few tables that hold rows; truncating makes new files for all and each index.

        What guards them against deletion sleeps meanwhile: this is the test run's business.
        """
        names = [self.quote_name(table) for table in tables]
        return [EMPTY % ",".join(names)]

    def execute_sql_flush(self, sql_list):
        """Empty the tables, and put back what they held when the run began.

        Whatever test comes next finds it, also one in a transaction: in no order are tests
        with and without one a danger to each other.
        """
        with transaction.atomic():
            super().execute_sql_flush(sql_list)
            with self.connection.cursor() as cursor:
                for table, rows in self.connection._test_serialized_contents.items():
                    with cursor.copy(SQL("COPY {} FROM STDIN").format(Identifier(table))) as copy:
                        copy.write(rows)


class DatabaseWrapper(base.DatabaseWrapper):
    creation_class = DatabaseCreation
    ops_class = DatabaseOperations
