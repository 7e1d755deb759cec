"""Long works (后台任务) as their owner sees them: how far, what came of it, calling it off."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.generic import DetailView, ListView, View

from liaison import works
from liaison.models import LongWork, record
from liaison.views.files import send

SHOWN = 30
"""Works on one page of one's list."""


class OwnMixin:
    """Only one's own works are found."""

    model = LongWork

    def get_queryset(self):
        return LongWork.objects.of(self.request.user)


class WorkListView(OwnMixin, ListView):
    """我的任务: the newest first."""

    template_name = "liaison/work_list.html"
    context_object_name = "works"
    paginate_by = SHOWN


class WorkView(OwnMixin, DetailView):
    """How far a work is. The page asks again by itself: by htmx, else by a refresh."""

    context_object_name = "work"

    def get_template_names(self):
        alone = self.request.htmx and not self.request.htmx.boosted
        return ["liaison/_work.html" if alone else "liaison/work.html"]

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        patch_vary_headers(response, ["HX-Request"])
        response["Cache-Control"] = "private, no-store"
        return response

    def get_context_data(self, **kwargs):
        work, user = self.object, self.request.user
        kind = works.kind_of(work)
        readable = kind.may_read(work, user)
        return super().get_context_data(**kwargs) | {
            "kind": kind,
            "readable": readable,
            "subject": works.subject_seen_by(work, user),
            "next_page": kind.next_page(work) if readable and work.status == "done" else None,
            "first_page": kind.first_page(work) if readable and work.error else None,
        }


class WorkFileView(OwnMixin, View):
    """The file that came of a work, while it is kept and its owner may still read it."""

    def get(self, request, pk):
        work = get_object_or_404(self.get_queryset(), pk=pk)
        if not (work.result and works.kind_of(work).may_read(work, request.user)):
            raise Http404("这个文件已不在，或者您不再有权查看")
        matter = works.subject_seen_by(work, request.user)
        record(request.user, "download", "下载任务结果", matter, note=work.result_name)
        inline = work.result_type == "application/pdf"
        return send(work.result, work.result_name, work.result_type, inline=inline)


class WorkCancelView(OwnMixin, View):
    def post(self, request, pk):
        work = get_object_or_404(self.get_queryset(), pk=pk)
        if work.cancel(timezone.now()):
            messages.success(request, f"已取消，{works.kind_of(work).left}")
        else:
            messages.warning(request, f"任务{work.get_status_display()}，不能再取消")
        return redirect(work)


class WorkAgainView(OwnMixin, View):
    def post(self, request, pk):
        work = get_object_or_404(self.get_queryset(), pk=pk)
        if not works.begin_again(work):
            messages.warning(request, "这项任务不能重新执行")
        return redirect(work)
