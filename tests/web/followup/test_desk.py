"""What nobody has verified yet: several at once, each with its right."""

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.core.db import db
from app.outcomes.measures import Measure
from app.outcomes.models import Outcome
from app.outcomes.services.verify import stamp
from app.startups.models import MemberRole, Membership
from tests.factories import make_person, save
from tests.services.outcomes.desk import BEFORE, make_figure, make_funding, make_startup
from tests.services.outcomes.filling import Filling

PATH = "/en/team/figures"


def key(row, kind="figure"):
    return f"{kind}:{row.id}:{stamp(row)}"


def verified():
    return db.session.scalar(sa.select(sa.func.count(Outcome.id)).where(Outcome.verified_at.is_not(None)))


def test_the_desk_shows_the_last_value_the_jump_and_what_was_asked_back(sign_in, lead):
    filling = Filling()
    make_figure(filling.startup, Measure.TURNOVER, 1_200_000, period=BEFORE)
    filling.save(active="yes", turnover="1 200")
    filling.send()

    page = sign_in(lead).get(PATH).text

    assert "Is 1,200 dirhams right, or is a unit missing?" in page
    assert "Return of the startup" in page
    assert "× 0" in page


def test_what_one_entered_oneself_stands_last(sign_in, lead):
    make_figure(make_startup(name="La mienne"), actor=lead)
    make_figure(make_startup(name="Une autre"))

    page = sign_in(lead).get(PATH).text

    assert page.index("Une autre") < page.index("La mienne")


def test_several_are_verified_at_once_and_those_refused_are_told(sign_in, lead):
    startup = make_startup()
    good, own = make_figure(startup, Measure.JOBS), make_figure(startup, Measure.TURNOVER, actor=lead)
    changed, funding = make_figure(startup, Measure.PATENTS), make_funding(startup)
    old = key(changed)
    make_figure(startup, Measure.PATENTS, 3)
    client = sign_in(lead)

    answer = client.send(
        PATH, {"row": [key(good), key(own), old, key(funding, "funding"), "nonsense"]}, follow_redirects=True
    )

    assert good.verified_by_id == funding.verified_by_id == lead.id
    assert (own.verified_at, changed.verified_at) == (None, None)
    for words in ("2 lines are verified", "entered this figure yourself", "corrected meanwhile", "no longer there"):
        assert words in answer.text


def test_nothing_ticked_is_said(sign_in, lead):
    make_figure(make_startup())

    assert "Tick the lines" in sign_in(lead).send(PATH, {}, follow_redirects=True).text


def test_a_startup_one_is_related_to_is_neither_listed_nor_verified(sign_in, lead):
    startup = make_startup(name="Mienne")
    figure = make_figure(startup)
    make_figure(make_startup())
    save(Membership(startup_id=startup.id, person_id=lead.id, role=MemberRole.VIEWER))
    client = sign_in(lead)

    assert "Mienne" not in client.get(PATH).text
    client.send(PATH, {"row": key(figure)})
    assert verified() == 0


def test_one_line_is_verified_on_the_page_of_its_startup(sign_in, lead, staff):
    startup = make_startup()
    figure = make_figure(startup, actor=staff)
    page = f"/en/team/startups/{startup.id}"

    own = sign_in(staff).send(f"{page}/verify", {"row": key(figure)}, page=f"{page}/figures/new")
    other = sign_in(lead).send(f"{page}/verify", {"row": key(figure)}, page=page)

    assert own.status_code == 409
    assert "entered this figure yourself" in own.text
    assert other.status_code == 303
    assert figure.verified_by_id == lead.id


@pytest.mark.parametrize("kind", ["", "figure", "funding", "nonsense"])
def test_an_empty_desk_says_so(sign_in, lead, kind):
    assert "Nothing to verify" in sign_in(lead).get(f"{PATH}?kind={kind}").text


def test_the_desk_costs_the_same_for_any_number_of_lines(sign_in, lead, count_statements):
    counts = []
    for _ in (1, 2):
        startup = make_startup()
        make_figure(startup, actor=make_person(Role.STAFF))
        make_funding(startup)
        client = sign_in(lead)
        client.get(PATH)
        with count_statements() as statements:
            client.get(PATH)
        counts.append(len(statements))

    assert counts[0] == counts[1] <= 6
