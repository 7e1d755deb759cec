"""Forms of the steps of a lawsuit: they clean what was typed, and never save."""

from disputes.appearances.forms import convening, defending, filing, judging, naming, recording

FORMS = {
    **filing.FORMS,
    **defending.FORMS,
    **convening.FORMS,
    **naming.FORMS,
    **recording.FORMS,
    **judging.FORMS,
}
