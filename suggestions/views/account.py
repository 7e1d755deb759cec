"""年度报告: the yearly account of a court for the people's congress. No rules here."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.views.generic import TemplateView

from liaison.models import record
from liaison.views.files import pdf
from suggestions.documents.account import drawn_account, heading
from suggestions.forms.figures import AccountForm, own_courts
from suggestions.models.account import Account


class AccountView(TemplateView):
    """Which court and year (年度报告); then the paper itself, drawn on the spot."""

    template_name = "suggestions/account.html"

    def get(self, request, *args, **kwargs):
        if not own_courts(request.user).exists():
            raise PermissionDenied("年度报告由人民法院制作")
        self.form = AccountForm(request.GET, user=request.user)
        if request.GET and self.form.is_valid():
            return self.as_paper()
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"form": self.form}

    def as_paper(self):
        """The account of the court and year that were chosen; put on record."""
        account = Account(self.request.user, today=timezone.localdate(), **self.form.cleaned_data)
        drawn = drawn_account(account)
        record(self.request.user, "export", "制作司法建议年度报告", note=heading(account))
        return pdf(drawn, heading(account))
