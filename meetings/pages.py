"""Pages of joint meetings in the menu, beside the matters."""

from liaison import registry
from liaison.pages import Page
from meetings.models.stages import MEMBERS, OFFICE

registry.pages.register(
    Page(
        "meetings.figures",
        "督办统计",
        "report-analytics",
        "meetings:figures",
        frozenset({*OFFICE, *MEMBERS}),
    )
)
