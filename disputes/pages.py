"""Pages of the centres in the menu: figures, progress, rulebook."""

from liaison import registry
from liaison.models import Role
from liaison.pages import Page

FOLLOWERS = frozenset(
    {
        Role.OFFICE_CLERK,
        Role.OFFICE_LEADER,
        Role.CENTRE_CLERK,
        Role.COURT_CLERK,
        Role.COURT_LEADER,
        Role.UNIT_CLERK,
        Role.UNIT_LEADER,
        Role.JUSTICE_CLERK,
    }
)

registry.pages.register(
    Page("disputes.figures", "化解数据", "chart-bar", "disputes:figures", FOLLOWERS)
)
registry.pages.register(
    Page(
        "disputes.progress",
        "化解进展台账",
        "list-details",
        "disputes:progress",
        frozenset({Role.OFFICE_CLERK, Role.OFFICE_LEADER}),
    )
)
registry.pages.register(Page("disputes.rulebook", "中心工作规则", "book", "disputes:rulebook"))
