"""Old registers in the admin (历史登记导入): hand in, look at what would change, confirm.

import-export's own pages read and write inside one request and keep the file in a shared
temporary folder; here both are long works, so these pages only begin them and show what came of
them.
"""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path

from disputes.models import OldRegister
from disputes.models.oldregister import centres_of
from disputes.oldregister import sheets
from disputes.oldregister.columns import COLUMNS
from disputes.oldregister.taking import CHECK, PERM, TAKE, acting_unit
from liaison import access, works
from liaison.admin.matters import ReadOnlyAdmin
from liaison.imports import TableField
from liaison.models import LongWork, record
from liaison.views.files import spreadsheet


class RegisterForm(forms.Form):
    """The file of an old register."""

    file = TableField(
        label="登记文件",
        help_text="xlsx 或者 csv，不超过 20 MB、10 万行",
        error_messages={"required": "请选择文件"},
    )


@admin.register(OldRegister)
class OldRegisterAdmin(ReadOnlyAdmin):
    """The registers taken in for one's own centres; "导入" begins another."""

    list_display = [
        *("name", "imported_at", "unit", "imported_by"),
        *("created", "changed", "unchanged", "skipped"),
    ]
    list_select_related = ["unit", "imported_by"]
    fields = [*list_display, "sha256"]
    change_list_template = "admin/disputes/oldregister/change_list.html"

    def get_queryset(self, request):
        """What was taken in by one's units, or for centres that are one's own."""
        units = access.standing(request.user).units_with(PERM)
        centres = [centre.unit_id for centre in centres_of(request.user)]
        return super().get_queryset(request).filter(Q(unit__in=units) | Q(unit__in=centres))

    def get_urls(self):
        pages = {
            "import/": (self.import_view, "import"),
            "template/": (self.template_view, "template"),
            "export/": (self.export_view, "export"),
            "check/<int:pk>/": (self.check_view, "check"),
        }
        own = [
            path(route, self.admin_site.admin_view(view), name=f"disputes_oldregister_{name}")
            for route, (view, name) in pages.items()
        ]
        return [*own, *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        context = {"may_import": bool(centres_of(request.user))} | (extra_context or {})
        return super().changelist_view(request, context)

    @staticmethod
    def _centres(request):
        """The centres whose registers the reader may take in; 403 if there are none."""
        centres = list(centres_of(request.user))
        if not centres:
            raise PermissionDenied("您没有导入历史登记的权限")
        return centres

    def import_view(self, request):
        """Hand a file in: it is checked in the background, and nothing is written."""
        centres = self._centres(request)
        sent = request.method == "POST"
        form = RegisterForm(request.POST, request.FILES) if sent else RegisterForm()
        if sent and form.is_valid():
            file = form.cleaned_data["file"]
            try:
                return redirect(
                    works.begin(
                        CHECK,
                        owner=request.user,
                        title=f"历史登记检查：{file.name}",
                        unit=acting_unit(request.user),
                        source=file,
                    )
                )
            except ValidationError as error:
                form.add_error(None, error)
        return self._page(request, "import", "导入历史登记", form=form, centres=centres)

    def check_view(self, request, pk):
        """What a checked file would change; confirmed, it is taken in in the background."""
        self._centres(request)
        works_of = LongWork.objects.of(request.user).filter(kind=CHECK, status="done")
        check = get_object_or_404(works_of, pk=pk, cleared_at=None)
        counts = check.report["counts"]
        ready = not counts["wrong"] and counts["new"] + counts["changed"] > 0
        if request.method == "POST" and ready:
            try:
                return redirect(self._take(request.user, check))
            except ValidationError as error:
                messages.error(request, error.messages[0])
        return self._page(
            request,
            "check",
            f"预览：{check.source_name}",
            check=check,
            report=check.report,
            ready=ready,
            sorts=[(label, check.report["rows"][kind]) for kind, label in SORTS],
        )

    @staticmethod
    def _take(user, check):
        return works.begin(
            TAKE,
            owner=user,
            title=f"历史登记导入：{check.source_name}",
            unit=check.unit,
            arguments={"check": check.pk, "seen": check.report["seen"]},
        )

    def template_view(self, request):
        self._centres(request)
        return spreadsheet(sheets.template(request.user), "历史登记模板")

    def export_view(self, request):
        """The old disputes that the reader may see, as a register; the download is noted."""
        self._centres(request)
        content, count = sheets.register(request.user)
        record(request.user, "export", "导出历史登记", note=f"{count}件")
        return spreadsheet(content, "历史登记")

    def _page(self, request, name, title, **context):
        frame = self.admin_site.each_context(request)
        context |= {"title": title, "opts": self.model._meta, "columns": COLUMNS.values()}
        return render(request, f"admin/disputes/oldregister/{name}.html", frame | context)


SORTS = (("new", "新增"), ("changed", "更正"), ("conflict", "冲突"))
