"""A board member comes by a link: reads what is frozen, nothing else, until the last day."""

import uuid
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.core.clock import at, utcnow
from app.core.db import db, transaction
from app.reports import review
from app.reports.indicators.model import year
from app.reports.models import BoardVisit
from app.reports.services.approve_review import approve_review, freeze_review
from app.reports.services.enter_published import enter_published
from app.reports.services.give_link import give_link
from app.reports.services.take_snapshot import take_snapshot
from app.reports.services.write_review import begin_review
from app.web.guest import token_of
from tests.factories import make_person
from tests.queries.reports.world import World


@pytest.fixture
def director():
    return make_person(Role.DIRECTOR)


@pytest.fixture
def link(director):
    with transaction():
        return give_link(
            link_id=uuid.uuid4(), label="Conseil", expires_at=utcnow() + timedelta(days=30), actor=director
        )


@pytest.fixture
def path(app, link):
    return f"/en/guest/{token_of(link)}"


def frozen_review(director):
    with transaction():
        begin_review(year=2024, actor=director)
        enter_published(key="jobs", period=year(2024), value=9, actor=director, source="Rapport")
    for person in (director, make_person(Role.LEAD)):
        with transaction():
            approve_review(year=2024, actor=person, seen_sha256=review.digest(review.build(2024, {})))
    with transaction():
        freeze_review(year=2024, actor=director)


def test_a_guest_reads_the_dashboard_with_small_groups_left_out(client, path):
    World().supported(3)
    take_snapshot(progress=lambda share, note: None)

    page = client.get(path)

    assert page.status_code == 200
    assert '<span class="stat__n"><bdi>3</bdi></span>' not in page.text
    assert "Startup 1" not in page.text


def test_a_guest_reads_a_frozen_review_and_no_draft(client, director, path):
    with transaction():
        begin_review(year=2023, actor=director)
    frozen_review(director)

    assert "/reviews/2024" in client.get(path).text
    assert "/reviews/2023" not in client.get(path).text
    assert client.get(f"{path}/reviews/2024").status_code == 200
    assert client.get(f"{path}/reviews/2024.pdf").data.startswith(b"%PDF-")
    assert client.get(f"{path}/reviews/2024.xlsx").status_code == 200
    assert [client.get(f"{path}/reviews/2023{end}").status_code for end in ("", ".pdf", ".xlsx")] == [404] * 3


def test_after_its_expiry_a_link_opens_nothing(client, director, link, path):
    frozen_review(director)

    with at(link.expires_at + timedelta(seconds=1)):
        codes = [client.get(f"{path}{end}").status_code for end in ("", "/reviews/2024", "/reviews/2024.pdf")]

    assert codes == [404, 404, 404]


@pytest.mark.parametrize("token", ["x", "Ijk5Ig.aaaa", "../dashboard", "a" * 500])
def test_a_forged_address_is_not_there(client, token):
    assert client.get(f"/en/guest/{token}").status_code in (404, 302)


def test_a_signature_of_something_else_is_not_taken(app, client, link):
    from itsdangerous import URLSafeSerializer

    other = URLSafeSerializer(app.config["SECRET_KEY"], salt="another").dumps(link.id.hex)

    assert client.get(f"/en/guest/{other}").status_code == 404


def test_each_page_read_is_noted(client, director, path):
    frozen_review(director)
    client.get(path)
    client.get(f"{path}/reviews/2024.pdf")
    client.get(f"{path}/reviews/1999")

    assert set(db.session.scalars(sa.select(BoardVisit.page))) == {"dashboard", "review 2024 PDF"}


def test_the_address_does_not_travel(client, path):
    answer = client.get(path)

    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_a_guest_is_not_signed_in(client, path):
    client.get(path)

    assert client.get("/en/dashboard").status_code == 303


def test_a_year_of_twenty_digits_is_not_there(client, path):
    assert client.get(f"{path}/reviews/99999999999999999999").status_code == 404


def test_a_link_that_opens_nothing_says_whom_to_ask(client, link, path):
    with at(link.expires_at + timedelta(seconds=1)):
        expired = client.get(path)
    forged = client.get(f"{path}x")

    assert (expired.status_code, forged.status_code) == (404, 404)
    told = "This link is no longer valid. Ask the person who sent it for a new one."
    assert told in expired.text
    assert told in forged.text
