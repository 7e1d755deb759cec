"""What must be right before the system starts (系统检查)."""

from datetime import timedelta

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.checks import Warning as Caution
from django.db import connection
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import timezone

from liaison import registry, scanning
from liaison.models import CalendarYear, matter_models
from liaison.transitions import opening_of, transitions_of

HORIZON = timedelta(days=60)
SHORTEST_KEY = 32


@register(Tags.security)
def no_debug_outside_the_demo(app_configs, **kwargs):
    if settings.DEBUG and not settings.DEMO:
        return [Error("DEBUG is on outside the demo", id="liaison.E001")]
    return []


@register(Tags.security)
def keys_of_personal_data_are_hard_to_guess(app_configs, **kwargs):
    keys = settings.PERSONAL_DATA_KEYS
    if keys and all(len(key) >= SHORTEST_KEY for key in keys):
        return []
    return [
        Error(f"PERSONAL_DATA_KEYS: at least {SHORTEST_KEY} characters each", id="liaison.E006")
    ]


@register()
def steps_are_declared_soundly(app_configs, **kwargs):
    """Each step's permission and part must be permissions of its kind, its source a status."""
    errors = []
    for model in matter_models():
        declared = {f"{model._meta.app_label}.{name}" for name, _ in model._meta.permissions}
        parts = {f"{model._meta.app_label}.view_{model._meta.model_name}", *declared}
        steps = filter(None, [opening_of(model), *transitions_of(model)])
        errors += [error for step in steps for error in _faults(step, model, declared, parts)]
    return errors


def _faults(step, model, declared, parts):
    part = getattr(step, "part", "view")
    if step.perm not in declared:
        yield Error(f"{step.name}: {step.perm} is not declared", obj=model, id="liaison.E002")
    if f"{model._meta.app_label}.{part}_{model._meta.model_name}" not in parts:
        yield Error(f"{step.name}: no part {part!r}", obj=model, id="liaison.E003")
    if set(getattr(step, "source", ())) - set(model.Status.values):
        yield Error(f"{step.name}: unknown source", obj=model, id="liaison.E004")


@register()
def papers_have_their_templates(app_configs, **kwargs):
    errors = []
    for paper in registry.papers:
        try:
            get_template(paper.template_name)
        except TemplateDoesNotExist:
            errors.append(Error(f"{paper.code}: no {paper.template_name}", id="liaison.E005"))
    return errors


@register(Tags.database)
def calendar_reaches_far_enough(app_configs, databases=None, **kwargs):
    """Warn while deadlines two months ahead already fall into a year that isn't published."""
    if not databases or CalendarYear._meta.db_table not in connection.introspection.table_names():
        return []  # a database that is only now being made: migrate asks first
    year = (timezone.localdate() + HORIZON).year
    if CalendarYear.objects.filter(year=year).exists():
        return []
    return [
        Caution(
            f"{year}年放假安排尚未录入，期限暂按周历推算",
            hint="国务院办公厅公布后，由办公室在管理后台录入",
            id="liaison.W001",
        )
    ]


@register(Tags.security)
def the_virus_scanner_answers(app_configs, **kwargs):
    """Warn while the configured scanner does not answer: every upload would be refused."""
    if not scanning.is_configured():
        return []
    try:
        scanning.address_of(settings.CLAMAV)
    except ValueError:
        return [Error("CLAMAV: neither host:port nor a path", id="liaison.E007")]
    if scanning.answers():
        return []
    return [
        Caution(
            "病毒查杀服务（CLAMAV）没有响应，上传的文件一律拒收",
            hint="检查 clamd 是否启动、地址是否正确；刚启动时载入病毒库需要一两分钟",
            id="liaison.W002",
        )
    ]
