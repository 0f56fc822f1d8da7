"""A round, a loan or a grant is typed, shown back, saved once, corrected and removed."""

import re

import pytest
import sqlalchemy as sa

from app.core.db import db
from app.outcomes.models import Funding
from tests.services.outcomes.desk import make_funding, make_startup

TYPED = {
    "kind": "seed", "received_on": "06/05/2025", "value": "2 MDH", "currency": "MAD", "from_whom": "Fonds Atlas",
    "source": "Contrat",
}  # fmt: skip


@pytest.fixture
def startup():
    return make_startup()


def base(startup):
    return f"/en/team/startups/{startup.id}/funding"


def rows():
    return db.session.scalars(sa.select(Funding)).all()


def test_an_amount_is_shown_back_then_saved_once(sign_in, staff, startup):
    client = sign_in(staff)

    shown = client.send(f"{base(startup)}/new", TYPED).text
    key = re.search(r'name="made"[^>]*value="([^"]+)"', shown)[1]
    assert "Read as 2,000,000 dirhams (2 MDH)." in shown
    assert rows() == []
    for _ in range(2):
        assert client.send(f"{base(startup)}/new", TYPED | {"step": "save", "made": key}).status_code == 303

    assert [(row.amount, row.from_whom, str(row.id)) for row in rows()] == [(2_000_000, "Fonds Atlas", key)]


@pytest.mark.parametrize(
    ("change", "field"),
    [({"kind": ""}, "kind"), ({"received_on": "x"}, "received_on"), ({"value": "0"}, "value"), ({"source": ""}, "source"),
     ({"received_on": "31/12/2099"}, "received_on")],
)  # fmt: skip
def test_a_refused_funding_keeps_what_was_typed(sign_in, staff, startup, change, field):
    answer = sign_in(staff).send(f"{base(startup)}/new", TYPED | change)

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert "Fonds Atlas" in answer.text


def test_a_correction_starts_from_what_stands_and_needs_a_reason(sign_in, staff, startup):
    row = make_funding(startup, currency="EUR", foreign_amount=20_000, rate_micro=10_850_000, amount=217_000)
    path = f"{base(startup)}/{row.id}"
    client = sign_in(staff)

    form = client.get(path).text
    refused = client.send(path, TYPED)
    saved = client.send(path, TYPED | {"reason": "Avenant", "step": "save"})

    assert 'value="20,000"' in form
    assert 'value="10.85"' in form
    assert refused.status_code == 422
    assert saved.status_code == 303
    assert [(one.amount, one.currency, one.rate_micro) for one in rows()] == [(2_000_000, "MAD", None)]


def test_a_removed_line_stays_in_the_list(sign_in, staff, startup):
    row = make_funding(startup)
    path = f"{base(startup)}/{row.id}/remove"
    client = sign_in(staff)

    refused = client.send(path, {"reason": ""})
    removed = client.send(path, {"reason": "Noté deux fois"})
    page = client.get(f"/en/team/startups/{startup.id}").text

    assert refused.status_code == 422
    assert removed.status_code == 303
    assert "<s>MAD\u00a02,000,000</s>" in page
    assert "Noté deux fois" in page
    assert client.get(path).status_code == 404


def test_the_funding_of_another_startup_is_not_found(sign_in, staff, startup):
    row = make_funding(make_startup())

    assert sign_in(staff).get(f"{base(startup)}/{row.id}").status_code == 404


def test_our_own_source_is_shown_in_words_and_kept_as_it_is(sign_in, staff, startup):
    row = make_funding(startup, source="Return of the startup")
    page = f"/fr/team/startups/{startup.id}/funding/{row.id}"
    client = sign_in(staff)
    shown = re.search(r'name="source" value="([^"]*)"|name="source"[^>]*value="([^"]*)"', client.get(page).text)
    source = shown[1] or shown[2]

    saved = client.send(page, TYPED | {"source": source, "reason": "Contrat", "step": "save"}, page=page)

    assert saved.status_code == 303
    assert source == "Réponse de la startup"
    assert rows()[0].source == "Return of the startup"
