"""From parts of the dashboard to their definitions: what a step of the funnel means, and where it leads."""

from app.core.i18n import N_

STEPS: dict[str, str] = {"sent": "applications", "accepted": "admission_rate", "confirmed": "confirmation_rate"}
"""The indicator that a step of the funnel leads to."""
MEANINGS: dict[str, str] = {
    "begun": N_("Files sent in the period, and drafts begun in it."),
    "sent": N_("Files sent in the period, withdrawn ones included."),
    "reviewed": N_("Of these, files with at least one review that was sent."),
    "accepted": N_("Of the files sent in the period, those with a published place."),
    "confirmed": N_("Of the files sent in the period, those whose place was confirmed."),
}
WAITING = N_("Startups that wait for a place at the site today.")
PARTICIPATIONS = N_("Participations on at least one day of the period, by how they stand today.")
