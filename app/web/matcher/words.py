"""Words for states and sources on the pages of the matcher."""

from app.core.i18n import N_
from app.matching.states import RunState

RUN_STATES: dict[RunState, str] = {
    RunState.WAITING: N_("Waiting"),
    RunState.RUNNING: N_("Running"),
    RunState.DONE: N_("Done"),
    RunState.FAILED: N_("Failed"),
    RunState.CANCELLED: N_("Cancelled"),
}
RULE_CHOICES: dict[str, str] = {"hard": N_("Bars"), "advisory": N_("Advises"), "off": N_("Off")}
"""What an eligibility rule can do."""
SOURCES: dict[str, str] = {
    "accepted": N_("Accepted"),
    "redirect_target": N_("Another programme proposed: the new one"),
    "override": N_("Decided against the advice, with a reason"),
    "feedback": N_("“You are wrong”, and the team agreed"),
    "waitlisted": N_("Waiting list"),
    "reviewer_proposed": N_("Proposed by a reviewer"),
    "first_choice": N_("First choice of the applicant"),
    "redirect_source": N_("Another programme proposed: the one left"),
    "rejected_for_fit": N_("Refused because it did not fit"),
}
"""Where a label comes from."""
STANDINGS: dict[str, str] = {
    "undecided": N_("Not decided yet"),
    "decided": N_("Decided"),
    "confirmed": N_("Place taken"),
    "outcome": N_("Good outcome recorded"),
}
"""How far a file came, which gives its weight."""
TRAINING_STEPS: dict[str, str] = {
    "text": N_("reading the texts"),
    "features": N_("measuring the pairs"),
    "fit": N_("learning"),
    "calibration": N_("calibrating"),
    "check": N_("checking on later decisions"),
    "refit": N_("learning from everything"),
    "done": N_("saving"),
}
"""The steps of a training, as the matcher names them."""
