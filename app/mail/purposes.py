"""The closed list of reasons to write to someone."""

import enum


class Purpose(enum.StrEnum):
    CONFIRM_EMAIL = "confirm_email"
    ALREADY_REGISTERED = "already_registered"
    RESET_PASSWORD = "reset_password"  # noqa: S105  a purpose, not a password
    PASSWORD_CHANGED = "password_changed"  # noqa: S105
    EMAIL_CHANGED = "email_changed"
    INVITATION = "invitation"
    MEMBER_INVITATION = "member_invitation"
    RECEIPT = "receipt"
    WITHDRAWN = "withdrawn"
    REVIEW_ASSIGNED = "review_assigned"
    OFFER = "offer"
    WAITLISTED = "waitlisted"
    REDIRECTED = "redirected"
    REJECTED = "rejected"
    OFFER_CONFIRMED = "offer_confirmed"
    OFFER_DECLINED = "offer_declined"
    OFFER_EXPIRED = "offer_expired"
    REOPENED = "reopened"
    DRIFT_ALARM = "drift_alarm"
    RESIDENCE_ENDS = "residence_ends"
    STARTUP_TERMS_END = "startup_terms_end"
    RETURN_REQUEST = "return_request"
    RETURN_REMINDER = "return_reminder"
    EVENT_REGISTERED = "event_registered"
    EVENT_WAITING = "event_waiting"
    EVENT_CANCELLED = "event_cancelled"
    EVENT_MOVED = "event_moved"


OUTCOMES = frozenset({Purpose.OFFER, Purpose.WAITLISTED, Purpose.REDIRECTED, Purpose.REJECTED})
"""Mails that tell an outcome: two different ones may never wait for the same file."""
NOT_NEEDED = frozenset({Purpose.RETURN_REQUEST, Purpose.RETURN_REMINDER})
"""Mails that one can do without: each names a `stop_link`, in its text and in its header for one click."""
TO_MANY = OUTCOMES | {
    Purpose.RETURN_REQUEST, Purpose.RETURN_REMINDER, Purpose.EVENT_CANCELLED, Purpose.EVENT_MOVED,
    Purpose.REVIEW_ASSIGNED, Purpose.OFFER_EXPIRED, Purpose.DRIFT_ALARM,
}  # fmt: skip
"""Mails written by the hundred: one to one person takes turns with them and never waits for all."""
