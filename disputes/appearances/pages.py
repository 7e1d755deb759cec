"""Pages of lawsuits in the menu, beside the matters."""

from disputes.pages import FOLLOWERS
from liaison import registry
from liaison.models import Role
from liaison.pages import Page

registry.pages.register(
    Page(
        "appearances.figures",
        "出庭应诉统计",
        "trophy",
        "appearances:figures",
        FOLLOWERS - {Role.CENTRE_CLERK},
    )
)
registry.pages.register(
    Page(
        "appearances.feed",
        "法院数据导入",
        "upload",
        "appearances:feed",
        frozenset({Role.COURT_CLERK, Role.COURT_LEADER}),
    )
)
