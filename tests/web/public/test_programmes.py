"""Programmes and calls, for everybody."""

from datetime import timedelta

from app.core import i18n
from app.core.clock import utcnow
from app.programmes.states import CallState
from app.web.public.programmes import duration
from tests.factories import make_call, make_opening, make_programme, make_rule


def test_a_programme_says_where_it_is_open_and_leaves_unknown_values_out(client, count_statements):
    programme = make_programme(duration_months=[])
    make_opening(make_call(openings=0), programme=programme, seats=7)

    with count_statements() as statements:
        page = client.get(f"/en/programmes/{programme.key}")

    assert "7 places" in page.text
    assert "Duration" not in page.text
    assert "Partners" not in page.text
    assert len(statements) <= 2


def test_an_unknown_programme_is_not_found(client):
    assert client.get("/fr/programmes/nothing").status_code == 404


def test_a_call_lists_its_places_and_its_conditions_once(client, count_statements):
    call = make_call(openings=0)
    programme = make_programme()
    for _ in range(2):
        make_rule(make_opening(call, programme=programme), fact="company_created", operator="is_true", value=None)

    with count_statements() as statements:
        page = client.get(f"/en/calls/{call.key}")

    assert page.text.count("The company exists.") == 1
    assert len(statements) <= 2


def test_a_closed_call_can_be_read_but_not_started(client):
    call = make_call(closes_at=utcnow() - timedelta(hours=1))

    page = client.get(f"/en/calls/{call.key}")

    assert page.status_code == 200
    assert "/apply" not in page.text


def test_a_draft_call_is_not_found(client):
    call = make_call(state=CallState.DRAFT)

    assert client.get(f"/en/calls/{call.key}").status_code == 404


def test_duration_in_words(app):
    with app.test_request_context("/en/"), i18n.speaking("en"):
        assert [duration(None), duration([3, 3]), duration([6, 12])] == ["", "3 months", "6 to 12 months"]
