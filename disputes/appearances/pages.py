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
COURT = frozenset({Role.COURT_CLERK, Role.COURT_LEADER})
READERS = COURT | {
    *(Role.UNIT_CLERK, Role.UNIT_LEADER, Role.JUSTICE_CLERK),
    *(Role.OFFICE_CLERK, Role.OFFICE_LEADER),
}
"""Who has lawsuits to read."""

registry.pages.register(
    Page("appearances.feed", "法院数据导入", "upload", "appearances:feed", COURT)
)
registry.pages.register(
    Page("appearances.export", "导出法院数据", "file-download", "appearances:feed_export", READERS)
)
