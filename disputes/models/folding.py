"""Small tables under a row, fetched with the row itself: a page costs no query for each."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
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


def with_folded(queryset, *relations):
    """Fetch all columns of ``relations`` (names of reverse foreign keys) with each row."""
    return queryset.annotate(
        **{f"folded_{name}": _children(queryset.model, name) for name in relations}
    )


def _children(model, relation):
    link = model._meta.get_field(relation)
    child = link.related_model
    rows = child._base_manager.filter(**{link.field.name: OuterRef("pk")})
    columns = [field.attname for field in child._meta.concrete_fields if not field.primary_key]
    return folded(rows.order_by(*child._meta.ordering), *columns)


def unfold(instance, *relations):
    """Put what ``with_folded`` fetched where ``instance.<relation>.all()`` finds it."""
    for name in relations:
        rows = getattr(instance, name).all()
        rows._result_cache = unfolded(rows.model, getattr(instance, f"folded_{name}"))
        rows._prefetch_done = True
        instance.__dict__.setdefault("_prefetched_objects_cache", {})[name] = rows
    return instance
