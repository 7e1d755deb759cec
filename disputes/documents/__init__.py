"""Papers of disputes (文书), a module a phase of the procedure."""

from disputes.documents import application, course, ending, intake, mediation, panel
from disputes.documents.wording import applicants

__all__ = ["applicants", "application", "course", "ending", "intake", "mediation", "panel"]
