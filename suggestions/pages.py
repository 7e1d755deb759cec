"""Pages of judicial suggestions in the menu, beside the matters."""

from liaison import registry
from liaison.models import Role
from liaison.pages import Page

registry.pages.register(
    Page(
        "suggestions.figures",
        "建议统计",
        "chart-pie",
        "suggestions:figures",
        frozenset(
            {
                *(Role.COURT_CLERK, Role.COURT_LEADER, Role.JUSTICE_CLERK),
                *(Role.UNIT_CLERK, Role.UNIT_LEADER),
            }
        ),
    )
)
registry.pages.register(
    Page(
        "suggestions.takeover",
        "导入以往建议",
        "upload",
        "suggestions:takeover",
        frozenset({Role.COURT_CLERK, Role.COURT_LEADER}),
    )
)
