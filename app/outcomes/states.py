"""The lives of a campaign of returns and of one startup's return."""

import enum

from app.core.i18n import N_
from app.core.transitions import StateMachine, Transition


class CampaignState(enum.StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class ReturnState(enum.StrEnum):
    WAITING = "waiting"
    BEGUN = "begun"
    SENT = "sent"


C, R = CampaignState, ReturnState
CAMPAIGNS: StateMachine[CampaignState] = StateMachine(
    [
        Transition("open", frozenset({C.DRAFT}), C.OPEN, "staff", "the startups are asked; reminders are planned"),
        Transition("close", frozenset({C.OPEN}), C.CLOSED, "staff", "no more answers; planned reminders are cancelled"),
        Transition("reopen", frozenset({C.CLOSED}), C.OPEN, "staff", "closed too early"),
    ]
)
RETURNS: StateMachine[ReturnState] = StateMachine(
    [
        Transition("begin", frozenset({R.WAITING}), R.BEGUN, "startup", "the first answer is saved"),
        Transition("send", frozenset({R.WAITING, R.BEGUN}), R.SENT, "startup", "the figures are noted, to be verified"),
        Transition(
            "reopen", frozenset({R.SENT}), R.BEGUN, "startup, staff", "to be corrected, until the campaign closes"
        ),
    ]
)
CAMPAIGN_NAMES: dict[CampaignState, str] = {C.DRAFT: N_("Draft"), C.OPEN: N_("Open"), C.CLOSED: N_("Closed")}
RETURN_NAMES: dict[ReturnState, str] = {R.WAITING: N_("Not begun"), R.BEGUN: N_("Begun"), R.SENT: N_("Sent")}
