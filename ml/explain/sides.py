"""On which side a reason can be told: bad news is no reason for a place, however much worse it is elsewhere."""

from __future__ import annotations

SILENT = frozenset({"export.ordinary", "history.none", "team.ordinary"})
"""Codes that stand in the full account only: they say nothing for or against."""
NEVER_FOR = frozenset(
    {
        "sector.none", "stage.early", "stage.late", "needs.uncovered", "text.far", "place.far", "place.not_wished",
        "place.remote_unwanted", "place.onsite_unwanted", "place.no_facility", "team.missing_skill", "team.little_time",
        "traction.early", "traction.late", "export.none", "timing.gap", "timing.company_missing",
        "timing.company_created", "timing.no_seats", "timing.waiting", "history.unlike", "wish.other",
    }
)  # fmt: skip
NEVER_AGAINST = frozenset(
    {
        "sector.match", "stage.match", "needs.covered", "text.close", "place.near", "place.wished", "place.vocation",
        "place.facility", "team.complete", "timing.seats_free",
        "team.gap_served", "traction.fits", "export.fits", "timing.fits", "history.similar", "wish.programme",
    }
)  # fmt: skip
