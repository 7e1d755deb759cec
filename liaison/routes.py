"""The addresses of a kind of matter, by rule: nouns, then the verb, ending in a slash."""

from django.urls import path

from liaison.views import matters


def matter_urls(model, prefix, forms, list_view=None, detail_view=None, views=None):
    """Return the flat url patterns of ``model``: list, create, page, and one for each step.

    Names follow ``model_action``: ``dispute_list``, ``dispute_detail``, ``dispute_accept``.
    ``forms`` maps the names of steps to their forms, and ``"create"`` to the opening's;
    ``views`` maps steps, and ``"create"``, to pages of their own.
    """
    name = model._meta.model_name
    list_view = list_view or matters.MatterListView
    detail_view = detail_view or matters.MatterDetailView
    patterns = [
        path(prefix, list_view.as_view(model=model), name=f"{name}_list"),
        path(f"{prefix}<int:pk>/", detail_view.as_view(model=model), name=f"{name}_detail"),
    ]
    if "create" in forms:
        opening_view = (views or {}).get("create", matters.OpeningView)
        view = opening_view.as_view(model=model, form_class=forms["create"])
        patterns.append(path(f"{prefix}new/", view, name=f"{name}_create"))
    patterns += [
        path(f"{prefix}<int:pk>/{step}/", view, name=f"{name}_{step}")
        for step, view in matters.step_views(model, forms, views or {})
    ]
    return patterns
