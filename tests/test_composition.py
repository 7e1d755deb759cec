"""A matter is put together of mixins, one a phase: none of them hides what another does.

The rule, for everything that two classes of ours in a matter's order of inheritance both define:

- a method or property asks the one that it hides: its body holds ``super().its_name``;
- or what it hides is a default that every kind may replace: written in ``Matter`` itself (or its
  queryset), and no more than ``raise NotImplementedError`` or one ``return`` that keeps nothing
  back (no ``filter``, no ``exclude``);
- a constant holds all that the one it hides holds, unless that one is such a default;
- a field, and what leads back from another model, has a name that no method has.

So a mixin that keeps a file from somebody goes on doing so whatever is mixed in before it.
"""

import ast
import inspect
import textwrap

import pytest
from django.utils.functional import cached_property

from liaison.models import Matter, MatterQuerySet, matter_models

OURS = ("liaison", "disputes", "meetings", "suggestions")
BASES = (Matter, MatterQuerySet)
KEEPING_BACK = {"filter", "exclude"}
every_kind = pytest.mark.parametrize(
    "kind", matter_models(), ids=lambda kind: kind._meta.model_name
)


def ours(kind):
    """The classes of our own of which ``kind`` is made, the one that is asked first at the head."""
    return [each for each in kind.__mro__ if each.__module__.partition(".")[0] in OURS]


def function_of(member):
    """The function behind a method or a property; None for anything else."""
    if isinstance(member, (classmethod, staticmethod)):
        member = member.__func__
    elif isinstance(member, property):
        member = member.fget
    elif isinstance(member, cached_property):
        member = member.func
    written = inspect.isfunction(member) and member.__module__.partition(".")[0] in OURS
    return inspect.unwrap(member) if written else None


def body_of(function):
    """The statements of a function without its docstring."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    return tree.body[1:] if ast.get_docstring(tree) else tree.body


def asks_the_hidden(function, name):
    """Whether the function calls ``super().name``."""
    found = (node for each in body_of(function) for node in ast.walk(each))
    return any(
        isinstance(node, ast.Attribute)
        and node.attr == name
        and isinstance(node.value, ast.Call)
        and getattr(node.value.func, "id", "") == "super"
        for node in found
    )


def is_default(function, owner):
    """Whether a kind may replace it: of ``Matter``, one statement that keeps nothing back."""
    if owner not in BASES:
        return False
    body = body_of(function)
    if len(body) != 1 or not isinstance(body[0], (ast.Return, ast.Raise)):
        return False
    called = {node.attr for node in ast.walk(body[0]) if isinstance(node, ast.Attribute)}
    return not called & KEEPING_BACK


def hidden(kind):
    """Yield (name, its first definition, the next one, and whose that is) of what is said twice."""
    classes = ours(kind)
    for place, owner in enumerate(classes):
        for name, member in vars(owner).items():
            below = next((each for each in classes[place + 1 :] if name in vars(each)), None)
            if below is not None:
                yield name, member, vars(below)[name], below


def silently_hidden(kind):
    """What the rule forbids, by name and by whose definition is lost."""
    for name, member, lost, owner in hidden(kind):
        function, below = function_of(member), function_of(lost)
        if function and below:
            if not (asks_the_hidden(function, name) or is_default(below, owner)):
                yield f"{name} of {owner.__name__}"
        elif name.isupper() and owner not in BASES and not holds_all(member, lost):
            yield f"{name} of {owner.__name__}"


def holds_all(constant, lost):
    """Whether a mapping or collection holds all that another one does."""
    if isinstance(lost, dict):
        return lost.items() <= constant.items()
    return set(lost) <= set(constant) if isinstance(lost, (set, frozenset, tuple)) else False


@every_kind
def test_no_mixin_hides_what_another_one_does(kind):
    assert list(silently_hidden(kind)) == []


@every_kind
def test_no_queryset_hides_what_every_list_is_asked_for(kind):
    assert list(silently_hidden(type(kind.objects.all()))) == []


@every_kind
def test_no_method_bears_the_name_of_a_field(kind):
    """Django would keep whichever came last, and say nothing."""
    fields = {field.name for field in kind._meta.get_fields() if not field.auto_created}
    back = {each.get_accessor_name() for each in kind._meta.related_objects}
    methods = {
        name for each in ours(kind) for name, member in vars(each).items() if function_of(member)
    }
    assert methods & (fields | back) == set()


class Keeping:
    """Keeps some files back, and asks nobody whether others do."""

    ASIDE = {"a": "甲"}

    def attachments_seen_by(self, user):
        return self.attachments.exclude(kind="病历")

    def record_seen_by(self, user):
        return self.audit.all()


class Careless(Keeping):
    ASIDE = {"b": "乙"}

    def attachments_seen_by(self, user):
        return self.attachments.exclude(kind="证据")


class Careful(Keeping):
    ASIDE = Keeping.ASIDE | {"b": "乙"}

    def attachments_seen_by(self, user):
        return super().attachments_seen_by(user).exclude(kind="证据")


def test_the_rule_finds_what_is_lost(monkeypatch):
    """What it is there for: a second wall that pulls down the first."""
    monkeypatch.setattr(f"{__name__}.OURS", ("tests", "liaison"))
    careless = type("Careless", (Careless,), {"__module__": __name__})
    assert list(silently_hidden(careless)) == ["ASIDE of Keeping", "attachments_seen_by of Keeping"]
    assert list(silently_hidden(Careful)) == []
    no_kind = {"__module__": __name__, "Meta": type("Meta", (), {"abstract": True})}
    mixed = type("Mixed", (Keeping, Matter), no_kind)
    assert list(silently_hidden(mixed)) == ["record_seen_by of Matter"]
