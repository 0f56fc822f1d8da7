"""Every figure of the dashboard: its name, and the words that say how it is counted."""

from dataclasses import dataclass

from app.core.i18n import N_


@dataclass(frozen=True, slots=True)
class Definition:
    """`formula` stands under the figure: what is counted, over what."""

    key: str
    name: str
    formula: str


SMALLEST_GROUP = 5
"""Sums over fewer startups than this are not shown: one could guess whose they are."""

DEFINITIONS: dict[str, Definition] = {
    definition.key: definition
    for definition in (
        Definition("sent", N_("Applications sent"), N_("Files sent in the period, withdrawn ones included.")),
        Definition(
            "days",
            N_("Median time to a decision"),
            N_("Days from sending to the decision, for files sent in the period whose answer is published."),
        ),
        Definition(
            "rate",
            N_("Admission rate"),
            N_("Published places divided by all published answers, for files sent in the period."),
        ),
        Definition(
            "confirmed",
            N_("Confirmed startups"),
            N_("Files sent in the period whose place was confirmed, started or finished."),
        ),
        Definition(
            "jobs",
            N_("Jobs reported"),
            N_("Sum of the latest yearly figure each confirmed startup gave; nothing is estimated."),
        ),
        Definition(
            "months", N_("Applications sent per month"), N_("Files by the month they were sent, Moroccan time.")
        ),
        Definition(
            "funnel",
            N_("From the first answer to a confirmed place"),
            N_("Files sent in the period and drafts begun in it; reviewed means at least one review was sent."),
        ),
        Definition(
            "regions", N_("Applications by region"), N_("Files sent in the period, by the region the team works in.")
        ),
        Definition(
            "sites",
            N_("Seats by site"),
            N_("Seats of the openings of the calls in the period; taken counts places decided, offered or confirmed."),
        ),
        Definition("sectors", N_("Sectors"), N_("Files sent in the period, by the sector they chose.")),
    )
}
