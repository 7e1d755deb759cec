"""Files: served only to those who may see the matter they belong to, and downloads are noted."""

import logging
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.generic import View

from liaison import documents, registry
from liaison.models import Attachment, IssuedPaper, matter_models, record

logger = logging.getLogger(__name__)


def seen_matter(request, kept):
    """The matter that a file belongs to, if the reader may see it; otherwise 404."""
    model = kept.content_type.model_class()
    return get_object_or_404(model.objects.visible_to(request.user), pk=kept.object_id)


def send(kept, name, media_type, *, inline=False):
    """Answer with a stored file, through the proxy where there is one."""
    disposition = "inline" if inline else "attachment"
    if settings.INTERNAL_REDIRECT:
        response = HttpResponse(content_type=media_type)
        response["X-Accel-Redirect"] = settings.INTERNAL_REDIRECT + quote(kept.file.name)
    else:
        try:
            response = FileResponse(kept.file.open("rb"), content_type=media_type)
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
        return send(kept, kept.name, kept.media_type)


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
        return send(kept, f"{kept}.pdf", "application/pdf", inline=True)


class PreviewView(View):
    """A draft of a paper, rendered now and marked as one; nothing is stored."""

    def get(self, request, kind, pk, code):
        model = {model._meta.label_lower: model for model in matter_models()}.get(kind)
        if model is None or code not in registry.papers:
            raise Http404
        matter = get_object_or_404(model.objects.visible_to(request.user), pk=pk)
        paper = registry.papers[code]
        if not (paper.available(matter) and matter.may_preview(request.user, paper)):
            raise Http404("这个状态下没有这份文书")
        response = HttpResponse(paper.render(matter), content_type="application/pdf")
        response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(paper.title)}.pdf"
        response["Cache-Control"] = "private, no-store"
        return response
