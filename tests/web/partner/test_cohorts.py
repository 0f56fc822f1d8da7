"""A partner reads the cohorts of its programmes, as far as startups share; nothing else, in any byte."""

import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.accounts.roles import Role
from app.core.clock import utcnow
from app.core.db import db, transaction
from app.outcomes.measures import NAMES, FundingKind, Measure
from app.outcomes.models import Funding, Outcome
from app.partners.models import Sharing, Subject
from tests.factories import grant, make_person, make_programme, make_region, make_site, save
from tests.services.cohorts.rows import (
    day,
    make_edition,
    make_participation,
    make_partner,
    make_sharing,
    make_startup,
)

HOME = "/en/partner"


def figures_of(startup, *, jobs=4711, raised=8_150_000, aid=272_727):
    by = make_person(Role.STAFF)
    told = {"recorded_by_id": by.id, "recorded_at": utcnow()}
    period = {"starts_on": day("2025-01-01"), "ends_on": day("2025-12-31")}
    save(Outcome(id=uuid.uuid4(), startup_id=startup.id, measure=Measure.JOBS, value=jobs, **period, **told))
    for kind, amount in ((FundingKind.SEED, raised), (FundingKind.GRANT, aid)):
        save(Funding(id=uuid.uuid4(), startup_id=startup.id, kind=kind, amount=amount, received_on=day("2025-05-05"),
                     from_whom="Fonds Secret", **told))  # fmt: skip


@pytest.fixture
def programme():
    return make_programme()


@pytest.fixture
def partner(programme):
    return make_partner(programme)


@pytest.fixture
def edition(programme):
    return make_edition(programme=programme)


@pytest.fixture
def reader(sign_in, partner):
    return sign_in(grant(make_person(), Role.PARTNER, partner_id=partner.id))


@pytest.fixture
def startup(edition):
    owner = make_person(Role.APPLICANT, email="salma@atlas.ma", full_name="Salma Berrada")
    startup = make_startup(owner, name="Atlas Grid", region_code=make_region().code)
    make_participation(edition, startup)
    figures_of(startup)
    return startup


def page_of(partner, edition):
    return f"{HOME}/{partner.key}/editions/{edition.id}"


MARKS = {
    Subject.IDENTITY: ("Atlas Grid",),
    Subject.CONTACT: ("Salma Berrada", "salma@atlas.ma"),
    Subject.FIGURES: ("4,711",),
    Subject.FUNDING: ("8,150,000", "272,727"),
}
SECRET = [mark for marks in MARKS.values() for mark in marks] + ["Fonds Secret"]


def test_nothing_is_shown_by_default(reader, partner, edition, startup):
    for path in (HOME, page_of(partner, edition)):
        text = reader.get(path).text
        assert [mark for mark in SECRET if mark in text] == []

    assert "1 startup does not share with you." in reader.get(page_of(partner, edition)).text


@pytest.mark.parametrize("subject", [Subject.CONTACT, Subject.FIGURES, Subject.FUNDING])
def test_each_subject_is_shown_by_itself(reader, partner, edition, startup, subject):
    make_sharing(startup, partner, Subject.IDENTITY, subject)

    text = reader.get(page_of(partner, edition)).text

    shown = {*MARKS[Subject.IDENTITY], *MARKS[subject]}
    assert {mark for mark in SECRET if mark in text} == shown


def test_without_the_name_nothing_else_is_shown(reader, partner, edition, startup):
    make_sharing(startup, partner, Subject.CONTACT, Subject.FIGURES, Subject.FUNDING)

    text = reader.get(page_of(partner, edition)).text

    assert [mark for mark in SECRET if mark in text] == []
    assert "1 startup does not share with you." in text


def test_what_is_taken_back_is_gone_at_the_next_look(reader, partner, edition, startup):
    agreed = make_sharing(startup, partner)
    before = reader.get(page_of(partner, edition))
    with transaction():
        db.session.get(Sharing, agreed.id).withdrawn_at = utcnow()

    after = reader.get(page_of(partner, edition))

    assert "Atlas Grid" in before.text
    assert [mark for mark in SECRET if mark in after.text] == []
    assert before.headers["Cache-Control"] == "no-store"


def test_what_is_shared_with_another_partner_is_not_shown(reader, partner, programme, edition, startup):
    make_sharing(startup, make_partner(programme))

    text = reader.get(page_of(partner, edition)).text

    assert [mark for mark in SECRET if mark in text] == []


def test_a_partner_never_sees_another_cohort(reader, sign_in, partner, edition, startup):
    other_programme = make_programme(name={"fr": "Autre programme", "ar": "آخر", "en": "Other programme"})
    other_partner, elsewhere = make_partner(other_programme, name="Other organisation"), make_edition(
        programme=other_programme, site=make_site(name={"fr": "Oujda", "ar": "وجدة", "en": "Oujda"})
    )  # fmt: skip
    make_participation(elsewhere, startup)
    make_sharing(startup, partner)
    make_sharing(startup, other_partner)

    home = reader.get(HOME).text

    assert [
        word for word in ("Other programme", "Other organisation", "Oujda", str(elsewhere.id)) if word in home
    ] == []
    guessed = [
        page_of(partner, elsewhere), page_of(other_partner, elsewhere), page_of(other_partner, edition),
        f"{HOME}/{partner.key}/editions/{uuid.uuid4()}", f"{HOME}/nobody/editions/{edition.id}",
        f"{HOME}/{partner.key}/editions/x",
    ]  # fmt: skip
    for path in guessed:
        answer = reader.get(path)
        assert answer.status_code == 404, path
        assert "Atlas Grid" not in answer.text
    theirs = sign_in(grant(make_person(), Role.PARTNER, partner_id=other_partner.id))
    assert theirs.get(page_of(partner, edition)).status_code == 404
    assert theirs.get(page_of(other_partner, elsewhere)).status_code == 200


def test_a_programme_taken_away_closes_its_cohorts(reader, partner, programme, edition, startup):
    from app.partners.services.edit_partner import edit_partner

    make_sharing(startup, partner)
    with transaction():
        edit_partner(actor=make_person(Role.ADMIN), key=partner.key, name=partner.name, programmes=[])

    assert reader.get(page_of(partner, edition)).status_code == 404
    assert "Your organisation is not linked to a programme." in reader.get(HOME).text


def test_a_startup_that_shares_is_shown_in_its_own_cohorts_only(reader, partner, programme, edition):
    there, absent = make_startup(name="Présente"), make_startup(name="Absente")
    make_participation(edition, there)
    make_sharing(there, partner)
    make_sharing(absent, partner)
    figures_of(absent)

    text = reader.get(page_of(partner, edition)).text

    assert ("Présente" in text, "Absente" in text, "4,711" in text) == (True, False, False)


def test_not_available_is_said_as_such(reader, partner, edition):
    startup = make_startup(name="Présente")
    make_participation(edition, startup)
    make_sharing(startup, partner)
    figures_of(startup, jobs=None)

    text = reader.get(page_of(partner, edition)).text

    assert f"<dt>{NAMES[Measure.JOBS]}</dt><dd>not available" in text


@pytest.mark.parametrize("count", [1, 3])
def test_a_cohort_costs_the_same_for_any_number(reader, partner, edition, count_statements, count):
    for _ in range(count):
        startup = make_startup()
        make_participation(edition, startup)
        make_sharing(startup, partner)
        figures_of(startup)

    with count_statements() as statements:
        page = reader.get(page_of(partner, edition))
    with count_statements() as home:
        reader.get(HOME)

    assert page.text.count("4,711") == count
    assert len(statements) == 10
    assert len(home) == 4


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.STAFF, Role.ADMIN, Role.DIRECTOR, Role.REVIEWER])
def test_nobody_else_enters(sign_in, role):
    assert sign_in(make_person(role)).get(HOME).status_code == 403


def test_a_partner_enters_no_other_part_and_lands_on_its_cohorts(reader, edition, startup):
    from app.web.navigation import home_of

    for path in ("/en/team", "/en/team/editions", "/en/review", "/en/admin", f"/en/startups/{startup.id}/sharing",
                 "/en/team/residences", "/en/team/occupancy"):  # fmt: skip
        assert reader.get(path).status_code in (403, 404), path
    assert home_of(make_person_of_partner()) == "partner.home"
    assert reader.get("/en/partner").text.count('aria-current="page"') == 1


def make_person_of_partner():
    return grant(make_person(), Role.PARTNER, partner_id=make_partner().id)


WORLD = st.lists(
    st.tuples(
        st.none() | st.sets(st.sampled_from(list(Subject))),  # shared with this partner
        st.booleans(),  # taken back
        st.booleans(),  # everything shared with another partner
        st.booleans(),  # in this cohort, or in that of another programme
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WORLD)
def test_no_byte_of_a_startup_that_does_not_share_is_on_a_partners_page(sign_in, world):
    """Whatever startups agreed to, with whom, and wherever they take part."""
    programme, other = make_programme(), make_programme()
    partner, stranger = make_partner(programme), make_partner(programme, other)
    edition, elsewhere = make_edition(programme=programme), make_edition(programme=other)
    secrets, shown = set(), set()
    for number, (subjects, taken_back, elsewhere_too, here) in enumerate(world):
        code = f"{uuid.uuid4().int % 10**9:09d}"
        owner = make_person(Role.APPLICANT, full_name=f"Owner{code}", email=f"owner{code}@exemple.ma")
        startup = make_startup(owner, name=f"Startup{code}")
        make_participation(edition if here else elsewhere, startup)
        jobs, raised, aid = (100_000_000 + int(code) % 10**8 + number + 37 * k for k in range(3))
        figures_of(startup, jobs=jobs, raised=raised, aid=aid)
        if subjects:
            make_sharing(startup, partner, *subjects, withdrawn_at=utcnow() if taken_back else None)
        if elsewhere_too:
            make_sharing(startup, stranger)
        marks = {
            Subject.IDENTITY: {f"Startup{code}"},
            Subject.CONTACT: {f"Owner{code}", f"owner{code}"},
            Subject.FIGURES: {f"{jobs:,}", str(jobs)},
            Subject.FUNDING: {f"{raised:,}", f"{aid:,}", str(raised), str(aid)},
        }
        in_force = subjects if subjects and not taken_back and here and Subject.IDENTITY in subjects else set()
        for subject, words in marks.items():
            (shown if subject in in_force else secrets).update(words)
        secrets.add(str(startup.id))

    client = sign_in(grant(make_person(), Role.PARTNER, partner_id=partner.id))
    paths = (HOME, page_of(partner, edition), page_of(partner, elsewhere), page_of(stranger, edition))
    text = "".join(client.get(path).text for path in paths)

    assert {word for word in secrets if word in text} == set()
    assert {word for word in shown if f",{word[-3:]}" in word and word not in text} == set()
