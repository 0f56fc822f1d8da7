"""Frozen data: what each snapshot holds, which versions came from it, and what it cannot say."""

import uuid
from datetime import date

from app.matching.models import DataSnapshot
from tests.factories import save

PAGE = "/en/admin/matcher/data"


def snapshot(number, person=None):
    return save(
        DataSnapshot(
            id=uuid.uuid4(), number=number, sha256=f"{number:064d}", storage_key=f"snapshots/{number}", rows=420,
            counts={"accepted": 12, "first_choice": 5, "decided": 15, "undecided": 5, "invented": 400}, weights={},
            first_on=date(2026, 1, 5), last_on=date(2026, 6, 30), made_by_id=person.id if person else None,
        )
    )  # fmt: skip


def test_a_snapshot_is_shown_with_its_sources(client_of, admin):
    snapshot(7, admin)

    page = client_of.get(PAGE).text

    for words in ("Snapshot 7", "+ 400 invented", "First choice of the applicant", "Not decided yet", admin.full_name):
        assert words in page


def test_versions_trained_from_it_are_linked(client_of, champion):
    page = client_of.get(PAGE).text

    assert f"/en/admin/matcher/versions/{champion.number}" in page


def test_an_empty_page_says_what_comes(client_of):
    page = client_of.get(PAGE).text

    assert "Nothing is frozen yet" in page
    assert "Only accepted startups have a known outcome" in page


def test_the_list_costs_the_same_for_many_snapshots(client_of, count_statements):
    snapshot(1)
    with count_statements() as one:
        client_of.get(PAGE)
    for number in range(2, 12):
        snapshot(number)

    with count_statements() as many:
        client_of.get(PAGE)

    assert len(many) == len(one) <= 10
