"""Pages of every kind of matter: its list, its page, its opening, its steps. No rules here."""

import hashlib
import time
from contextlib import suppress

from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property
from django.views.generic import DetailView, FormView, ListView

from liaison import access, deadlines, exports, registry, typed
from liaison.forms import TransitionForm, filter_for
from liaison.models import record
from liaison.transitions import TransitionNotAllowed, opening_of, transitions_of
from liaison.views.files import spreadsheet
from liaison.views.paginators import CappedPaginator, FoundPaginator

TIMELINE_LENGTH = 30
SAME_WITHIN = 3600
"""Seconds in which the same content, sent again by the same person, opens no second matter."""
UNDER_WAY = 60
"""Seconds for which an opening that never came to its end (a killed process) bars the next."""
TONES = ("primary", "secondary", "danger")
"""In which order steps stand on a matter's page: what comes next, what may be, what ends it."""
PATIENCE = 5
"""Seconds that a second click waits for the first."""


class VisibleMixin:
    """Every look-up starts from what the reader may see: not yours is not found."""

    model = None

    def get_queryset(self):
        return self.model.objects.visible_to(self.request.user).with_listing()


class OneMatterMixin(VisibleMixin):
    """One matter that the reader may see, fetched with the parts they have in it."""

    def get_queryset(self):
        return access.with_parts(super().get_queryset(), self.request.user)


class MatterListView(VisibleMixin, ListView):
    """The list of one kind of matter, filtered and sorted by its address."""

    template_name = "liaison/matter_list.html"
    rows_template_name = "liaison/_matter_rows.html"
    paginate_by = 20
    paginator_class = CappedPaginator
    filterset_class = None

    def rows(self):
        """What the reader may see, as a row shows it."""
        return super().get_queryset()

    def get_queryset(self):
        filterset_class = self.filterset_class or filter_for(self.model)
        self.filter = filterset_class(self.request.GET, queryset=self.rows(), request=self.request)
        return self.filter.qs if self.filter.is_valid() else self.rows()

    def get_paginator(self, queryset, *args, **kwargs):
        if self.filter.candidates is None:
            return super().get_paginator(queryset, *args, **kwargs)
        most = FoundPaginator.ceiling + 1
        ids = self.filter.candidates.first_holding(self.filter.sought, most)
        return FoundPaginator(ids, *args, rows=self.rows(), **kwargs)

    def get(self, request, *args, **kwargs):
        if request.GET.get("format") == "xlsx":
            return self.as_spreadsheet()
        return super().get(request, *args, **kwargs)

    def as_spreadsheet(self):
        """The same rows, with the same filters and the same rights, as a spreadsheet."""
        name = self.model._meta.verbose_name
        sheet = exports.workbook(
            name, exports.MATTER_HEADERS, exports.matter_rows(self.get_queryset())
        )
        record(self.request.user, "export", f"导出{name}清单", note=self.request.GET.urlencode())
        return spreadsheet(sheet, name)

    def render_to_response(self, context, **kwargs):
        """The rows alone, as htmx asks for them, must not be kept as the whole page."""
        response = super().render_to_response(context, **kwargs)
        patch_vary_headers(response, ["HX-Request"])
        return response

    def get_template_names(self):
        if self.request.htmx and not self.request.htmx.boosted:
            return [self.rows_template_name]
        return [self.template_name]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        paginator = context["paginator"]
        return context | {
            "view_title": self.model._meta.verbose_name,
            "filter": self.filter,
            "rows_template_name": self.rows_template_name,
            "total_text": paginator.total_text,
            "create_actions": list(openings([self.model], self.request.user)),
        }


class MatterDetailView(OneMatterMixin, DetailView):
    """A matter's page: what it is, what may be done now, clock, papers, record."""

    template_name = "liaison/matter_detail.html"
    context_object_name = "matter"

    def get_context_data(self, **kwargs):
        matter, user = self.object, self.request.user
        steps = matter.available_transitions(user)
        toned = sorted(
            ((matter.tone_of(step), step) for step in steps),
            key=lambda pair: TONES.index(pair[0]),
        )
        return super().get_context_data(**kwargs) | {
            "steps": [
                {
                    "label": step.label,
                    "url": matter.step_url(step.name),
                    "tone": tone,
                    "hint": step.hint,
                }
                for tone, step in toned
            ],
            "stages": list(stages(matter)),
            "deadlines": clocks(matter, user),
            "papers": matter.papers_seen_by(user).select_related("issued_by"),
            **drafts(matter, user),
            "attachments": matter.attachments_seen_by(user).select_related("uploaded_by"),
            "timeline": timeline(matter, user),
        }


def stages(matter):
    """Yield the straight path with where the matter stands: done, current or to come."""
    labels = [label for label, statuses in matter.STAGES]
    here = next(
        (i for i, (_, statuses) in enumerate(matter.STAGES) if matter.status in statuses), None
    )
    for i, label in enumerate(labels):
        if here is None:
            state = "todo"
        elif i < here or (i == here and not matter.is_open):
            state = "done"
        else:
            state = "current" if i == here else "todo"
        yield {"label": label, "state": state}


def drafts(matter, user):
    """What could be issued of the matter now, and the forms to be printed and filled in by hand."""
    found = {"drafts": [], "blank_forms": []}
    for paper in registry.papers:
        for draft in paper.drafts(matter):
            if matter.may_preview(user, draft):
                row = {"label": draft.label(matter), "code": draft.code, "part": draft.ref}
                row["has_docx"] = draft.has_docx
                found["blank_forms" if draft.is_form else "drafts"].append(row)
    return found


def clocks(matter, user):
    """The matter's deadlines, each with its ledger and the working in sentences: one query."""
    rows = matter.deadlines_seen_by(user).with_ledger()
    for deadline in rows:
        deadline.working = deadlines.explain(deadline)
    return rows


def timeline(matter, user):
    """The newest entries of the matter's audit trail that ``user`` may read."""
    entries = matter.record_seen_by(user)
    return entries.select_related("actor", "unit")[:TIMELINE_LENGTH]


def openings(models, user):
    """The kinds of matter among ``models`` that ``user`` may bring into being."""
    who = access.standing(user)
    for model in models:
        step, meta = opening_of(model), model._meta
        if step and who.units_with(step.perm):
            url = reverse(f"{meta.app_label}:{meta.model_name}_create")
            yield {"label": step.label, "url": url, "hint": step.hint}


class TypedFormMixin:
    """A form that comes back as it was typed, unjudged: nothing typed is lost.

    “再加一行” works without JavaScript: the form returns with one more empty row. And what was
    typed when the login had run out stands on the page again after the next one.
    """

    shows_typed = True

    @cached_property
    def restored(self):
        """What was typed here before the login ran out; None on any other day."""
        return typed.take(self.request)

    def get(self, request, *args, **kwargs):
        if self.restored is None:
            return super().get(request, *args, **kwargs)
        form = self.form_as_typed(self.restored)
        files = "；附件需重新选择" if form.is_multipart() else ""
        words = "登录已过期，刚才没有提交。已恢复您填写的内容，请核对后提交"
        messages.warning(request, words + files)
        return self.show_unjudged(form)

    def post(self, request, *args, **kwargs):
        if "add_row" not in request.POST:
            return super().post(request, *args, **kwargs)
        return self.show_unjudged(self.form_as_typed(request.POST, request.FILES))

    def show_unjudged(self, form):
        """Bring the form back with all that was typed, of which nothing is judged yet."""
        form.forgo_errors()
        return self.render_to_response(self.get_context_data(form=form))

    def form_as_typed(self, data, files=None):
        """The form with what was typed, and with another row if one was asked for."""
        data = data.copy()
        total = f"{data.get('add_row')}-TOTAL_FORMS"
        count = data.get(total, "")
        if count.isdecimal() and len(count) < 4:
            data[total] = str(min(int(count) + 1, 200))
        kwargs = self.get_form_kwargs() | {"data": data, "files": files}
        return self.get_form_class()(**kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"stamp": typed.stamp(self.request.user)}


def show_refusal(form, error):
    """Put what a step refused on the field that the step names, else over the form."""
    for field, messages_of in getattr(error, "error_dict", {"": [error]}).items():
        for each in messages_of:
            said = getattr(each, "messages", None) or str(each)
            form.add_error(field if field in form.fields else None, said)


class TransitionView(TypedFormMixin, OneMatterMixin, FormView):
    """One step on one matter: its form on GET, the step itself on POST.

    A wrong state or a refused value comes back on the form with all that was typed; a
    missing right is 403; what the reader may not see is 404.
    """

    template_name = "liaison/step_form.html"
    form_class = TransitionForm
    transition = None

    def dispatch(self, request, *args, **kwargs):
        self.object = get_object_or_404(self.get_queryset(), pk=kwargs["pk"])
        self.step = getattr(self.model, self.transition).step
        if not access.allowed(request.user, self.step.perm, self.object, self.step.part):
            return self._refuse(request)
        return super().dispatch(request, *args, **kwargs)

    def _refuse(self, request):
        if request.method == "POST":  # the step itself refuses, and leaves its trace
            with suppress(TransitionNotAllowed):
                getattr(self.object, self.transition)(actor=request.user)
        raise PermissionDenied(f"您没有“{self.step.label}”的权限")

    @property
    def too_late(self):
        """What to say when the step doesn't fit the matter as it now stands; else nothing."""
        if self.object.status in self.step.source and self.step.offered_to(self.object):
            return ""
        status = self.object.get_status_display()
        return f"“{status}”状态不能{self.step.label}，可能已由他人办理"

    def get(self, request, *args, **kwargs):
        if self.too_late:
            messages.warning(request, self.too_late)
            if self.restored is None:
                return redirect(self.object)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"matter": self.object, "actor": self.request.user}

    def form_valid(self, form):
        try:
            getattr(self.object, self.transition)(actor=self.request.user, **form.cleaned_data)
        except (TransitionNotAllowed, ValidationError) as error:
            show_refusal(form, error)
            return self.form_invalid(form)
        messages.success(self.request, f"已办理：{self.step.label}")
        return redirect(self.object)

    def form_invalid(self, form):
        """Nobody mends a form whose step can't be taken any more without being told."""
        if self.too_late and not form.non_field_errors():
            form.add_error(None, self.too_late)
        return super().form_invalid(form)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"matter": self.object, "step": self.step}


class OpeningView(TypedFormMixin, FormView):
    """The page on which a matter is brought into being."""

    template_name = "liaison/step_form.html"
    model = None

    def dispatch(self, request, *args, **kwargs):
        self.step = opening_of(self.model)
        if not access.standing(request.user).units_with(self.step.perm):
            raise PermissionDenied(f"您没有“{self.step.label}”的权限")
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"actor": self.request.user}

    def form_valid(self, form):
        key = self._content_key()
        if not cache.add(key, "", UNDER_WAY):
            return self._lead_to_first(key)
        try:
            matter = self._begin(form, key)
        except (TransitionNotAllowed, ValidationError) as error:
            show_refusal(form, error)
            return self.form_invalid(form)
        cache.set(key, matter.get_absolute_url(), SAME_WITHIN)
        messages.success(self.request, f"已办理：{self.step.label}")
        return redirect(matter)

    def _begin(self, form, key):
        begin = getattr(self.model, self.step.name)
        try:
            return begin(actor=self.request.user, **form.cleaned_data)
        except BaseException:
            cache.delete(key)
            raise

    def _content_key(self):
        """The same words sent again in one session, by a second click or the back button."""
        pairs = sorted(self.request.POST.lists())
        words = repr([pair for pair in pairs if pair[0] not in typed.PLUMBING])
        digest = hashlib.sha256(f"{self.request.path}{words}".encode()).hexdigest()
        return f"opened:{self.request.session.session_key}:{digest}"

    def _lead_to_first(self, key):
        """Wait a moment for the first of two clicks to come to its end, and lead to its matter."""
        patience = time.monotonic() + PATIENCE
        while not (address := cache.get(key)) and time.monotonic() < patience:
            time.sleep(0.1)
        messages.warning(self.request, "同样的内容刚才已经提交过，没有重复登记")
        return redirect(address or self.list_url)

    @property
    def list_url(self):
        meta = self.model._meta
        return reverse(f"{meta.app_label}:{meta.model_name}_list")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "step": self.step,
            "view_title": self.model._meta.verbose_name,
            "list_url": self.list_url,
            "kind": self.model._meta.label_lower,
            "blank_forms": [
                paper
                for paper in registry.papers
                if paper.model is self.model and paper.before_opening
            ],
        }


def step_views(model, forms, views):
    """Yield (name, view) for every declared step; ``forms`` maps step names to form classes.

    ``views`` names a subclass of ``TransitionView`` for the steps that show more than a form.
    """
    for step in transitions_of(model):
        yield (
            step.name,
            views.get(step.name, TransitionView).as_view(
                model=model,
                transition=step.name,
                form_class=forms.get(step.name, TransitionForm),
            ),
        )
