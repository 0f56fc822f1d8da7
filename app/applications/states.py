"""The life cycle of an application, as a table. `stage` is what the team knows; `shown` what was told."""

import enum

from app.core.i18n import N_
from app.core.transitions import StateMachine, Transition


class Stage(enum.StrEnum):
    DRAFT = "draft"
    EXPIRED = "expired"
    SUBMITTED = "submitted"
    ELIGIBLE = "eligible"
    NEEDS_HUMAN_CHECK = "needs_human_check"
    INELIGIBLE = "ineligible"
    UNDER_REVIEW = "under_review"
    DECIDED = "decided"
    OFFERED = "offered"
    WAITLISTED = "waitlisted"
    REJECTED = "rejected"
    REDIRECTED = "redirected"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    OFFER_EXPIRED = "offer_expired"
    ONBOARDED = "onboarded"
    GRADUATED = "graduated"
    EXITED = "exited"
    WITHDRAWN = "withdrawn"


class Shown(enum.StrEnum):
    """What publication has told the applicant; moved by publishing and by their own answer only."""

    NOTHING = "nothing"
    OFFERED = "offered"
    WAITLISTED = "waitlisted"
    REJECTED = "rejected"
    REDIRECTED = "redirected"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    OFFER_EXPIRED = "offer_expired"


S = Stage
LIVE = frozenset(
    {
        S.SUBMITTED, S.ELIGIBLE, S.NEEDS_HUMAN_CHECK, S.INELIGIBLE, S.UNDER_REVIEW,
        S.DECIDED, S.OFFERED, S.WAITLISTED, S.REDIRECTED, S.CONFIRMED,
    }
)  # fmt: skip
PUBLISHED = frozenset({S.OFFERED, S.WAITLISTED, S.REJECTED, S.REDIRECTED})
DECIDABLE = frozenset({S.UNDER_REVIEW, S.ELIGIBLE, S.INELIGIBLE})

LIFECYCLE: StateMachine[Stage] = StateMachine(
    [
        Transition("submit", frozenset({S.DRAFT}), S.SUBMITTED, "applicant", "sent before the call closes"),
        Transition("expire", frozenset({S.DRAFT}), S.EXPIRED, "system", "the call closed without it"),
        Transition("accept_file", frozenset({S.SUBMITTED, S.NEEDS_HUMAN_CHECK}), S.ELIGIBLE, "system, staff",
                   "no hard rule fails"),
        Transition("ask_human", frozenset({S.SUBMITTED}), S.NEEDS_HUMAN_CHECK, "system", "a hard rule fails"),
        Transition("refuse_file", frozenset({S.NEEDS_HUMAN_CHECK}), S.INELIGIBLE, "staff", "told only on publish"),
        Transition("start_review", frozenset({S.ELIGIBLE}), S.UNDER_REVIEW, "staff", "the first reviewer is assigned"),
        Transition("decide", DECIDABLE, S.DECIDED, "lead", "provisional: nobody outside the team sees it"),
        Transition("undo", frozenset({S.DECIDED}), S.UNDER_REVIEW, "lead", "free, before publication"),
        Transition("publish_offer", frozenset({S.DECIDED}), S.OFFERED, "lead", "a seat, until a date"),
        Transition("publish_waitlist", frozenset({S.DECIDED}), S.WAITLISTED, "lead", "in order"),
        Transition("publish_rejection", frozenset({S.DECIDED}), S.REJECTED, "lead", "with its reason"),
        Transition("publish_redirect", frozenset({S.DECIDED}), S.REDIRECTED, "lead", "another opening is proposed"),
        Transition("reopen", PUBLISHED, S.UNDER_REVIEW, "lead", "with a reason; the applicant is told"),
        Transition("promote", frozenset({S.WAITLISTED}), S.OFFERED, "lead", "a seat came free"),
        Transition("close_waitlist", frozenset({S.WAITLISTED}), S.REJECTED, "lead", "no seat came free"),
        Transition("confirm", frozenset({S.OFFERED}), S.CONFIRMED, "applicant", "the seat is theirs"),
        Transition("decline", frozenset({S.OFFERED}), S.DECLINED, "applicant", "the seat is free again"),
        Transition("expire_offer", frozenset({S.OFFERED}), S.OFFER_EXPIRED, "system", "no answer in time"),
        Transition("onboard", frozenset({S.CONFIRMED}), S.ONBOARDED, "staff", "they have begun"),
        Transition("graduate", frozenset({S.ONBOARDED}), S.GRADUATED, "staff", "the programme is finished"),
        Transition("leave", frozenset({S.ONBOARDED}), S.EXITED, "staff", "they left before the end"),
        Transition("withdraw", LIVE, S.WITHDRAWN, "applicant", "with a reason; frees a seat"),
    ]
)  # fmt: skip

SHOWS: dict[str, Shown] = {
    "publish_offer": Shown.OFFERED,
    "promote": Shown.OFFERED,
    "publish_waitlist": Shown.WAITLISTED,
    "publish_rejection": Shown.REJECTED,
    "close_waitlist": Shown.REJECTED,
    "publish_redirect": Shown.REDIRECTED,
    "confirm": Shown.CONFIRMED,
    "decline": Shown.DECLINED,
    "expire_offer": Shown.OFFER_EXPIRED,
    "reopen": Shown.NOTHING,
}
"""The only moves that change what the applicant sees as the outcome."""

NAMES: dict[Stage, str] = {
    S.DRAFT: N_("Draft"),
    S.EXPIRED: N_("Not sent in time"),
    S.SUBMITTED: N_("Sent"),
    S.ELIGIBLE: N_("Complete"),
    S.NEEDS_HUMAN_CHECK: N_("To be checked"),
    S.INELIGIBLE: N_("Not eligible"),
    S.UNDER_REVIEW: N_("In review"),
    S.DECIDED: N_("Decided, not published"),
    S.OFFERED: N_("Place offered"),
    S.WAITLISTED: N_("Waiting list"),
    S.REJECTED: N_("Not selected"),
    S.REDIRECTED: N_("Other programme proposed"),
    S.CONFIRMED: N_("Place confirmed"),
    S.DECLINED: N_("Place declined"),
    S.OFFER_EXPIRED: N_("Offer expired"),
    S.ONBOARDED: N_("Started"),
    S.GRADUATED: N_("Finished"),
    S.EXITED: N_("Left"),
    S.WITHDRAWN: N_("Withdrawn"),
}
TONES: dict[Stage, str] = {
    S.DRAFT: "", S.EXPIRED: "", S.SUBMITTED: "todo", S.ELIGIBLE: "todo", S.NEEDS_HUMAN_CHECK: "warn",
    S.INELIGIBLE: "bad", S.UNDER_REVIEW: "todo", S.DECIDED: "warn", S.OFFERED: "good", S.WAITLISTED: "warn",
    S.REJECTED: "bad", S.REDIRECTED: "warn", S.CONFIRMED: "good", S.DECLINED: "", S.OFFER_EXPIRED: "",
    S.ONBOARDED: "good", S.GRADUATED: "good", S.EXITED: "", S.WITHDRAWN: "",
}  # fmt: skip
