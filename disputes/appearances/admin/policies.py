"""The policy of the rate (统计口径), kept by each committee's office."""

from django.contrib import admin

from disputes.appearances.models import RatePolicy
from liaison.admin.committees import KeptByOfficeAdmin
from liaison.models import record


@admin.register(RatePolicy)
class RatePolicyAdmin(KeptByOfficeAdmin):
    """Each office keeps its committee's policy; what a notice was counted by can only be ended."""

    list_display = ["name", "committee", "valid_from", "valid_to", "denominator", "threshold"]
    list_filter = ["denominator", "joint"]
    list_select_related = ["committee"]
    fields = [
        *("committee", "name", ("valid_from", "valid_to"), "denominator", "counts_left"),
        *("joint", "threshold", "basis", "used_until"),
    ]
    radio_fields = {"denominator": admin.VERTICAL, "joint": admin.VERTICAL}

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return ["used_until"]
        fixed = RatePolicy.STANDING if obj.used_until else ()
        return ["committee", "used_until", *fixed]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        note = f"{obj}，{obj.valid_from}起：{obj.in_words}"
        label = "修改统计口径" if change else "制定统计口径"
        record(request.user, "rate_policy", label, note=note[:300])

    def has_delete_permission(self, request, obj=None):
        return False
