"""Words for states on the pages of the administration."""

from app.core.i18n import N_, localized
from app.core.jobs import JobState
from app.matching.states import ModelState
from app.programmes.states import CallState, SiteState
from app.questionnaires import queries as questionnaires

CALL_STATES: dict[CallState, str] = {
    CallState.DRAFT: N_("Draft"),
    CallState.OPEN: N_("Open"),
    CallState.CLOSED: N_("Closed"),
    CallState.ARCHIVED: N_("Archived"),
}
SITE_STATES: dict[SiteState, str] = {
    SiteState.PLANNED: N_("Planned"),
    SiteState.OPEN: N_("Open"),
    SiteState.PAUSED: N_("Paused"),
}
MODEL_STATES: dict[ModelState, str] = {
    ModelState.CANDIDATE: N_("Candidate"),
    ModelState.PROPOSED: N_("Proposed"),
    ModelState.CHAMPION: N_("In service"),
    ModelState.RETIRED: N_("Retired"),
}
JOB_STATES: dict[JobState, str] = {
    JobState.FAILED: N_("Failed"),
    JobState.QUEUED: N_("Waiting"),
    JobState.RUNNING: N_("Running"),
    JobState.DONE: N_("Done"),
    JobState.CANCELLED: N_("Cancelled"),
}


def vocabularies(*questions: str) -> dict[str, dict[str, str]]:
    """The options of questions of the latest application form, by question; empty where there is none."""
    version = questionnaires.latest_published()
    known = questionnaires.definition(version.id).questions if version else {}
    return {
        key: {option.key: localized(option.label) for option in known[key].options} if key in known else {}
        for key in questions
    }
