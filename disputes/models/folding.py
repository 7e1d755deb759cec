"""Small tables under a row, fetched with the row itself: a page costs no query for each."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models.functions import JSONObject


def folded(queryset, *names):
    """The rows of ``queryset`` as one column of the outer query: a list of {name: value}."""
    return ArraySubquery(
        queryset.values_list(JSONObject(id="id", **{name: name for name in names}))
    )


def unfolded(model, rows, **common):
    """Make the rows that ``folded`` fetched into objects of ``model`` again, for reading."""

    def value(name, found):
        return model._meta.get_field(name).to_python(found)

    return [model(**common, **{name: value(name, row[name]) for name in row}) for row in rows]
