"""Files: served only to those who may see the matter they belong to, and downloads are noted."""

import logging
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.generic import View

from liaison import documents, exports, registry
from liaison.access import standing
from liaison.models import Attachment, IssuedPaper, matter_models, record
from liaison.papers import word
from liaison.transitions import opening_of

logger = logging.getLogger(__name__)


def seen_matter(request, kept):
    """The matter that a file belongs to, if the reader may see it; otherwise 404."""
    model = kept.content_type.model_class()
    return get_object_or_404(model.objects.visible_to(request.user), pk=kept.object_id)


def send(file, name, media_type, *, inline=False):
    """Answer with a stored file, through the proxy where there is one."""
    disposition = "inline" if inline else "attachment"
    if settings.INTERNAL_REDIRECT:
        response = HttpResponse(content_type=media_type)
        response["X-Accel-Redirect"] = settings.INTERNAL_REDIRECT + quote(file.name)
    else:
        try:
            response = FileResponse(file.open("rb"), content_type=media_type)
        except FileNotFoundError:
            raise Http404("文件不在存储中，请联系管理员") from None
    response["Content-Disposition"] = f"{disposition}; filename*=UTF-8''{quote(name, safe='')}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


class AttachmentView(View):
    def get(self, request, pk):
        kept = get_object_or_404(Attachment.objects.select_related("content_type"), pk=pk)
        matter = seen_matter(request, kept)
        get_object_or_404(matter.attachments_seen_by(request.user), pk=pk)
        record(request.user, "download", "下载附件", matter, note=kept.name)
        return send(kept.file, kept.name, kept.media_type)


class PaperView(View):
    """An issued paper: the frozen bytes, in the browser's own viewer."""

    def get(self, request, pk):
        kept = get_object_or_404(IssuedPaper.objects.select_related("content_type"), pk=pk)
        matter = seen_matter(request, kept)
        get_object_or_404(matter.papers_seen_by(request.user), pk=pk)
        try:
            documents.frozen(kept)
        except documents.TamperedPaper as error:
            logger.error("%s", error)
            return render(request, "liaison/tampered.html", {"paper": kept}, status=500)
        record(request.user, "download", "查看文书", matter, note=str(kept))
        return send(kept.file, f"{kept}.pdf", "application/pdf", inline=True)


class PaperDocxView(View):
    """The words of an issued paper as a docx, for whoever may read the paper."""

    def get(self, request, pk):
        kept = get_object_or_404(IssuedPaper.objects.select_related("content_type"), pk=pk)
        matter = seen_matter(request, kept)
        get_object_or_404(matter.papers_seen_by(request.user).exclude(docx=""), pk=pk)
        record(request.user, "download", "下载文书可编辑文本", matter, note=str(kept))
        return send(kept.docx, f"{kept}.docx", word.MEDIA_TYPE)


def pdf(content, name):
    """Answer with a paper that was drawn just now; the browser keeps nothing of it."""
    response = HttpResponse(content, content_type="application/pdf")
    name = quote(name, safe="")
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{name}.pdf"
    response["Cache-Control"] = "private, no-store"
    return response


def spreadsheet(content, name):
    """Answer with a spreadsheet that was made just now; the browser keeps nothing of it."""
    response = HttpResponse(content, content_type=exports.MEDIA_TYPE)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}.xlsx"
    response["Cache-Control"] = "private, no-store"
    return response


class BlankFormView(View):
    """An empty form to hand out, for whoever may bring such a matter in."""

    def get(self, request, kind, code):
        model = {model._meta.label_lower: model for model in matter_models()}.get(kind)
        if code not in registry.papers:
            raise Http404
        paper = registry.papers[code]
        if paper.model is not model or not paper.before_opening:
            raise Http404
        units = standing(request.user).units_with(opening_of(model).perm)
        if not units:
            raise PermissionDenied
        return pdf(paper.blank(units[0]), paper.title)


class PreviewView(View):
    """A draft of a paper, or a form to fill in, rendered now; nothing is stored.

    ``?part=session:7`` asks for that of one part of the matter.
    """

    def get(self, request, kind, pk, code):
        matter, paper = self.draft(kind, pk, code)
        return self.answer(matter, paper)

    def draft(self, kind, pk, code):
        """The matter and the paper as it can be drawn up now; otherwise 404."""
        model = {model._meta.label_lower: model for model in matter_models()}.get(kind)
        if model is None or code not in registry.papers:
            raise Http404
        user = self.request.user
        matter = get_object_or_404(model.objects.visible_to(user), pk=pk)
        part = self.request.GET.get("part", "")
        drafts = registry.papers[code].drafts(matter)
        paper = next((draft for draft in drafts if draft.ref == part), None)
        if paper is None or not matter.may_preview(user, paper):
            raise Http404("这个状态下没有这份文书")
        return matter, paper

    def answer(self, matter, paper):
        return pdf(paper.render(matter), paper.label(matter))


class PreviewDocxView(PreviewView):
    """The same draft as a docx, marked as not issued."""

    def answer(self, matter, paper):
        if not paper.has_docx:
            raise Http404("这份文书没有可编辑文本")
        content = paper.docx(matter, note="草稿　未印发")
        response = HttpResponse(content, content_type=word.MEDIA_TYPE)
        name = quote(f"{paper.label(matter)}（草稿）", safe="")
        response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}.docx"
        response["Cache-Control"] = "private, no-store"
        return response
