"""The page on which anybody logged in verifies a printed or sent copy of a paper (文书核验)."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator
from django.views.generic import TemplateView

from liaison import verification
from liaison.models import IssuedPaper, record


class CodeForm(forms.Form):
    """The code at the foot of a printed page, as somebody types it."""

    code = forms.CharField(
        label="校验码",
        max_length=40,
        validators=[MinLengthValidator(4)],
        help_text="印在每页页脚，共12位，如 A1C2-E3F4-G5H6；大小写、空格、横线不论",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class FileForm(forms.Form):
    """A PDF that somebody was sent; it is compared byte by byte, and not kept."""

    file = forms.FileField(
        label="PDF 文件",
        help_text="与系统内原件逐字节比对，不保存；打印后扫描的、另存过的文件不会一致",
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf"}),
    )

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload.size > settings.UPLOAD_MAX_BYTES:
            raise ValidationError("文件超过 20 MB", code="size")
        if not upload.read(5) == b"%PDF-":
            raise ValidationError("这不是 PDF 文件", code="type")
        return upload


class VerifyView(TemplateView):
    """By GET the code, so that the QR code on the paper leads here; by POST the file."""

    template_name = "liaison/verify.html"

    def get(self, request, *args, **kwargs):
        asked = "code" in request.GET
        form = CodeForm(request.GET if asked else None)
        if not asked or not form.is_valid():
            return self.answer(form=form)
        if verification.is_barred(request.user):
            return self.answer(form=form, is_barred=True, status=429)
        typed = form.cleaned_data["code"]
        paper = IssuedPaper.objects.checked(typed)
        if paper is None:
            verification.miss(request.user, typed)
            return self.answer(form=form, missed="code")
        return self.answer(form=form, finding=verification.finding(paper, request.user))

    def post(self, request, *args, **kwargs):
        form = FileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.answer(file_form=form)
        sha256 = verification.sha256_of(form.cleaned_data["file"])
        paper = IssuedPaper.objects.same_bytes(sha256)
        if paper is None:
            record(request.user, "verify_missed", "核验文书：文件与原件不符", note=sha256)
            return self.answer(missed="file", sha256=sha256)
        found = verification.finding(paper, request.user)
        return self.answer(finding=found, is_same_file=True)

    def answer(self, status=200, **context):
        context = {"form": CodeForm(), "file_form": FileForm()} | context
        return self.render_to_response(self.get_context_data(**context), status=status)
