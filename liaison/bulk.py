"""Many rows at once: what imports write.

Names of tables and columns are the models' own; nothing that was typed is part of a statement.
"""

from types import NoneType

from django.db import connection, connections, models


def new_ids(model, count):
    """Draw ``count`` ids for rows that are to be written together with what hangs on them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [pk for (pk,) in cursor]


def write_new(rows):
    """Write new rows of one model as a stream (COPY); rows without an id are given one.

    That id is not read back, no signal is sent, no value may be left to the database, and what a
    row belongs to must have had its id when the row was made.
    """
    rows = list(rows)
    if not rows:
        return
    model = type(rows[0])
    fields = [each for each in model._meta.local_concrete_fields if not each.generated]
    if rows[0].pk is None:
        fields.remove(model._meta.pk)
    database = connections[connection.alias]  # no proxy: it is asked for each value
    ways = [(each.pre_save, each.get_db_prep_save, type(each) in PLAIN) for each in fields]
    values = ([_spelled(row, database, *way) for way in ways] for row in rows)
    copy_in(model, [each.attname for each in fields], values)


PLAIN = {models.CharField, models.TextField, models.BooleanField, models.ForeignKey}
"""Fields whose plain values the database takes as they are."""
AS_IT_IS = {str, int, bool, NoneType}


def _spelled(row, database, pre_save, prepare, plain):
    value = pre_save(row, True)
    return value if plain and type(value) in AS_IT_IS else prepare(value, database)


def copy_in(model, names, rows):
    """Stream the values of these fields into the table of a model, as the database spells them."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(model._meta.get_field(name).column) for name in names)
    statement = f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN"
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(statement) as copy,
    ):
        for row in rows:
            copy.write_row(row)


def write_columns(rows, names):
    """Write these columns of many rows of one model in one statement.

    ``bulk_update`` takes ten times as long over its expressions.
    """
    model = type(rows[0])
    fields = [model._meta.get_field(name) for name in names]
    kinds = [each.db_type(connection) for each in fields]
    columns = [connection.ops.quote_name(each.column) for each in fields]
    statement = UPDATE.format(
        table=connection.ops.quote_name(model._meta.db_table),
        sets=", ".join(f"{column} = new.{column}" for column in columns),
        arrays="".join(f", %s::{kind}[]" for kind in kinds),
        columns="".join(f", {column}" for column in columns),
    )
    values = [[each.value_from_object(row) for row in rows] for each in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, [[row.pk for row in rows], *values])


UPDATE = """
UPDATE {table} AS old SET {sets}
FROM unnest(%s::bigint[]{arrays}) AS new (id{columns}) WHERE old.id = new.id
"""
