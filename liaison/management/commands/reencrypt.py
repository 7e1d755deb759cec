"""``manage.py reencrypt [--check]``: bring sealed personal data to the first of the keys."""

from django.core.management.base import BaseCommand
from django.db import connection, transaction

from liaison import sealing

BATCH = 500


class Command(BaseCommand):
    help = "Seal all personal data anew with the first key; with --check only count, and exit 1."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="change nothing, count only")

    def handle(self, *, check, **options):
        total = 0
        for model, sealed, marks in sealing.sealed_models():
            count = sum(self.batches(model, sealed, marks, check))
            self.stdout.write(f"{model._meta.label_lower}: {count}")
            total += count
        if check and total:
            raise SystemExit(1)

    def batches(self, model, sealed, marks, check):
        """Go through a table by its key, a batch a transaction: it may be broken off anywhere."""
        last = 0
        while True:
            with transaction.atomic(), connection.cursor() as cursor:
                rows = self.rows(cursor, model, sealed, marks, last)
                if not rows:
                    return
                stale = list(self.stale(rows, sealed, marks))
                if not check:
                    self.write(cursor, model, [*sealed, *marks], stale)
            yield len(stale)
            last = rows[-1][0]

    def rows(self, cursor, model, sealed, marks, last):
        quote = connection.ops.quote_name
        columns = ", ".join(quote(field.column) for field in [*sealed, *marks])
        cursor.execute(
            f"SELECT id, {columns} FROM {quote(model._meta.db_table)}"  # noqa: S608 - our own names
            " WHERE id > %s ORDER BY id LIMIT %s FOR NO KEY UPDATE",
            [last, BATCH],
        )
        return cursor.fetchall()

    def stale(self, rows, sealed, marks):
        """The rows that hold something under another key, as they ought to be."""
        names = [field.attname for field in sealed]
        for ident, *values in rows:
            tokens = dict(zip(names, values, strict=False))
            wanted = [sealing.reseal(token) for token in tokens.values()]
            wanted += [sealing.digest(sealing.unseal(tokens[mark.of])) for mark in marks]
            if wanted != values:
                yield [*wanted, ident]

    def write(self, cursor, model, fields, rows):
        quote = connection.ops.quote_name
        columns = ", ".join(f"{quote(field.column)} = %s" for field in fields)
        table = quote(model._meta.db_table)
        cursor.executemany(
            f"UPDATE {table} SET {columns} WHERE id = %s",  # noqa: S608 - our own names
            rows,
        )
