"""Words for states and purposes on the team's pages."""

from app.core.i18n import N_
from app.decisions.states import BatchState, ItemState
from app.mail.purposes import Purpose
from app.mail.states import MessageState

MESSAGE_STATES: dict[MessageState, str] = {
    MessageState.HELD: N_("Held"),
    MessageState.QUEUED: N_("On its way"),
    MessageState.SENDING: N_("Being sent"),
    MessageState.SENT: N_("Sent"),
    MessageState.FAILED: N_("Failed"),
    MessageState.DISCARDED: N_("Discarded"),
}
PURPOSES: dict[Purpose, str] = {
    Purpose.CONFIRM_EMAIL: N_("Confirm an address"),
    Purpose.ALREADY_REGISTERED: N_("Address already known"),
    Purpose.RESET_PASSWORD: N_("New password"),
    Purpose.PASSWORD_CHANGED: N_("Password changed"),
    Purpose.EMAIL_CHANGED: N_("Address changed"),
    Purpose.INVITATION: N_("Invitation to the team"),
    Purpose.MEMBER_INVITATION: N_("Invitation to a startup"),
    Purpose.RECEIPT: N_("Receipt"),
    Purpose.WITHDRAWN: N_("Withdrawn"),
    Purpose.REVIEW_ASSIGNED: N_("Reviews asked"),
    Purpose.OFFER: N_("Place offered"),
    Purpose.WAITLISTED: N_("Waiting list"),
    Purpose.REDIRECTED: N_("Other programme proposed"),
    Purpose.REJECTED: N_("Not selected"),
    Purpose.OFFER_CONFIRMED: N_("Place confirmed"),
    Purpose.OFFER_DECLINED: N_("Place declined"),
    Purpose.OFFER_EXPIRED: N_("Offer expired"),
    Purpose.REOPENED: N_("File reopened"),
    Purpose.DRIFT_ALARM: N_("Alarm of the matcher"),
    Purpose.RESIDENCE_ENDS: N_("End of a stay announced"),
    Purpose.STARTUP_TERMS_END: N_("End of startup terms announced"),
    Purpose.RETURN_REQUEST: N_("Yearly figures asked"),
    Purpose.RETURN_REMINDER: N_("Reminder of the figures"),
    Purpose.EVENT_REGISTERED: N_("Place at an event"),
    Purpose.EVENT_WAITING: N_("Waiting list of an event"),
    Purpose.EVENT_CANCELLED: N_("Event cancelled"),
    Purpose.EVENT_MOVED: N_("Event moved"),
}
BATCH_STATES: dict[BatchState, str] = {
    BatchState.PREPARED: N_("Prepared, not published"),
    BatchState.PUBLISHING: N_("Being published"),
    BatchState.PUBLISHED: N_("Published"),
}
ITEM_STATES: dict[ItemState, str] = {
    ItemState.WAITING: N_("Waiting"),
    ItemState.DONE: N_("Published"),
    ItemState.REFUSED: N_("Refused"),
}
ACTIONS: dict[str, str] = {
    "application.start": N_("Begun"),
    "application.submit": N_("Sent"),
    "application.expire": N_("Not sent in time"),
    "application.accept_file": N_("Complete: goes to review"),
    "application.ask_human": N_("A rule fails: to be checked by a person"),
    "application.refuse_file": N_("Not eligible"),
    "application.start_review": N_("Review begun"),
    "feedback.record": N_("Remark about the card"),
    "feedback.handle": N_("Remark about the card answered"),
    "application.decide": N_("Decided, not published"),
    "application.undo": N_("Decision taken back"),
    "application.publish_offer": N_("Place offered"),
    "application.publish_waitlist": N_("Told: waiting list"),
    "application.publish_rejection": N_("Told: not selected"),
    "application.publish_redirect": N_("Told: another programme"),
    "application.reopen": N_("Reopened"),
    "application.promote": N_("From the waiting list: place offered"),
    "application.close_waitlist": N_("Waiting list closed"),
    "application.confirm": N_("Place confirmed"),
    "application.decline": N_("Place declined"),
    "application.expire_offer": N_("Offer expired"),
    "application.onboard": N_("Started"),
    "application.graduate": N_("Finished"),
    "application.leave": N_("Left"),
    "application.withdraw": N_("Withdrawn"),
}
RULE_WORDS: dict[str, str] = {"met": N_("met"), "not_met": N_("not met"), "unknown": N_("not known")}
